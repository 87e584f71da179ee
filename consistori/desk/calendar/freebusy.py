"""Who is free and who is busy [lliure i ocupat / libre y ocupado]: open to all here; why, to whoever may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.desk.calendar.layers import DAY, Happening
from consistori.desk.calendar.models import CalendarEvent
from consistori.desk.calendar.presence import Presence, Where, who_is_here
from consistori.desk.calendar.rules import common, free_spans
from consistori.desk.calendar.selectors import happenings
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.hours import Span
from consistori.tenancy.scope import current_entity
from consistori.ui import dates

OPENS, CLOSES = time(8), time(20)
USUAL = (Span(time(8), time(15)),)
"""The hours supposed of whoever comes every day and has said none."""
MIDNIGHT, LAST = time(0), time(23, 59)


@dataclass(frozen=True)
class Busy:
    """A stretch of a day that is taken, and by what as far as the actor may know."""

    span: Span
    title: str
    url: str = ""
    is_private: bool = False


@dataclass(frozen=True)
class Sheet:
    """A person on a day: her hours, what is taken of them, what is left."""

    person: Person
    presence: Presence
    busy: tuple[Busy, ...]
    free: tuple[Span, ...]

    @property
    def key(self) -> str:
        return str(self.person.pk)


def sheets_of(actor: Actor, day: date) -> list[Sheet]:
    """Everybody on a day."""
    found = happenings(actor, day, day + DAY)
    return [_sheet(one, found, day) for one in who_is_here(current_entity(), day)]


def all_free(sheets: Iterable[Sheet], *, least: int = 30) -> list[Span]:
    """The hours in which all of them are free."""
    return free_spans(common(sheet.free for sheet in sheets), (), least=least)


def _sheet(one: Presence, found: Sequence[Happening], day: date) -> Sheet:
    hours = (one.hours or USUAL) if one.is_at_work else ()
    busy = [_busy(happening, day) for happening in found if takes(happening, one.person.pk)]
    busy.sort(key=lambda row: row.span)
    return Sheet(one.person, one, tuple(busy), tuple(free_spans(hours, [row.span for row in busy])))


def takes(happening: Happening, person_id: UUID) -> bool:
    """Whether it takes her time: what she is in, but telework and absences, which are where she is."""
    return happening.layer != CalendarEvent.Layer.TELEWORK and (
        person_id in happening.people or happening.is_of_all
    )


def _busy(one: Happening, day: date) -> Busy:
    starts, ends = MIDNIGHT, LAST
    if one.starts_at is not None and one.ends_at is not None:
        begins, finishes = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
        starts = begins.time() if begins.date() == day else MIDNIGHT
        ends = finishes.time() if finishes.date() == day else LAST
    return Busy(
        Span(starts, max(ends, starts)), _("Busy") if one.is_busy else one.title, one.url, one.is_busy
    )


def clashes_of(event: CalendarEvent, by: Actor) -> list[str]:
    """A sentence for each person of an event whose time was taken, or who is away, on its first day."""
    ids = set(event.seats.values_list("person_id", flat=True))
    if not ids or event.layer == CalendarEvent.Layer.TELEWORK:
        return []
    mine = f"event-{event.pk}"
    found = [one for one in happenings(by, event.starts_on, event.starts_on + DAY) if one.uid != mine]
    said = []
    for presence in who_is_here(current_entity(), event.starts_on):
        if presence.person.pk not in ids:
            continue
        name = presence.person.given_name
        if presence.where in (Where.AWAY, Where.OFF):
            said.append(_("%(name)s is not here that day: %(why)s.") % {"name": name, "why": presence.words})
        said += [_clash(name, one) for one in found if takes(one, presence.person.pk) and _meet(event, one)]
    return said


def _meet(event: CalendarEvent, one: Happening) -> bool:
    if event.starts_at is None or event.ends_at is None or one.starts_at is None or one.ends_at is None:
        return False
    return event.starts_at < one.ends_at and one.starts_at < event.ends_at


def _clash(name: str, one: Happening) -> str:
    hour = dates.hour(one.starts_at) if one.starts_at else ""
    title = _("something") if one.is_busy else f"«{one.title}»"
    return _("%(name)s has %(what)s at %(hour)s.") % {"name": name, "what": title, "hour": hour}
