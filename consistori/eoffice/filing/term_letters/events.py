"""Facts of the letters of the term."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class TermLetterBegun(Event):
    """A letter of the term is owed for an entry; `due_on` is the last day to send it (art. 21.4)."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("has to tell until when %(reference)s is answered, before %(due_on)s")
    icon: ClassVar[str] = "law"

    entry_id: UUID
    reference: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class TermLetterSent(Event):
    """The letter of the term of an entry is out, with its exit number."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("tells until when %(reference)s is answered, with the exit %(exit)s")
    icon: ClassVar[str] = "send"

    entry_id: UUID
    reference: str
    exit: str
    way: str
