"""Facts of the folder; never the words that were written."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class CitizenWrote(Event):
    """A person wrote from the folder to whoever has their matter."""

    subject: ClassVar[str] = "conversation_id"
    says: ClassVar[Any] = _("receives a message about %(number)s")
    icon: ClassVar[str] = "comment"

    conversation_id: UUID
    case_id: UUID | None
    entry_id: UUID | None
    number: str


@dataclass(frozen=True, kw_only=True)
class MessageAnswered(Event):
    """Somebody of the town hall wrote to a person in their folder."""

    subject: ClassVar[str] = "conversation_id"
    says: ClassVar[Any] = _("writes to the folder of whoever has %(number)s")
    icon: ClassVar[str] = "comment"

    conversation_id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class MessageSettled(Event):
    """Somebody of the town hall said that a message needs no answer."""

    subject: ClassVar[str] = "conversation_id"
    says: ClassVar[Any] = _("leaves a message about %(number)s without answer")
    icon: ClassVar[str] = "done"

    conversation_id: UUID
    number: str
