"""Electronic documents and case files of the Spanish interoperability rules [ENI: Esquema Nacional de
Interoperabilidad], written as XML.

NTI de Documento electrónico (BOE-A-2011-13169) and de Expediente electrónico (BOE-A-2011-13170), v1.0.
Documents are written in chunks, so that a file of any size takes constant memory.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

ENI = "http://administracionelectronica.gob.es/ENI/XSD/v1.0"
DOCUMENT_VERSION = f"{ENI}/documento-e"
CASE_VERSION = f"{ENI}/expediente-e"

DOCUMENT_NAMESPACES = {
    "enidoc": f"{ENI}/documento-e",
    "enifile": f"{ENI}/documento-e/contenido",
    "enidocmeta": f"{ENI}/documento-e/metadatos",
    "enids": f"{ENI}/firma",
}
CASE_NAMESPACES = {
    "eniexp": f"{ENI}/expediente-e",
    "eniexpind": f"{ENI}/expediente-e/indice-e",
    "eniconexpind": f"{ENI}/expediente-e/indice-e/contenido",
    "eniexpmeta": f"{ENI}/expediente-e/metadatos",
    "enids": f"{ENI}/firma",
}

DOCUMENT_ID = re.compile(r"ES_[A-Z0-9]{9}_[0-9]{4}_[A-Z0-9]{30}")
CASE_ID = re.compile(r"ES_[A-Z0-9]{9}_[0-9]{4}_EXP_[A-Z0-9]{30}")
CLASSIFICATION = re.compile(r"[0-9]{6,7}|[A-Z0-9]{9}_PRO_[A-Z0-9]{30}")

# Logical names of the catalogue of standards (BOE-A-2012-13501) by media type.
FORMAT_NAMES = {
    "application/pdf": "PDF",
    "application/xml": "XML",
    "text/xml": "XML",
    "text/plain": "TXT",
    "text/csv": "CSV",
    "text/html": "HTML",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/svg+xml": "SVG",
    "audio/mpeg": "MP3",
    "video/mp4": "MP4",
    "application/zip": "ZIP",
    "application/gzip": "GZIP",
    "application/rtf": "RTF",
    "message/rfc822": "MHTML",
    "application/vnd.oasis.opendocument.text": "ISO/IEC 26300:2006 OASIS 1.2",
    "application/vnd.oasis.opendocument.spreadsheet": "ISO/IEC 26300:2006 OASIS 1.2",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Strict Open XML",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Strict Open XML",
}


@dataclass(frozen=True)
class Csv:
    """A signature by secure verification code [CSV: codi segur de verificació], type TF01."""

    code: str
    regulation: str


@dataclass(frozen=True)
class Enveloped:
    """A signature that travels inside the signed file: TF05 CAdES attached or TF06 PAdES."""

    kind: str = "TF06"


@dataclass(frozen=True)
class Detached:
    """A CAdES signature apart from the content that it signs, type TF04."""

    data: bytes
    kind: str = "TF04"


@dataclass(frozen=True)
class InPlace:
    """An XML signature that goes in its own place of this XML, type TF02: `seal_case` puts it."""

    kind: str = "TF02"


Signature = Csv | Enveloped | Detached | InPlace


@dataclass(frozen=True)
class EniDocument:
    """The least metadata of an electronic document (annex I); instants are aware of their zone."""

    identifier: str
    organs: Sequence[str]
    captured_at: datetime
    by_administration: bool
    elaboration: str
    type: str
    format_name: str
    source_identifier: str = ""
    signatures: Sequence[Signature] = ()


@dataclass(frozen=True)
class IndexedDocument:
    """A document in the index of a case: its fingerprint is the SHA-256, in hexadecimal, of its ENI XML."""

    identifier: str
    sha256: str
    added_at: datetime
    order: int


@dataclass(frozen=True)
class IndexedFolder:
    """A folder in the index, with its documents in order; never empty."""

    name: str
    documents: Sequence[IndexedDocument]


@dataclass(frozen=True)
class EniCase:
    """An electronic case file [expediente electrónico]: metadata, index and the signature of the index."""

    identifier: str
    organs: Sequence[str]
    opened_at: datetime
    classification: str
    state: str
    indexed_at: datetime
    signature: Csv | InPlace
    entries: Sequence[IndexedDocument | IndexedFolder] = field(default=())
    parties: Sequence[str] = ()


def organ_code(dir3: str, ine_code: str = "") -> str:
    """Nine characters for the body: its DIR3 code, or one made from the INE code while it has none."""
    compact = re.sub(r"[^A-Z0-9]", "", dir3.upper())
    return compact[:9].rjust(9, "0") if compact else f"L01{re.sub(r'[^0-9]', '', ine_code)[:6]:0>6}"


def specific_part(text: str) -> str:
    """`text` as the thirty capitals and digits of the specific part of an identifier, zeros at the left."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[-30:].rjust(30, "0")


