"""What the weekly meeting knows without asking anybody: weeks, the streak, the day that is proposed. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = 7 * DAY
HORIZON = 15
"""The terms of the next fifteen days (e-SET, 9)."""
STUCK = timedelta(days=30)
SHOWN = 12
LEAST_WORKING_DAYS = 2

POINTS = ("last", "entries", "terms", "week", "stuck", "indicator")
INDICATORS = ("entries", "late", "untyped", "stuck", "electronic")


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def indicator_of(week: date) -> str:
    """Which of the five is looked at that week: each comes back every five weeks."""
    return INDICATORS[week.toordinal() // 7 % len(INDICATORS)]


@dataclass(frozen=True)
class Leaf:
    """A week of the streak: held, going on, not held, or of holidays."""

    week: date
    standing: str


@dataclass(frozen=True)
class Streak:
    """How many weeks in a row the meeting was held, this one included when it was, and the last ones as leaves."""

    held: int
    leaves: tuple[Leaf, ...]


def streak(
    this_week: date,
    held: Collection[date],
    *,
    going_on: bool = False,
    first: date | None = None,
    is_working: Callable[[date], bool] = lambda day: day.weekday() < 5,
) -> Streak:
    """Weeks held one after another, counted back from this one.

    This week, while it is not held, breaks nothing. A week with less than two working days neither counts nor breaks:
    nobody could meet. `first` is the week of the first meeting of the town: before it there is nothing to count.
    """
    count, broken, week = 0, False, this_week
    leaves: list[Leaf] = []
    while len(leaves) < SHOWN and (week == this_week or (first is not None and week >= first)):
        standing = _standing(week, this_week, held, going_on, is_working)
        leaves.append(Leaf(week, standing))
        broken = broken or standing == "missed"
        count += standing == "held" and not broken
        week -= WEEK
    while not broken and first is not None and week >= first:
        if week in held:
            count += 1
        elif _has_working_days(week, is_working):
            broken = True
        week -= WEEK
    return Streak(count, tuple(reversed(leaves)))


def _standing(
    week: date, this_week: date, held: Collection[date], going_on: bool, is_working: Callable[[date], bool]
) -> str:
    if week in held:
        return "held"
    if week == this_week:
        return "now" if going_on else "coming"
    return "missed" if _has_working_days(week, is_working) else "free"


def _has_working_days(week: date, is_working: Callable[[date], bool]) -> bool:
    return sum(is_working(week + DAY * n) for n in range(5)) >= LEAST_WORKING_DAYS


def proposed_day(on: date, limit: date | None, is_working: Callable[[date], bool]) -> date:
    """The day that is proposed for what is agreed: the third working day after, of a Monday its Thursday.

    Never after the last day of the matter; of what has ended or ends today, today.
    """
    if limit is not None and limit <= on:
        return on
    day, left = on, 3
    while left:
        day += DAY
        if limit is not None and day > limit:
            return _last_working(on, limit, is_working)
        left -= is_working(day)
    return day


def _last_working(on: date, limit: date, is_working: Callable[[date], bool]) -> date:
    day = limit
    while day > on and not is_working(day):
        day -= DAY
    return day
