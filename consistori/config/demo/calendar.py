"""The calendar of the demo: rooms, weeks of work, and what there is these weeks."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told
from consistori.desk.calendar.keeping import add_room, say_week
from consistori.desk.calendar.models import CalendarEvent, Room
from consistori.desk.calendar.rules import Every, Repeat, monday_of
from consistori.desk.calendar.services import What, add_event
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for

DAY, WEEK = timedelta(days=1), timedelta(days=7)
STEPS = {"week": WEEK, "fortnight": 2 * WEEK, "month": 4 * WEEK}


def write_calendar(told: Told) -> None:
    """Write the calendar of a town, once."""
    for said in read("calendar.toml")["town"]:
        if said["slug"] != told.entity.slug:
            continue
        by = told.actor(said["keeps"])
        with working_for(told.entity):
            if CalendarEvent.objects.exists():
                continue
            for one in said.get("room", ()):
                add_room(by=by, **one)
            for one in said.get("week", ()):
                hours = [*one["hours"], "", ""]
                say_week(_person(told, one["who"]), by=by, hours=hours, home=one.get("home", ()))
            rooms = {room.name: room for room in Room.objects.all()}
        for one in said.get("event", ()):
            with told.unless_refused(one["title"]), working_for(told.entity):
                first = monday_of(today()) + one["week"] * WEEK + one["day"] * DAY
                add_event(
                    _what(one, first, told, rooms),
                    by=told.actor(_writer(one, said)),
                    repeat=_repeat(one, first),
                )


def _writer(one: dict[str, Any], said: dict[str, Any]) -> str:
    """Whoever has something private writes it herself."""
    return one["people"][0] if one.get("private") else said["keeps"]


def _what(one: dict[str, Any], first: date, told: Told, rooms: dict[str, Room]) -> What:
    return What(
        layer=one["layer"], title=one["title"], starts_on=first, ends_on=first + one.get("days", 1) * DAY,
        starts=_hour(one.get("from")), ends=_hour(one.get("to")), room=rooms[one["room"]] if "room" in one else None,
        place=one.get("place", ""), goal=one.get("goal", ""),
        people=[_person(told, who).pk for who in one.get("people", ())],
        is_of_all=one.get("all", False), is_private=one.get("private", False),
    )  # fmt: skip


def _repeat(one: dict[str, Any], first: date) -> Repeat | None:
    if "every" not in one:
        return None
    return Repeat(Every(one["every"]), first + STEPS[one["every"]] * (one["times"] - 1))


def _hour(text: str | None) -> time | None:
    if text is None:
        return None
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def _person(told: Told, name: str) -> Person:
    return told.cast.people[name]