def case_identifier(organ: str, year: int, number: str) -> str:
    """`ES_<organ>_<year>_EXP_<30 characters>` (annex I of the NTI de Expediente)."""
    return f"ES_{organ}_{year:04d}_EXP_{specific_part(number)}"


def procedure_code(organ: str, series_code: str) -> str:
    """Classification of a procedure that has no SIA code: `<organ>_PRO_<30 characters>`."""
    return f"{organ}_PRO_{specific_part(series_code)}"


def format_name(media_type: str, extension: str = "") -> str:
    """The logical name of a format; what the catalogue does not have goes by its extension."""
    return FORMAT_NAMES.get(media_type) or extension.lstrip(".").upper() or "BIN"


def document_xml(document: EniDocument, content: Iterable[bytes]) -> Iterator[bytes]:
    """The XML of an electronic document with its content in base64, chunk by chunk."""
    names = _declared(DOCUMENT_NAMESPACES)
    yield (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<enidoc:documento {names} Id=\"DOC\">"
        '<enifile:contenido Id="CONTENIDO"><enifile:ValorBinario>'
    ).encode()
    yield from _base64(content)
    yield (
        "</enifile:ValorBinario>"
        + _element("enifile:NombreFormato", document.format_name)
        + "</enifile:contenido>"
        + _document_metadata(document)
        + _signatures(document.signatures, "#CONTENIDO")
        + "</enidoc:documento>\n"
    ).encode()


def case_xml(case: EniCase) -> bytes:
    """The XML of an electronic case file with its index (`expediente.xml`). An empty index is not valid."""
    entries = "".join(_entry(entry, f"IDX_{place}") for place, entry in enumerate(case.entries, start=1))
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<eniexp:expediente {_declared(CASE_NAMESPACES)} Id="EXP"><eniexpind:indice Id="INDICE">'
        '<eniexpind:IndiceContenido Id="INDICE_CONTENIDO">'
        + _element("eniconexpind:FechaIndiceElectronico", instant(case.indexed_at))
        + entries
        + "</eniexpind:IndiceContenido>"
        + _signatures([case.signature], "#INDICE_CONTENIDO")
        + "</eniexpind:indice>"
        + _case_metadata(case)
        + "</eniexp:expediente>\n"
    ).encode()


def instant(moment: datetime) -> str:
    """Extended ISO 8601 with its zone and no fractions, as `xs:dateTime` wants it (N-DOC-07)."""
    return moment.replace(microsecond=0).isoformat()


def _declared(namespaces: dict[str, str]) -> str:
    return " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_UNWRITABLE.sub('', text))}</{name}>"


def _base64(content: Iterable[bytes]) -> Iterator[bytes]:
    """Base64 of a stream: three bytes make four letters, so what is over waits for the next chunk."""
    rest = b""
    for chunk in content:
        data = rest + chunk
        whole = len(data) - len(data) % 3
        rest = data[whole:]
        yield base64.b64encode(data[:whole])
    yield base64.b64encode(rest)


