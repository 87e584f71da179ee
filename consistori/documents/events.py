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


@dataclass(frozen=True, kw_only=True)
class PagesChanged(DocumentEvent):
    """Its pages were put in another order, turned, or taken out: there is a new version."""

    says: ClassVar = _("changes the pages of «%(title)s»")

    taken_out: int = 0


@dataclass(frozen=True, kw_only=True)
class DocumentDivided(DocumentEvent):
    """It was divided: the first piece stays in it, the others are documents of their own."""

    says: ClassVar = _("divides «%(title)s» in %(pieces)s documents")

    pieces: int


@dataclass(frozen=True, kw_only=True)
class DocumentsJoined(DocumentEvent):
    """Others were joined to it, and went to the bin."""

    says: ClassVar = _("joins other documents to «%(title)s»")

    joined: list[str]


@dataclass(frozen=True, kw_only=True)
class WordsReadByOcr(DocumentEvent):
    """The words of its images were read, and lie beneath them in a new version."""

    says: ClassVar = _("reads the words of the images of «%(title)s»")

    pages: int


@dataclass(frozen=True, kw_only=True)
class PageActUndone(DocumentEvent):
    """What was done to its pages was undone."""

    says: ClassVar = _("undoes what was done to the pages of «%(title)s»")
    icon: ClassVar[str] = "restore"

    kind_of_act: str


@dataclass(frozen=True, kw_only=True)
class QuarantineLeft(DocumentEvent):
    """The scanner has looked at its bytes and found nothing."""

    says: ClassVar = _("finds «%(title)s» clean")
    internal: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class HarmFound(DocumentEvent):
    """The scanner found in its bytes a program that harms: nobody opens it."""

    says: ClassVar = _("finds a program that harms in «%(title)s»: %(found)s")
    icon: ClassVar[str] = "warning"

    found: str
