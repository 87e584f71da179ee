"""The planner of the year [planificador corporatiu / planificador corporativo]: campaigns, sessions and yearly duties
over twelve months, by the lines of the corporate plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consistori.desk.calendar.layers import DAY, Happening, Layer, layers
from consistori.desk.calendar.selectors import happenings
from consistori.kernel.actor import Actor
from consistori.ui import dates

HALVES = 24
PLANNED = ("campaigns", "sessions", "brigade", "deadlines")
MID = 15


@dataclass(frozen=True)
class Stretch:
    """A cell of the planner: how many halves of a month it takes, and what is in it."""

    width: int
    what: tuple[Happening, ...] = ()

    @property
    def words(self) -> str:
        """«16–20 November», «30 November; 14 December»."""
        return "; ".join(_days(one) for one in self.what)

    @property
    def mark(self) -> str:
        """What is written in the cell: the day of what is of a day."""
        return ", ".join(str(one.starts_on.day) for one in self.what if not one.is_long)

    @property
    def tone(self) -> str:
        return next((one.tone for one in self.what if one.tone), "")


@dataclass(frozen=True)
class Line:
    """A row: something of the year and when."""

    title: str
    url: str
    icon: str
    layer: str
    cells: tuple[Stretch, ...]
    note: str = ""


@dataclass(frozen=True)
class Group:
    """A line of the corporate plan, or what has none, with its rows."""

    title: str
    lines: tuple[Line, ...]


def plan_of(actor: Actor, year: int, of: Iterable[Layer]) -> list[Group]:
    """The year, the lines of the plan first; what the terms of cases bring is not of a plan."""
    first, until = date(year, 1, 1), date(year + 1, 1, 1)
    chosen = [layer for layer in of if layer.name in PLANNED]
    found = [one for one in happenings(actor, first, until, of=chosen) if not one.uid.startswith("term-")]
    groups: dict[str, dict[tuple[str, str], list[Happening]]] = {}
    for one in found:
        groups.setdefault(_group(one), {}).setdefault((one.layer, one.title), []).append(one)
    order = sorted(groups, key=lambda name: (name in _loose(), name))
    return [Group(name, tuple(_line(rows, year) for rows in groups[name].values())) for name in order]


def _group(one: Happening) -> str:
    if one.goal:
        return one.goal
    if one.uid.startswith("duty-"):
        return _("What comes back every year")
    layer = layers.named(one.layer)
    return str(layer.label) if layer else ""


def _loose() -> set[str]:
    return {_("What comes back every year"), *(str(layer.label) for layer in layers)}


def _line(rows: Sequence[Happening], year: int) -> Line:
    first = rows[0]
    layer = layers.named(first.layer)
    icon = layer.icon if layer else "calendar"
    return Line(first.title, first.url, icon, first.layer, tuple(_cells(rows, year)), first.note)


def _cells(rows: Sequence[Happening], year: int) -> list[Stretch]:
    """The halves of the year, together those that have the same."""
    halves: list[list[Happening]] = [[] for _half in range(HALVES)]
    for one in rows:
        for n in range(half_of(one.starts_on, year), half_of(one.ends_on - DAY, year) + 1):
            halves[n].append(one)
    found: list[Stretch] = []
    for here in halves:
        if found and found[-1].what == tuple(here):
            found[-1] = Stretch(found[-1].width + 1, found[-1].what)
        else:
            found.append(Stretch(1, tuple(here)))
    return found


def half_of(day: date, year: int) -> int:
    """The half of a month of that year in which a day is, 0 to 23; what is outside is at its edge."""
    if day.year < year:
        return 0
    if day.year > year:
        return HALVES - 1
    return (day.month - 1) * 2 + (1 if day.day > MID else 0)


def months_of(year: int) -> list[dict[str, Any]]:
    """The twelve months with their name in short."""
    return [
        {"on": date(year, n, 1), "name": dates.short_day(date(year, n, 1), year=False).split(" ", 1)[1]}
        for n in range(1, 13)
    ]


def _days(one: Happening) -> str:
    if one.is_long:
        return (
            f"{dates.short_day(one.starts_on, year=False)} – {dates.short_day(one.ends_on - DAY, year=False)}"
        )
    return dates.short_day(one.starts_on, weekday=True, year=False)