def _document_metadata(document: EniDocument) -> str:
    source = document.source_identifier
    return (
        '<enidocmeta:metadatos Id="METADATOS">'
        + _element("enidocmeta:VersionNTI", DOCUMENT_VERSION)
        + _element("enidocmeta:Identificador", document.identifier)
        + "".join(_element("enidocmeta:Organo", organ) for organ in document.organs)
        + _element("enidocmeta:FechaCaptura", instant(document.captured_at))
        + _element("enidocmeta:OrigenCiudadanoAdministracion", str(document.by_administration).lower())
        + "<enidocmeta:EstadoElaboracion>"
        + _element("enidocmeta:ValorEstadoElaboracion", document.elaboration)
        + (_element("enidocmeta:IdentificadorDocumentoOrigen", source) if source else "")
        + "</enidocmeta:EstadoElaboracion>"
        + _element("enidocmeta:TipoDocumental", document.type)
        + "</enidocmeta:metadatos>"
    )


def _signatures(signatures: Sequence[Signature], target: str) -> str:
    if not signatures:
        return ""
    inside = "".join(_signature(s, place, target) for place, s in enumerate(signatures, start=1))
    return f"<enids:firmas>{inside}</enids:firmas>"


def _signature(signature: Signature, place: int, target: str) -> str:
    if isinstance(signature, Csv):
        kind = "TF01"
        content = (
            "<enids:CSV>"
            + _element("enids:ValorCSV", signature.code)
            + _element("enids:RegulacionGeneracionCSV", signature.regulation)
            + "</enids:CSV>"
        )
    else:
        kind = signature.kind
        content = (
            f"<enids:FirmaConCertificado>{_with_certificate(signature, target)}</enids:FirmaConCertificado>"
        )
    return (
        f'<enids:firma Id="FIRMA_{place}" ref={quoteattr(target)}>'
        + _element("enids:TipoFirma", kind)
        + f"<enids:ContenidoFirma>{content}</enids:ContenidoFirma></enids:firma>"
    )


def _with_certificate(signature: Enveloped | Detached | InPlace, target: str) -> str:
    if isinstance(signature, Detached):
        return _element("enids:FirmaBase64", base64.b64encode(signature.data).decode())
    return "" if isinstance(signature, InPlace) else _element("enids:ReferenciaFirma", target)


def _entry(entry: IndexedDocument | IndexedFolder, identifier: str) -> str:
    if isinstance(entry, IndexedFolder):
        inside = "".join(_entry(d, f"{identifier}_{n}") for n, d in enumerate(entry.documents, start=1))
        name = _element("eniconexpind:IdentificadorCarpeta", entry.name)
        return (
            f'<eniconexpind:CarpetaIndizada Id="{identifier}">{name}{inside}</eniconexpind:CarpetaIndizada>'
        )
    return (
        f'<eniconexpind:DocumentoIndizado Id="{identifier}">'
        + _element("eniconexpind:IdentificadorDocumento", entry.identifier)
        + _element("eniconexpind:ValorHuella", entry.sha256)
        + _element("eniconexpind:FuncionResumen", "SHA-256")
        + _element("eniconexpind:FechaIncorporacionExpediente", instant(entry.added_at))
        + _element("eniconexpind:OrdenDocumentoExpediente", str(entry.order))
        + "</eniconexpind:DocumentoIndizado>"
    )


def _case_metadata(case: EniCase) -> str:
    return (
        '<eniexpmeta:metadatosExp Id="METADATOS_EXP">'
        + _element("eniexpmeta:VersionNTI", CASE_VERSION)
        + _element("eniexpmeta:Identificador", case.identifier)
        + "".join(_element("eniexpmeta:Organo", organ) for organ in case.organs)
        + _element("eniexpmeta:FechaAperturaExpediente", instant(case.opened_at))
        + _element("eniexpmeta:Clasificacion", case.classification)
        + _element("eniexpmeta:Estado", case.state)
        + "".join(_element("eniexpmeta:Interesado", party) for party in case.parties)
        + "</eniexpmeta:metadatosExp>"
    )
