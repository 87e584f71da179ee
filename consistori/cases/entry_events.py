"""Facts of what the house does with an entry. They name people who come to us by their identifier only."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.cases.events import CaseEvent
from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class EntryEvent(Event):
    """Something that the house did with an entry of the registry."""

    subject: ClassVar[str] = "entry_id"
    icon: ClassVar[str] = "inbox"

    entry_id: UUID
    reference: str


@dataclass(frozen=True, kw_only=True)
class EntrySent(EntryEvent):
    """The process note was written: the entry goes to these people, to do this."""

    says: ClassVar[Any] = _("sends the entry %(reference)s to %(to_names)s")
    icon: ClassVar[str] = "handover"

    action: str
    to_ids: list[str]
    to_names: str
    due_on: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryReturned(EntryEvent):
    """Whoever had it gave it back, with the reason."""

    says: ClassVar[Any] = _("returns the entry %(reference)s: %(reason)s")
    icon: ClassVar[str] = "restore"

    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryForInformation(EntryEvent):
    """Nothing has to be done with it: it is known."""

    says: ClassVar[Any] = _("keeps the entry %(reference)s for information")
    icon: ClassVar[str] = "info"

    to_names: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryForwarded(EntryEvent):
    """It is of another administration, and it is written that it goes there (Llei 40/2015, art. 14.1)."""

    says: ClassVar[Any] = _("sends the entry %(reference)s on to %(destination)s")
    icon: ClassVar[str] = "send"

    destination: str
    destination_code: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryFinished(EntryEvent):
    """Nothing more has to be done with it, and why."""

    says: ClassVar[Any] = _("closes the entry %(reference)s: %(reason)s")
    icon: ClassVar[str] = "check"

    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryAccepted(EntryEvent):
    """A case took it."""

    says: ClassVar[Any] = _("takes the entry %(reference)s into the case %(number)s")
    icon: ClassVar[str] = "folder"

    case_id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class EntryJoinedCase(CaseEvent):
    """The same, told in the life of the case."""

    says: ClassVar[Any] = _("takes in the entry %(reference)s of the registry")
    icon: ClassVar[str] = "inbox"

    entry_id: UUID
    reference: str


@dataclass(frozen=True, kw_only=True)
class EntryTakenBack(EntryEvent):
    """It was taken into the wrong case, and it was undone."""

    says: ClassVar[Any] = _(
        "takes the entry %(reference)s out of the case %(number)s, where it did not belong"
    )
    icon: ClassVar[str] = "restore"

    case_id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class EntryLeftCase(CaseEvent):
    """The same, told in the life of the case."""

    says: ClassVar[Any] = _("takes out the entry %(reference)s of the registry: it did not belong here")
    icon: ClassVar[str] = "restore"

    entry_id: UUID
    reference: str
