"""What the pages of the calendar draw, made of what happens: a month in weeks, a week, a list. It asks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consistori.desk.calendar.layers import DAY, Happening, layers
from consistori.desk.calendar.rules import WEEK, Bar, bars, monday_of, weeks_of_month
from consistori.desk.calendar.selectors import Holidays
from consistori.ui import dates

MOST_LANES = 4
MOST_IN_CELL = 5
MOST_IN_WEEK = 40


@dataclass(frozen=True)
class Item:
    """One happening as it is drawn: its sign and its hour in words."""

    one: Happening
    icon: str
    town: Any = None
    bar: Bar | None = None

    @property
    def hour(self) -> str:
        if self.one.starts_at is not None:
            return dates.hour(self.one.starts_at)
        return ""

    @property
    def margin(self) -> str:
        """What stands in the margin of the day's column: the hour, or the end of the day of a term."""
        return self.hour or (_("24.00") if self.one.tone else "")

    @property
    def length(self) -> str:
        """«until 14.00»."""
        return dates.hour(self.one.ends_at) if self.one.ends_at is not None else ""

    @property
    def span(self) -> str:
        """«16–20 November» of what takes several days."""
        last = self.one.ends_on - DAY
        return f"{dates.short_day(self.one.starts_on)} – {dates.short_day(last)}" if self.one.is_long else ""


@dataclass(frozen=True)
class Day:
    """A cell."""

    on: date
    is_in_month: bool = True
    is_today: bool = False
    is_chosen: bool = False
    holiday: str = ""
    items: tuple[Item, ...] = ()
    more: int = 0

    @property
    def is_weekend(self) -> bool:
        return self.on.weekday() > 4

    @property
    def has_something(self) -> bool:
        return bool(self.items or self.holiday or self.is_today)


@dataclass(frozen=True)
class Week:
    """A row: its number of the year, its seven days, the bars over them and in how many lanes."""

    monday: date
    days: tuple[Day, ...]
    bars: tuple[Item, ...] = ()
    lanes: int = 0

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week


@dataclass(frozen=True)
class Frame:
    """What is looked at: the view, the day that is chosen, and its two ends (the second not inside)."""

    view: str
    on: date
    first: date
    until: date
    today: date
    towns: dict[int, Any] = field(default_factory=dict)
    holidays: Holidays = field(default_factory=Holidays)


def month_of(frame: Frame, found: Sequence[Happening]) -> list[Week]:
    """The weeks of the month."""
    return [_week(frame, monday, found, MOST_IN_CELL) for monday in weeks_of_month(frame.on)]


def one_week(frame: Frame, found: Sequence[Happening]) -> list[Week]:
    """The week alone, with all that is in it."""
    return [_week(frame, monday_of(frame.on), found, MOST_IN_WEEK)]


def list_of(frame: Frame, found: Sequence[Happening]) -> list[Day]:
    """The days that have something, one under another; what is long stands on its first day."""
    days = [frame.first + DAY * n for n in range((frame.until - frame.first).days)]
    cells = [
        _day(frame, day, [one for one in found if _begins(one, day, frame.first)], 10_000) for day in days
    ]
    return [cell for cell in cells if cell.items or cell.holiday]


def items_of(frame: Frame, found: Sequence[Happening], day: date) -> list[Item]:
    """All that is on a day, for its column: the law first, then by the hour, then what lasts days."""
    on = [one for one in found if one.is_on(day)]
    on.sort(
        key=lambda one: (
            not one.tone,
            one.is_long,
            one.starts_at is None,
            str(one.starts_at or ""),
            one.title,
        )
    )
    return [item(frame, one) for one in on]


def item(frame: Frame, one: Happening, bar: Bar | None = None) -> Item:
    """It with the sign of its layer, and its town when several are seen."""
    layer = layers.named(one.layer)
    return Item(one, layer.icon if layer else "calendar", frame.towns.get(one.entity_id or 0), bar)


def _week(frame: Frame, monday: date, found: Sequence[Happening], most: int) -> Week:
    long = sorted((one for one in found if one.is_long), key=lambda one: (one.starts_on, -one.days))
    placed = bars(monday, [(one.starts_on, one.ends_on) for one in long])
    drawn = [(one, bar) for one, bar in zip(long, placed, strict=True) if bar is not None]
    shown = [item(frame, one, bar) for one, bar in drawn if bar.lane < MOST_LANES]
    lanes = max((one.bar.lane + 1 for one in shown if one.bar), default=0)
    days = []
    for n in range(7):
        day = monday + DAY * n
        hidden = sum(1 for one, bar in drawn if bar.lane >= MOST_LANES and one.is_on(day))
        days.append(
            _day(frame, day, [o for o in found if o.is_on(day) and not o.is_long], most - lanes, hidden)
        )
    return Week(monday, tuple(days), tuple(shown), lanes)


def _day(frame: Frame, day: date, found: Sequence[Happening], most: int, hidden: int = 0) -> Day:
    most = max(most, 2)
    # Two that do not fit would take the place of one: then that one is shown.
    shown = found if len(found) <= most + 1 else found[:most]
    return Day(
        on=day,
        is_in_month=(day.year, day.month) == (frame.on.year, frame.on.month) or frame.view != "month",
        is_today=day == frame.today,
        is_chosen=day == frame.on,
        holiday=frame.holidays.name_of(day),
        items=tuple(item(frame, one) for one in shown),
        more=len(found) - len(shown) + hidden,
    )


def _begins(one: Happening, day: date, first: date) -> bool:
    return one.starts_on == day or (day == first and one.is_on(day))


__all__ = ["WEEK", "Frame", "Item", "Week", "items_of", "list_of", "month_of", "one_week"]
