"""The electronic document of the ENI [document electrònic / documento electrónico] as its XML says it.

Writing it is `formats.eni_xml`; reading it, `formats.eni.reading`.
"""

from dataclasses import dataclass
from datetime import datetime

from consistori.formats.eni.codes import Elaboration, Origin, SignatureType, Type


@dataclass(frozen=True)
class DocumentMetadata:
    """The compulsory metadata (annex I). `source` is the identifier of the document a copy comes from."""

    identifier: str
    bodies: tuple[str, ...]
    captured_at: datetime
    origin: Origin
    elaboration: Elaboration
    type: Type
    source: str = ""


@dataclass(frozen=True)
class CodeSignature:
    """Signature TF01: the verification code and the act that regulates how codes are made (N-CSV-07)."""

    code: str
    regulation: str
    type: SignatureType = SignatureType.CODE


@dataclass(frozen=True)
class CertificateSignature:
    """A signature with certificate: inside the content (TF05, TF06: `content` is None) or apart (TF04)."""

    type: SignatureType
    content: bytes | None = None


Signature = CodeSignature | CertificateSignature


@dataclass(frozen=True)
class EniDocument:
    """A document as its XML says it; the content goes apart, in a stream. Order of `signatures` is kept."""

    metadata: DocumentMetadata
    format_name: str
    signatures: tuple[Signature, ...] = ()
    reference: str = ""
    content_size: int = 0
