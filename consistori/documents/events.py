"""Facts of documents."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class DocumentEvent(Event):
    """What all facts of a document carry."""

    subject: ClassVar[str] = "document_id"
    icon: ClassVar[str] = "document"

    document_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class DocumentReceived(DocumentEvent):
    """A document came in, or the program made it."""

    says: ClassVar = _("adds «%(title)s»")
    icon: ClassVar[str] = "upload"

    sha256: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DocumentDescribed(DocumentEvent):
    """Its metadata were completed or corrected; `fields` names which."""

    says: ClassVar = _("describes «%(title)s»")

    fields: list[str]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class VersionAdded(DocumentEvent):
    """Its text changed: there is a new version."""

    says: ClassVar = _("brings version %(number)s of «%(title)s»")

    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DocumentFrozen(DocumentEvent):
    """Its text is fixed for signature, with its code."""

    says: ClassVar = _("fixes the text of «%(title)s» for signature")
    icon: ClassVar[str] = "seal"

    code: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAppended(DocumentEvent):
    """A signature or a timestamp was added to the bytes of its current version."""

    says: ClassVar = _("adds evidence to «%(title)s»")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    evidence: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DocumentDiscarded(DocumentEvent):
    """It went to the bin, for thirty days."""

    says: ClassVar = _("throws «%(title)s» in the bin")
    icon: ClassVar[str] = "trash"


@dataclass(frozen=True, kw_only=True)
class DocumentRestored(DocumentEvent):
    """It came back from the bin."""

    says: ClassVar = _("takes «%(title)s» out of the bin")


@dataclass(frozen=True, kw_only=True)
class DocumentErased(DocumentEvent):
    """Its time in the bin was over: the bytes are no more, the record of it stays."""

    says: ClassVar = _("erases «%(title)s», thirty days in the bin")
    icon: ClassVar[str] = "trash"
