"""Lists of codes of the ENI standards, with their names in Catalan and Spanish (annex I of the NTI)."""

from enum import StrEnum
from typing import Self


class Named(StrEnum):
    """A code with its names: `EE01.ca`, `EE01.es`."""

    ca: str
    es: str

    def __new__(cls, code: str, ca: str = "", es: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.ca = ca
        member.es = es
        return member

    def name_in(self, language: str) -> str:
        """Its name in `language` (`ca`, `es`); Catalan for any other."""
        return self.es if language.startswith("es") else self.ca


class Elaboration(Named):
    """State of elaboration [estat d'elaboració / estado de elaboración]."""

    ORIGINAL = "EE01", "Original", "Original"
    COPY_OTHER_FORMAT = (
        "EE02",
        "Còpia electrònica autèntica amb canvi de format",
        "Copia electrónica auténtica con cambio de formato",
    )
    COPY_OF_PAPER = (
        "EE03",
        "Còpia electrònica autèntica de document en paper",
        "Copia electrónica auténtica de documento papel",
    )
    PARTIAL_COPY = "EE04", "Còpia electrònica parcial autèntica", "Copia electrónica parcial auténtica"
    OTHER = "EE99", "Altres", "Otros"

    @property
    def needs_source(self) -> bool:
        """Whether it must name the document it comes from (N-DOC-06)."""
        return self in {Elaboration.COPY_OTHER_FORMAT, Elaboration.PARTIAL_COPY}


class Type(Named):
    """Type of document [tipus documental / tipo documental]."""

    RESOLUTION = "TD01", "Resolució", "Resolución"
    AGREEMENT = "TD02", "Acord", "Acuerdo"
    CONTRACT = "TD03", "Contracte", "Contrato"
    COVENANT = "TD04", "Conveni", "Convenio"
    DECLARATION = "TD05", "Declaració", "Declaración"
    COMMUNICATION = "TD06", "Comunicació", "Comunicación"
    NOTIFICATION = "TD07", "Notificació", "Notificación"
    PUBLICATION = "TD08", "Publicació", "Publicación"
    RECEIPT = "TD09", "Justificant de recepció", "Acuse de recibo"
    MINUTES = "TD10", "Acta", "Acta"
    CERTIFICATE = "TD11", "Certificat", "Certificado"
    PROCEEDING = "TD12", "Diligència", "Diligencia"
    REPORT = "TD13", "Informe", "Informe"
    APPLICATION = "TD14", "Sol·licitud", "Solicitud"
    COMPLAINT = "TD15", "Denúncia", "Denuncia"
    ALLEGATION = "TD16", "Al·legació", "Alegación"
    APPEAL = "TD17", "Recurs", "Recursos"
    CITIZEN_COMMUNICATION = "TD18", "Comunicació de la ciutadania", "Comunicación ciudadano"
    INVOICE = "TD19", "Factura", "Factura"
    SEIZED = "TD20", "Altres d’incautats", "Otros incautados"
    OTHER = "TD99", "Altres", "Otros"


class SignatureType(Named):
    """Type of signature [tipus de signatura / tipo de firma]; baseline signatures map to TF02-TF06."""

    CODE = "TF01", "CSV", "CSV"
    XADES_INTERNALLY_DETACHED = "TF02", "XAdES internally detached", "XAdES internally detached"
    XADES_ENVELOPED = "TF03", "XAdES enveloped", "XAdES enveloped"
    CADES_DETACHED = "TF04", "CAdES detached", "CAdES detached"
    CADES_ATTACHED = "TF05", "CAdES attached", "CAdES attached"
    PADES = "TF06", "PAdES", "PAdES"


class CaseState(Named):
    """State of a case file [estat de l'expedient / estado del expediente] (N-EXP-04)."""

    OPEN = "E01", "Obert", "Abierto"
    CLOSED = "E02", "Tancat", "Cerrado"
    CLOSED_FOR_SENDING = "E03", "Índex per a remissió tancat", "Índice para remisión cerrado"


class Origin(StrEnum):
    """Who made the document: the citizen or the administration [origen]."""

    CITIZEN = "citizen"
    ADMINISTRATION = "administration"
