"""The act that plans a year again from the one before: the same campaigns, fifty-two weeks later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from consistori.desk.calendar.models import CalendarEvent
from consistori.desk.calendar.policies import may_write
from consistori.desk.calendar.services import What, add_event
from consistori.kernel.actor import Actor
from consistori.kernel.errors import ensure
from consistori.trail import act

SAME_WEEKDAY = timedelta(weeks=52)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Planned:
    """How many campaigns were written in the year."""

    year: int
    written: int


def left_of(year: int) -> list[CalendarEvent]:
    """The campaigns of the year before that nobody has written in this one yet. Two statements."""
    there = set(_of(year).values_list("title", flat=True))
    return [one for one in _of(year - 1) if one.title not in there]


@act
def plan_again(year: int, *, by: Actor) -> Planned:
    """Write in a year the campaigns of the one before that are not there, on the same day of the week. Once more does
    nothing; rooms and people are said each year.
    """
    ensure(may_write(by))
    rows = left_of(year)
    for one in rows:
        # What begins on the first of January would stay in its own year.
        later = SAME_WEEKDAY if (one.starts_on + SAME_WEEKDAY).year == year else SAME_WEEKDAY + WEEK
        add_event(
            What(
                layer=one.layer, title=one.title, starts_on=one.starts_on + later,
                ends_on=one.ends_on + later, text=one.text, place=one.place, goal=one.goal,
            ),
            by=by,
        )  # fmt: skip
    return Planned(year, len(rows))


def _of(year: int) -> QuerySet[CalendarEvent]:
    rows: QuerySet[CalendarEvent] = CalendarEvent.objects.standing().filter(
        layer=CalendarEvent.Layer.CAMPAIGN, source=None, is_private=False,
        starts_on__gte=date(year, 1, 1), starts_on__lt=date(year + 1, 1, 1),
    )  # fmt: skip
    return rows
