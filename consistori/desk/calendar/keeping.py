"""Acts on what the calendar leans on: rooms that are booked, weeks of work, secret addresses."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consistori.desk.calendar.layers import layers
from consistori.desk.calendar.models import CalendarEvent, Feed, Room, WorkWeek
from consistori.desk.calendar.policies import may_keep, may_say_week, may_write
from consistori.desk.calendar_events import FeedMade, FeedWithdrawn, RoomKept, WeekSaid
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.kernel.hours import HoursFault, read_day
from consistori.trail import act, announce

MOST_FEEDS = 12
SEEN_EVERY = timedelta(hours=1)


@act
def add_room(*, by: Actor, name: str, about: str = "", seats: int | None = None) -> Room:
    """A room that is booked from now on."""
    ensure(may_keep(by))
    name = _room_name(name)
    number = (Room.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    room: Room = Room.objects.create(number=number, name=name, about=about.strip(), seats=seats)
    announce(RoomKept(room_id=room.pk, name=room.name), by=by)
    return room


@act
def change_room(room: Room, *, by: Actor, name: str, about: str = "", seats: int | None = None) -> None:
    """Another name, or how it is; what is booked stays."""
    ensure(may_keep(by))
    room.name, room.about, room.seats = _room_name(name, but=room), about.strip(), seats
    room.save(update_fields=["name", "about", "seats"])
    announce(RoomKept(room_id=room.pk, name=room.name), by=by)


@act
def close_room(room: Room, *, by: Actor) -> None:
    """It is booked no more. What is booked from today on must go elsewhere first."""
    ensure(may_keep(by))
    if room.closed_at is not None:
        raise AlreadyDone(_("It was closed already."))
    ahead = CalendarEvent.objects.standing().filter(room=room, ends_on__gt=today()).count()
    if ahead:
        raise BadInput(
            _("It is booked %(n)s times from today on: take those elsewhere first.") % {"n": ahead},
            field="room",
        )
    room.closed_at = now()
    room.save(update_fields=["closed_at"])
    announce(RoomKept(room_id=room.pk, name=room.name, is_closed=True), by=by)


def _room_name(name: str, *, but: Room | None = None) -> str:
    name = name.strip()
    if not name:
        raise BadInput(_("Say how the room is called."), field="name")
    same = Room.objects.filter(name__iexact=name, closed_at=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise BadInput(_("There is already a room with that name."), field="name")
    return name


@act
def say_week(person: Person, *, by: Actor, hours: Sequence[str], home: Sequence[int] = ()) -> WorkWeek:
    """The hours of each day of somebody's week here, Monday first, and the days from home. Raises `BadInput` at the
    day whose hours cannot be read (`day_0`…).
    """
    ensure(may_say_week(by, person.pk))
    for n, text in enumerate(hours):
        try:
            read_day(text)
        except HoursFault as fault:
            raise BadInput(
                _("“%(hours)s” are not hours: write them as 8.00-15.00, 16-18.") % {"hours": str(fault)},
                field=f"day_{n}",
            ) from fault
    said = {
        "hours": [text.strip() for text in hours], "home": sorted(set(home) & set(range(7))),
        "said_by_name": by.name, "said_at": now(),
    }  # fmt: skip
    week, _made = WorkWeek.objects.update_or_create(person=person, defaults=said)
    announce(WeekSaid(person_id=person.pk, name=person.full_name), by=by)
    found: WorkWeek = week
    return found


@act
def make_feed(
    *, by: Actor, person: Person, name: str, layers_of: Sequence[str], only_mine: bool = False
) -> tuple[Feed, str]:
    """A secret address of one's own. The secret is returned once and is not kept."""
    ensure(may_write(by))
    if by.person_id != person.pk:
        raise NotHere()
    chosen = [one for one in layers_of if layers.named(one)]
    if not name.strip():
        raise BadInput(_("Say where it is for: my telephone, the screen of the office…"), field="name")
    if not chosen:
        raise BadInput(_("Choose at least one layer."), field="layers")
    if Feed.objects.filter(person=person, revoked_at=None).count() >= MOST_FEEDS:
        raise BadInput(_("You have %(n)s already: withdraw one.") % {"n": MOST_FEEDS}, field="name")
    secret = secrets.token_urlsafe(32)
    feed: Feed = Feed.objects.create(
        person=person, name=name.strip(), layers=chosen, only_mine=only_mine, digest=Feed.digest_of(secret)
    )
    announce(FeedMade(feed_id=feed.pk, name=feed.name), by=by)
    return feed, secret


@act
def withdraw_feed(feed: Feed, *, by: Actor) -> None:
    """Its address serves no more, from this moment. Whoever has it, or keeps the people of the town."""
    if by.person_id != feed.person_id:
        ensure(may_keep(by))
    if feed.revoked_at is not None:
        raise AlreadyDone(_("It was withdrawn already."))
    feed.revoked_at = now()
    feed.save(update_fields=["revoked_at"])
    announce(FeedWithdrawn(feed_id=feed.pk, name=feed.name), by=by)


def feed_of(secret: str) -> Feed:
    """The living one of that secret in the town of the scope; `NotHere` otherwise. One statement."""
    found: Feed | None = (
        Feed.objects.filter(digest=Feed.digest_of(secret), revoked_at=None).select_related("person").first()
    )
    if found is None or not found.person.is_active:
        raise NotHere()
    return found


def mark_read(feed: Feed, at: datetime) -> None:
    """Remember when it was last read, once an hour (not an act: it tells nothing to anybody)."""
    if feed.read_at is None or at - feed.read_at > SEEN_EVERY:
        Feed.objects.filter(pk=feed.pk).update(read_at=at)
