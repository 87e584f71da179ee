"""Acts on the town's own events: writing them, changing them, taking them out. A room is never taken twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.appointments.rules.line import is_on_line, stretch
from consistori.desk.calendar.models import LONGEST_TEXT, LONGEST_TITLE, CalendarEvent, EventPerson, Room
from consistori.desk.calendar.own import people_of
from consistori.desk.calendar.policies import is_told, may_change, may_write
from consistori.desk.calendar.rules import Repeat, days_of
from consistori.desk.calendar.selectors import holidays_of
from consistori.desk.calendar_events import EventAdded, EventChanged, EventTakenOut
from consistori.directory.models import Person, Post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, Stale, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce
from consistori.ui import dates

DAY = timedelta(days=1)
LONGEST = 731
MOST_TIMES = 110
NO_TITLE = _("Something private")


class RoomTaken(Refusal):
    """The room is booked then; the sentence says by whom and until when."""

    default_code = "room-taken"


@dataclass(frozen=True, kw_only=True)
class What:
    """What is written of an event: `ends_on` is the first day without it; hours are both or none."""

    layer: str
    title: str
    starts_on: date
    ends_on: date | None = None
    starts: time | None = None
    ends: time | None = None
    room: Room | None = None
    place: str = ""
    text: str = ""
    goal: str = ""
    people: Sequence[UUID] = field(default=())
    is_of_all: bool = False
    is_private: bool = False


@dataclass(frozen=True)
class Written:
    """What was written: its first event, how many, and the days left out because they are holidays."""

    event: CalendarEvent
    times: int = 1
    left_out: tuple[date, ...] = ()


@act
def add_event(what: What, *, by: Actor, repeat: Repeat | None = None) -> Written:
    """Write something in the calendar, once or again and again; of what repeats, holidays are left out.

    Raises `BadInput` at its field, `RoomTaken` at `room`.
    """
    ensure(may_write(by))
    what = _checked(what)
    if repeat is None:
        event = _put(CalendarEvent(), what, by)
        announce(EventAdded(event_id=event.pk, title=_said(event), starts_on=_day(event)), by=by)
        return Written(event)
    days, left_out = _repeated(what.starts_on, repeat)
    length = (what.ends_on or what.starts_on + DAY) - what.starts_on
    series = uuid.uuid4()
    rows = [
        _put(CalendarEvent(series=series), replace(what, starts_on=day, ends_on=day + length), by)
        for day in days
    ]
    first = rows[0]
    announce(EventAdded(event_id=first.pk, title=_said(first), starts_on=_day(first), times=len(rows)), by=by)
    return Written(first, len(rows), tuple(left_out))


@act
def change_event(event: CalendarEvent, what: What, *, by: Actor, edition: int | None = None) -> CalendarEvent:
    """Change what is written of an event. Raises `Stale` when somebody changed it meanwhile."""
    row = _live(event)
    ensure(may_change(by, row, people_of(row)))
    if edition is not None and edition != row.version:
        raise Stale(_("Somebody changed it while you had it open: look at how it stands now."))
    before = f"{_day(row)} {_said(row)}"
    row.version += 1
    _put(row, _checked(what), by)
    announce(EventChanged(event_id=row.pk, title=_said(row), starts_on=_day(row), before=before[:200]), by=by)
    return row


@act
def take_out(event: CalendarEvent, *, by: Actor, and_after: bool = False) -> int:
    """Take it out of the calendar, alone or with those that follow it; it says how many. Their rooms are free again."""
    row = _live(event)
    ensure(may_change(by, row, people_of(row)))
    rows = [row]
    if and_after and row.series:
        later = CalendarEvent.objects.standing().filter(series=row.series, starts_on__gt=row.starts_on)
        found = later.select_for_update(of=("self",)).prefetch_related("seats")
        # One of them may have been made private, or of others, since.
        rows += [one for one in found if may_change(by, one, [seat.person_id for seat in one.seats.all()])]
    at = now()
    CalendarEvent.objects.filter(pk__in=[one.pk for one in rows]).update(
        cancelled_at=at, moved_at=at, occupied=None
    )
    announce(EventTakenOut(event_id=row.pk, title=_said(row), starts_on=_day(row), times=len(rows)), by=by)
    return len(rows)


@act
def write_call(
    session: CalendarEvent, *, by: Actor, on: date, title: str, text: str, uid: str
) -> CalendarEvent:
    """Write the last day to call a session, once."""
    ensure(may_write(by))
    session = _live(session)
    if CalendarEvent.objects.standing().filter(uid=uid).exists():
        raise AlreadyDone(_("The call of that session is in the calendar already."))
    what = What(
        layer=CalendarEvent.Layer.SESSION, title=title[:LONGEST_TITLE], starts_on=on, text=text,
        is_private=session.is_private, people=people_of(session) if session.is_private else (),
    )  # fmt: skip
    event = _put(CalendarEvent(uid=uid), _checked(what), by)
    announce(EventAdded(event_id=event.pk, title=_said(event), starts_on=_day(event)), by=by)
    return event


def _live(event: CalendarEvent) -> CalendarEvent:
    row: CalendarEvent = CalendarEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if row.cancelled_at is not None:
        raise AlreadyDone(_("Somebody had taken it out of the calendar already."))
    return row


def _checked(what: What) -> What:
    what = _to_the_minute(what)
    title, ends_on = what.title.strip(), what.ends_on or what.starts_on + DAY
    if what.layer not in CalendarEvent.Layer.values:
        raise BadInput(_("Say what it is: a meeting, a session, an act…"), field="layer")
    if not title:
        raise BadInput(_("Say in a few words what it is."), field="title")
    if len(title) > LONGEST_TITLE or len(what.text) > LONGEST_TEXT:
        raise BadInput(_("It is too long for a calendar."), field="title")
    if not is_on_line(ends_on):
        raise BadInput(_("That day is outside the calendar."), field="starts_on")
    if ends_on <= what.starts_on:
        raise BadInput(_("It would end before it begins."), field="last_day")
    if (ends_on - what.starts_on).days > LONGEST:
        raise BadInput(_("Two years at most: write it again for the next ones."), field="last_day")
    if (what.starts is None) != (what.ends is None):
        raise BadInput(_("Say both hours, or none for the whole day."), field="ends")
    if what.starts and what.ends and ends_on - what.starts_on == DAY and what.ends <= what.starts:
        raise BadInput(_("It would end before it begins."), field="ends")
    if what.room is not None and what.room.closed_at is not None:
        raise BadInput(_("That room is not booked any more."), field="room")
    _ensure_work_here(what.people)
    return replace(what, title=title, ends_on=ends_on)


def _to_the_minute(what: What) -> What:
    """A room is taken by the minute; and a day past the last one of all cannot be reckoned."""
    if not is_on_line(what.starts_on):
        raise BadInput(_("That day is outside the calendar."), field="starts_on")
    starts, ends = (hour and hour.replace(second=0, microsecond=0) for hour in (what.starts, what.ends))
    return replace(what, starts=starts, ends=ends)


def _ensure_work_here(ids: Iterable[UUID]) -> None:
    wanted = set(ids)
    here = (
        set(Post.objects.filter(person_id__in=wanted).values_list("person_id", flat=True))
        if wanted
        else set()
    )
    if wanted - here:
        raise BadInput(_("Somebody of those does not work here."), field="people")


def _repeated(first: date, repeat: Repeat) -> tuple[list[date], list[date]]:
    if not is_on_line(repeat.until):
        raise BadInput(_("That day is outside the calendar."), field="until")
    if repeat.until <= first:
        raise BadInput(_("It would end before it begins."), field="until")
    days = list(days_of(first, repeat))
    if len(days) > MOST_TIMES:
        raise BadInput(_("Too many times: %(n)s at most.") % {"n": MOST_TIMES}, field="until")
    holidays = holidays_of(current_entity())
    kept = [day for day in days if day == first or not holidays.name_of(day)]
    return kept, [day for day in days if day not in kept]


def _put(event: CalendarEvent, what: What, by: Actor) -> CalendarEvent:
    """Write the row with its room and its people, or raise `RoomTaken`."""
    ends_on = what.ends_on or what.starts_on + DAY
    event.layer, event.title, event.text, event.place = (
        what.layer,
        what.title,
        what.text.strip(),
        what.place.strip(),
    )
    event.goal, event.room, event.starts_on, event.ends_on = (
        what.goal.strip(),
        what.room,
        what.starts_on,
        ends_on,
    )
    event.starts_at = _moment(what.starts_on, what.starts) if what.starts else None
    event.ends_at = _moment(ends_on - DAY, what.ends) if what.ends else None
    event.is_of_all, event.is_private, event.moved_at = what.is_of_all, what.is_private, now()
    if not event.made_by_name:
        event.made_by_id, event.made_by_name = by.person_id, by.name
    event.occupied = stretch_of(event)
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError as fault:
        if "a_room_is_taken_once" not in str(fault):
            raise
        raise RoomTaken(_whose_room(event, by), field="room") from fault
    _seat(event, what.people)
    return event


def stretch_of(event: CalendarEvent) -> tuple[int, int] | None:
    """What it takes of its room on the line of minutes; whole days without hours."""
    if event.room is None:
        return None
    begins = event.starts_at or _moment(event.starts_on, time.min)
    ends = event.ends_at or _moment(event.ends_on, time.min)
    return stretch(current_entity().pk, event.room.number, begins, ends)


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _seat(event: CalendarEvent, people: Iterable[UUID]) -> None:
    wanted = set(people)
    EventPerson.objects.filter(event=event).exclude(person_id__in=wanted).delete()
    there = set(EventPerson.objects.filter(event=event).values_list("person_id", flat=True))
    missing = Person.objects.filter(pk__in=wanted - there)
    EventPerson.objects.bulk_create([EventPerson(event=event, person=person) for person in missing])


def _whose_room(event: CalendarEvent, by: Actor) -> str:
    """«The plenary hall is booked on 24 November from 13.00 to 14.00: weekly meeting (Núria Camps).»"""
    rows = CalendarEvent.objects.standing().filter(room=event.room, occupied__overlap=event.occupied)
    other = rows.exclude(pk=event.pk).first()
    name = event.room.name if event.room else ""
    if other is None:
        return str(_("%(room)s was booked a moment ago: choose another hour.") % {"room": name})
    title = other.title if is_told(by, other, people_of(other)) else str(NO_TITLE)
    said = {"room": name, "title": title, "who": other.made_by_name, "day": dates.the_day(other.starts_on)}
    if other.starts_at is None or other.ends_at is None:
        return str(_("%(room)s is booked %(day)s, the whole day: %(title)s (%(who)s).") % said)
    said |= {"from": dates.hour(other.starts_at), "to": dates.hour(other.ends_at)}
    return str(_("%(room)s is booked %(day)s from %(from)s to %(to)s: %(title)s (%(who)s).") % said)


def _said(event: CalendarEvent) -> str:
    """How the trail names it: everybody reads the trail, so not what is private."""
    return str(NO_TITLE) if event.is_private else event.title


def _day(event: CalendarEvent) -> str:
    return event.starts_on.isoformat()
