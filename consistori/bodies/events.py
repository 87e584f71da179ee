"""Facts of the decree book. Their subject is the document of the decree, so that its story is told in one place."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class DecreeNumbered(Event):
    """A decree was signed and has its number; `manner` and `article` say by what the signer had the competence."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("decides the decree %(said)s, «%(title)s»")
    icon: ClassVar[str] = "stamp"

    document_id: UUID
    decree_id: UUID
    said: str
    title: str
    decided_at: str
    signer_id: UUID
    manner: str
    article: str
    delegation: str


@dataclass(frozen=True, kw_only=True)
class TranscriptionBegun(Event):
    """The secretary takes decrees to enter them in the book."""

    subject: ClassVar[str] = "transcription_id"
    says: ClassVar[Any] = _("takes %(count)s decrees to transcribe them, %(said)s")
    icon: ClassVar[str] = "book"

    transcription_id: UUID
    document_id: UUID
    said: str
    count: int


@dataclass(frozen=True, kw_only=True)
class DecreeTranscribed(Event):
    """The secretary entered a decree in the book with her faith; `sha256` names the file that she attests."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _(
        "transcribes the decree %(said)s in the book, by the attestation %(transcription)s"
    )
    icon: ClassVar[str] = "book"

    document_id: UUID
    decree_id: UUID
    said: str
    transcription: str
    transcription_id: UUID
    sha256: str


@dataclass(frozen=True, kw_only=True)
class TranscriptionGivenUp(Event):
    """A transcription was returned or withdrawn without signing it: its decrees wait again."""

    subject: ClassVar[str] = "transcription_id"
    says: ClassVar[Any] = _("gives up the attestation %(said)s: its %(count)s decrees wait again")
    icon: ClassVar[str] = "back"

    transcription_id: UUID
    said: str
    count: int


@dataclass(frozen=True, kw_only=True)
class DecreeAnnulled(Event):
    """A decree left another one without effect."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _(
        "notes that the decree %(by_said)s leaves the decree %(said)s without effect: %(reason)s"
    )
    icon: ClassVar[str] = "back"

    document_id: UUID
    decree_id: UUID
    said: str
    by_decree_id: UUID
    by_said: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExtractMade(Event):
    """The extract of several decrees is ready to be sent to the State and the Generalitat."""

    subject: ClassVar[str] = "remittance_id"
    says: ClassVar[Any] = _("makes the extract of %(count)s decrees, to be sent before %(due_on)s")
    icon: ClassVar[str] = "document"

    remittance_id: UUID
    document_id: UUID
    count: int
    first: str
    last: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class ExtractSent(Event):
    """An extract was sent to one of the two, with its proof."""

    subject: ClassVar[str] = "remittance_id"
    says: ClassVar[Any] = _("sends the extract to %(whom)s, %(proof)s")
    icon: ClassVar[str] = "send"

    remittance_id: UUID
    whom: str
    sent_on: str
    proof: str


@dataclass(frozen=True, kw_only=True)
class BookClosed(Event):
    """The book of a year was closed and sealed as one PDF."""

    subject: ClassVar[str] = "book_id"
    says: ClassVar[Any] = _("closes the decree book of %(year)s, with %(last)s decrees")
    icon: ClassVar[str] = "seal"

    book_id: UUID
    document_id: UUID
    year: int
    last: int
    sha256: str
