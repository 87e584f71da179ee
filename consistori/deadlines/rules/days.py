"""Non-working days [dies inhàbils / días inhábiles] of a place, and the calendars that a term looks at.

Llei 39/2015, arts. 30.2, 30.6, 30.7 and 31.3. A calendar is data, never a formula; what it does not know it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
SATURDAY = 5


class Layer(StrEnum):
    """Who made the day a holiday [festiu / festivo]."""

    STATE = "state"
    REGION = "region"
    TOWN = "town"


class Whose(StrEnum):
    """Whose term it is, and so which calendars count (law of 30.6 and 31.3)."""

    PARTY = "party"
    """Of the interested party [interessat / interesado]: seat and residence."""
    ADMINISTRATION = "administration"
    """Of the administration: its seat alone."""
    REGISTRY = "registry"
    """Of the registry [registre / registro]: the one of the e-office alone."""


@dataclass(frozen=True)
class NonWorkingDay:
    """A day that does not count [dia inhàbil / día inhábil], with its name and who made it so."""

    on: date
    name: str
    layer: Layer
    place: str = ""


@dataclass(frozen=True, order=True)
class VersionUsed:
    """The version of a calendar that a sum looked at: the same versions give the same sum for ever."""

    place: str
    year: int
    number: int
    id: str = ""
    source: str = ""


@dataclass(frozen=True, order=True)
class Missing:
    """A calendar that a sum needed and nobody has loaded: the local days of a place in a year."""

    place: str
    year: int


@dataclass(frozen=True)
class Calendar:
    """The non-working days of a place [calendari d'inhàbils / calendario de inhábiles] in the years it knows.

    `years` are those whose every layer is loaded. Saturdays and Sundays need no calendar. `versions` tells of which
    rows it was made.
    """

    place: str
    days: Mapping[date, NonWorkingDay]
    years: frozenset[int]
    versions: tuple[VersionUsed, ...] = ()

    @classmethod
    def of(
        cls,
        place: str,
        days: Iterable[NonWorkingDay],
        years: Iterable[int],
        versions: Iterable[VersionUsed] = (),
    ) -> Calendar:
        """From a list of days. Of two names for one day the widest layer keeps it."""
        order = list(Layer)
        widest = sorted(days, key=lambda day: order.index(day.layer), reverse=True)
        return cls(place, {day.on: day for day in widest}, frozenset(years), tuple(versions))


@dataclass
class Watcher:
    """Several calendars looked at together, that remembers what it looked at and what it skipped.

    A day that is non-working in any of them is non-working (30.6). A day of a year that a calendar does not know is
    taken for working, which can only bring the end nearer, and the lack is remembered.
    """

    calendars: tuple[Calendar, ...]
    missing: set[Missing] = field(default_factory=set)
    looked_at: set[int] = field(default_factory=set)

    def why_not(self, day: date) -> tuple[NonWorkingDay, ...]:
        """The holidays that fall on that day, one a calendar, without repeating them."""
        self.looked_at.add(day.year)
        found: dict[tuple[str, str], NonWorkingDay] = {}
        for calendar in self.calendars:
            if day.year not in calendar.years:
                self.missing.add(Missing(calendar.place, day.year))
            if holiday := calendar.days.get(day):
                found.setdefault((holiday.name, holiday.layer), holiday)
        return tuple(found.values())

    def is_working(self, day: date) -> bool:
        """Monday to Friday and in no calendar (30.2)."""
        return day.weekday() < SATURDAY and not self.why_not(day)

    def roll(self, day: date) -> date:
        """The day itself, or the next working one (30.5)."""
        while not self.is_working(day):
            day += DAY
        return day

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days after that one, without end."""
        while True:
            day += DAY
            if self.is_working(day):
                yield day

    @property
    def versions(self) -> tuple[VersionUsed, ...]:
        """Those of the years looked at, once each, in order."""
        used = {v for calendar in self.calendars for v in calendar.versions if v.year in self.looked_at}
        return tuple(sorted(used))


def union_for(
    whose: Whose, *, seat: Calendar, residences: Iterable[Calendar] = (), office: Calendar | None = None
) -> tuple[Calendar, ...]:
    """The calendars that count for a term of that one (arts. 30.6 and 31.3; R-REG-13, R-DEA-08).

    `seat` is the town of the body, `residences` those of the party and its region, `office` that of the e-office
    when it is not the one of the seat.
    """
    if whose is Whose.REGISTRY:
        return (office or seat,)
    if whose is Whose.ADMINISTRATION:
        return (seat,)
    return tuple({c.place: c for c in (seat, *residences)}.values())
