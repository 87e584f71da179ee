"""Facts of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class EventAdded(Event):
    """Something was written in the calendar; of what is private, the trail does not say what."""

    subject: ClassVar[str] = "event_id"
    says: ClassVar = _("Writes in the calendar “%(title)s”, %(starts_on)s")
    icon: ClassVar[str] = "calendar"
    event_id: UUID
    title: str
    starts_on: str
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class EventChanged(Event):
    """Something of the calendar was changed or moved."""

    subject: ClassVar[str] = "event_id"
    says: ClassVar = _("Changes in the calendar “%(title)s”, %(starts_on)s")
    icon: ClassVar[str] = "calendar"
    event_id: UUID
    title: str
    starts_on: str
    before: str


@dataclass(frozen=True, kw_only=True)
class EventTakenOut(Event):
    """Something was taken out of the calendar; its room is free again."""

    subject: ClassVar[str] = "event_id"
    says: ClassVar = _("Takes out of the calendar “%(title)s”, %(starts_on)s")
    icon: ClassVar[str] = "calendar"
    event_id: UUID
    title: str
    starts_on: str
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class RoomKept(Event):
    """A room that is booked was added, changed or closed."""

    subject: ClassVar[str] = "room_id"
    says: ClassVar = _("Keeps the room “%(name)s”")
    icon: ClassVar[str] = "building"
    room_id: UUID
    name: str
    is_closed: bool = False


@dataclass(frozen=True, kw_only=True)
class WeekSaid(Event):
    """Somebody's week of work was said."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("Says the week of %(name)s")
    icon: ClassVar[str] = "clock"
    person_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class FeedMade(Event):
    """A secret address of the calendar was made."""

    subject: ClassVar[str] = "feed_id"
    says: ClassVar = _("Makes the secret address “%(name)s” of the calendar")
    icon: ClassVar[str] = "link"
    feed_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class FeedWithdrawn(Event):
    """A secret address of the calendar serves no more."""

    subject: ClassVar[str] = "feed_id"
    says: ClassVar = _("Withdraws the secret address “%(name)s” of the calendar")
    icon: ClassVar[str] = "link"
    feed_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class CalendarBroughtIn(Event):
    """A calendar from outside was brought in, or read again with changes."""

    subject: ClassVar[str] = "source_id"
    says: ClassVar = _(
        "Brings in the calendar “%(name)s”: %(added)s new, %(changed)s changed, %(gone)s taken out"
    )
    icon: ClassVar[str] = "download"
    source_id: UUID
    name: str
    added: int
    changed: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class CalendarLetGo(Event):
    """A calendar from outside was taken out with all it had brought."""

    subject: ClassVar[str] = "source_id"
    says: ClassVar = _("Takes out the calendar “%(name)s” that was brought in")
    icon: ClassVar[str] = "download"
    source_id: UUID
    name: str
