"""Until when the extract of a decree is sent: six working days (R-DEC-03), by the calendar of the town."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from consistori.bodies.rules.extracts import ARTICLE, DAYS, last_day_without_calendar
from consistori.deadlines.asking import Question, reckon
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.values import StartKind, TermFault, Unit
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.tenancy.models import Entity


def last_days_to_send(entity: Entity, days: Iterable[date]) -> dict[date, date]:
    """The last day to send what was decided on each of these days. One statement for all.

    Where nobody has published the calendar of a year, only the holidays of all of Catalonia are counted out.
    """
    wanted = set(days)
    if not wanted:
        return {}
    place = place_of(entity)
    (calendar,) = calendars_of([place])
    found: dict[date, date] = {}
    for day in wanted:
        asked = Question(
            start_on=day,
            seat=place,
            amount=DAYS,
            unit=Unit.WORKING_DAYS,
            whose=Whose.ADMINISTRATION,
            start=StartKind.ACT,
            article=ARTICLE,
        )
        try:
            last = reckon(asked, calendar, ()).last_day
        except TermFault:
            last = None
        found[day] = last or last_day_without_calendar(day)
    return found
