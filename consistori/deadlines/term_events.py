"""Facts of the terms, told in the life of the thing that has them."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class TermEvent(Event):
    """Something that happened to a term of a thing; `what` is what the term is for."""

    subject: ClassVar[str] = "thing_id"
    icon: ClassVar[str] = "hourglass"

    thing_id: UUID
    thing_kind: str
    deadline_id: UUID
    what: str
    last_day: str = ""


@dataclass(frozen=True, kw_only=True)
class TermOpened(TermEvent):
    """A term began."""

    says: ClassVar[Any] = _("opens the term: %(what)s")

    start_on: str


@dataclass(frozen=True, kw_only=True)
class TermSuspended(TermEvent):
    """A term stopped running (Llei 39/2015, art. 22)."""

    says: ClassVar[Any] = _("stops the term (art. %(cause)s): %(what)s")
    icon: ClassVar[str] = "pause"

    cause: str
    since: str


@dataclass(frozen=True, kw_only=True)
class TermResumed(TermEvent):
    """A term that was stopped goes on."""

    says: ClassVar[Any] = _("lets the term go on: %(what)s")

    cause: str
    until: str


@dataclass(frozen=True, kw_only=True)
class TermExtended(TermEvent):
    """A term was made longer (Llei 39/2015, arts. 23 and 32)."""

    says: ClassVar[Any] = _("extends the term: %(what)s")

    decided_on: str


@dataclass(frozen=True, kw_only=True)
class TermMet(TermEvent):
    """What had to be done was done."""

    says: ClassVar[Any] = _("meets the term: %(what)s")
    icon: ClassVar[str] = "check"

    met_on: str
    how: str


@dataclass(frozen=True, kw_only=True)
class TermClosed(TermEvent):
    """A term no longer runs, without having been met."""

    says: ClassVar[Any] = _("closes the term: %(what)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class TermReopened(TermEvent):
    """A term that was said to be met or closed runs again."""

    says: ClassVar[Any] = _("lets the term run again: %(what)s")
    icon: ClassVar[str] = "restore"

    reason: str


@dataclass(frozen=True, kw_only=True)
class TermHurried(TermEvent):
    """A term was halved, for the procedure goes by urgency (Llei 39/2015, art. 33)."""

    says: ClassVar[Any] = _("halves the term, by urgency: %(what)s")

    decided_on: str


@dataclass(frozen=True, kw_only=True)
class TermMoved(TermEvent):
    """A calendar changed, and with it the last day of a term; the sum of before stays beside."""

    says: ClassVar[Any] = _("counts the term again, for a calendar changed: %(what)s")
    icon: ClassVar[str] = "calendar"

    before: str
    number: int


@dataclass(frozen=True, kw_only=True)
class TermsRecounted(Event):
    """The terms of an entity were counted again with a new calendar."""

    subject: ClassVar[str] = "calendar_id"
    says: ClassVar[Any] = _(
        "counts %(looked_at)s terms again with the calendar of %(place)s of %(year)s; %(moved)s change"
    )
    icon: ClassVar[str] = "calendar"

    calendar_id: UUID
    place: str
    year: int
    looked_at: int
    moved: int
