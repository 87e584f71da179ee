"""Facts of the registry. They name people by their identifier only: the trail never forgets."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class RegistryEvent(Event):
    """Something that happened to an entry of the registry."""

    subject: ClassVar[str] = "entry_id"
    icon: ClassVar[str] = "stamp"

    entry_id: UUID
    reference: str


@dataclass(frozen=True, kw_only=True)
class EntryRegistered(RegistryEvent):
    """Something came in and has its number; `documents` are the fingerprints of what it brought."""

    says: ClassVar[Any] = _("registers the entry %(reference)s: “%(subject_line)s”")

    subject_line: str
    channel: str
    registered_at: str
    effective_at: str
    documents: list[str]


@dataclass(frozen=True, kw_only=True)
class ExitRegistered(RegistryEvent):
    """Something official goes out and has its number."""

    says: ClassVar[Any] = _("registers the exit %(reference)s: “%(subject_line)s”")
    icon: ClassVar[str] = "send"

    subject_line: str
    channel: str
    registered_at: str
    documents: list[str]


@dataclass(frozen=True, kw_only=True)
class EntryCorrected(RegistryEvent):
    """A correction was annotated beside an entry; the old words stay in sight."""

    says: ClassVar[Any] = _("corrects the entry %(reference)s: %(reason)s")
    icon: ClassVar[str] = "edit"

    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryAnnulled(RegistryEvent):
    """An entry was annulled; it keeps its number."""

    says: ClassVar[Any] = _("annuls the entry %(reference)s: %(reason)s")
    icon: ClassVar[str] = "close"

    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryNoted(RegistryEvent):
    """A note, or where it was sent, was written beside an entry."""

    says: ClassVar[Any] = _("annotates the entry %(reference)s: %(note)s")
    icon: ClassVar[str] = "comment"

    note: str


@dataclass(frozen=True, kw_only=True)
class ReceiptMade(RegistryEvent):
    """The receipt of an entry is ready, with the seal of the town hall or still without it."""

    says: ClassVar[Any] = _("makes the receipt of %(reference)s")
    icon: ClassVar[str] = "document"

    document_id: UUID
    sealed: bool


@dataclass(frozen=True, kw_only=True)
class BookDayClosed(Event):
    """A day of the books was closed with its fingerprint."""

    subject: ClassVar[str] = "day_id"
    says: ClassVar[Any] = _("closes the books of %(day)s")
    icon: ClassVar[str] = "law"

    day_id: UUID
    day: str
    digest: str
    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentsFollowed(RegistryEvent):
    """What was presented with an entry is kept now: the place for it did not answer at that moment."""

    says: ClassVar[Any] = _("keeps the documents that were presented with %(reference)s")
    icon: ClassVar[str] = "document"

    documents: list[str]


@dataclass(frozen=True, kw_only=True)
class MainNumberGiven(RegistryEvent):
    """The main registry, which ours feeds, gave the entry its number."""

    says: ClassVar[Any] = _("the main registry gives %(number)s to %(reference)s")

    number: str
