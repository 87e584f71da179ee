"""Reads the tables of examples: a line is an example, with its days written out as one would tick them on paper.

`Jun 12 15 16 / 22 (24) 25`: days that count, one by one; `/` is a weekend passed over, and in brackets a holiday.
`Sat 28-02-2026, Sun 01-03-2026, Mon 02-03-2026`: the day that the law names and those passed until a working one.
"""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from consistori.deadlines.rules import Calendar, Layer, NonWorkingDay, Unit
from consistori.deadlines.tests.examples import PLACES

TABLES = Path(__file__).parent / "tables"
UNITS = {"w": Unit.WORKING_DAYS, "n": Unit.NATURAL_DAYS, "m": Unit.MONTHS, "y": Unit.YEARS, "h": Unit.HOURS}
REGIONS = ("Catalunya", "Aran", "Madrid")
MONTHS = {name: number for number, name in enumerate(month_abbr) if name}


@dataclass(frozen=True)
class Published:
    """The days of a place in a year as they were published, and where."""

    place: str
    year: int
    source: str
    days: tuple[date, ...]


def rows(name: str) -> list[list[str]]:
    """The lines of a table, in cells."""
    lines = (TABLES / f"{name}.txt").read_text().splitlines()
    return [
        [cell.strip() for cell in line.split(" | ")] for line in lines if line and not line.startswith("#")
    ]


def day(written: str) -> date:
    """`Mon 01-06-2026`, and it must be a Monday."""
    name, number = written.split()
    found = datetime.strptime(number, "%d-%m-%Y").date()
    assert f"{found:%a}" == name, f"{written} is a {found:%a}"
    return found


def ticked(written: str, start: date) -> tuple[list[date], list[date]]:
    """The days that count and the holidays of `Jun 12 15 / 22 (24) 25`; the year changes after December."""
    year, month = start.year, start.month
    counted, holidays = [], []
    for word in written.split():
        if word == "/":
            continue
        if word in MONTHS:
            year += MONTHS[word] < month
            month = MONTHS[word]
        elif word.startswith("("):
            holidays.append(date(year, month, int(word.strip("()"))))
        else:
            counted.append(date(year, month, int(word)))
    return counted, holidays


def passed_over(written: str) -> tuple[list[date], list[date]]:
    """The days of `(Fri 11-09-2026), Sat 12-09-2026, …`, and which of them are holidays."""
    parts = [part.strip() for part in written.split(",")]
    days = [day(part.strip("()")) for part in parts]
    return days, [day(part.strip("()")) for part in parts if part.startswith("(")]


@cache
def published() -> tuple[Published, ...]:
    """Every published list."""
    return tuple(
        Published(place, int(year), source, tuple(_of(year, days)))
        for place, year, source, days in rows("published")
    )


def _of(year: str, days: str) -> Iterable[date]:
    return (datetime.strptime(f"{one}-{year}", "%d-%m-%Y").date() for one in days.split())


@cache
def calendars(places: str) -> tuple[Calendar, ...]:
    """`SEAT`, `ALTRA`… of the examples of the law, or `Girona + Madrid` as they were published."""
    if places in PLACES:
        return PLACES[places]
    return tuple(_published(place.strip()) for place in places.split("+"))


def _published(place: str) -> Calendar:
    """Of a town, the general days of the years in which we have its own, and its own."""
    mine = [one for one in published() if one.place == place]
    assert mine, place
    years = {one.year for one in mine}
    is_town = place not in REGIONS
    general = [one for one in published() if is_town and one.place == "Catalunya" and one.year in years]
    days = [NonWorkingDay(d, f"festa {d:%d-%m}", Layer.REGION) for one in general for d in one.days]
    layer = Layer.TOWN if is_town else Layer.REGION
    days += [NonWorkingDay(d, f"festa {d:%d-%m}", layer, place) for one in mine for d in one.days]
    return Calendar.of(place, days, years)


def closed(found: Iterable[Calendar]) -> set[date]:
    """Every holiday of some calendars, as a set for the naive counter."""
    return {on for calendar in found for on in calendar.days}
