"""A year and a term as pictures: months and weeks of cells, each non-working day with its name and its layer."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from consistori.deadlines.ruler import is_stopped_on, stopped_in
from consistori.deadlines.rules.days import DAY, SATURDAY, Calendar, NonWorkingDay
from consistori.deadlines.rules.sums import Sum

MOST_WEEKS = 9
_WEEKS = Weeks()


@dataclass(frozen=True)
class Cell:
    """A day: what it is (`kind`: working, weekend, state, region, town, empty), its names, its number in the count."""

    on: date
    kind: str
    names: tuple[str, ...] = ()
    number: int = 0
    is_start: bool = False
    is_last: bool = False
    is_today: bool = False
    is_past: bool = False
    is_stopped: bool = False


@dataclass(frozen=True)
class Month:
    """A month of a year: its first day, its weeks (None outside it), and its holidays in order."""

    first: date
    weeks: list[list[Cell | None]]
    holidays: list[NonWorkingDay]


def year_of(calendar: Calendar, year: int, today: date) -> list[Month]:
    """The twelve months."""
    return [_month(calendar, year, month, today) for month in range(1, 13)]


def _month(calendar: Calendar, year: int, month: int, today: date) -> Month:
    weeks = [
        [_cell(day, (calendar,), today) if day.month == month else None for day in week]
        for week in _WEEKS.monthdatescalendar(year, month)
    ]
    there = [calendar.days[day] for day in sorted(calendar.days) if (day.year, day.month) == (year, month)]
    return Month(date(year, month, 1), weeks, there)


def _cell(day: date, calendars: Iterable[Calendar], today: date) -> Cell:
    found = [calendar.days[day] for calendar in calendars if day in calendar.days]
    kind = str(found[0].layer) if found else "weekend" if day.weekday() >= SATURDAY else "working"
    names = tuple(dict.fromkeys(one.name for one in found))
    return Cell(day, kind, names, is_today=day == today)


def weeks_of(found: Sum, calendars: Iterable[Calendar], today: date) -> list[list[Cell]]:
    """The weeks from the start to the last day, each counted day with its number; the last ones of a long term."""
    calendars, last, start = tuple(calendars), found.not_before, found.term.start_on
    monday = start - DAY * start.weekday()
    final = last - DAY * last.weekday()
    if (final - monday).days // 7 >= MOST_WEEKS:
        monday = final - timedelta(weeks=1)
    stretches = stopped_in(found)
    numbers = {day: number for number, day in enumerate(found.counted, start=1)}
    weeks = []
    while monday <= final:
        week = []
        for n in range(7):
            cell = _cell(monday + DAY * n, calendars, today)
            week.append(
                Cell(
                    cell.on,
                    cell.kind,
                    cell.names,
                    number=numbers.get(cell.on, 0),
                    is_start=cell.on == start,
                    is_last=cell.on == last,
                    is_today=cell.is_today,
                    is_past=cell.on <= today,
                    is_stopped=is_stopped_on(cell.on, stretches),
                )
            )
        weeks.append(week)
        monday += timedelta(weeks=1)
    return weeks
