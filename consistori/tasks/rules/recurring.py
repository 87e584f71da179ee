"""When something comes back: the ends of a duty between two days. Plain dates, no calendar of holidays: a duty is no
term of a procedure, and whoever has it sees it coming days before.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LAST_DAY = 31
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rhythm:
    """How something comes back: `every` is once, week, month, quarter, half or year.

    `day` is of the month (31 is always the last one) or, for a week, 1 for Monday; `month` is one of those of the
    quarters, halves or years: the others follow from it.
    """

    every: str
    month: int = 1
    day: int = 1
    once_on: date | None = None

    def ends(self, since: date, until: date) -> Iterator[date]:
        """Its ends from `since` to `until`, both included, in order."""
        if self.every == "once":
            if self.once_on is not None and since <= self.once_on <= until:
                yield self.once_on
        elif self.every == "week":
            yield from self._weeks(since, until)
        else:
            yield from self._months(since, until)

    def next_end(self, since: date) -> date | None:
        """The first end from that day on; None for what comes once and has passed."""
        return (
            next(self.ends(since, since + timedelta(days=400)), None)
            if self.every != "once"
            else (self.once_on if self.once_on is not None and self.once_on >= since else None)
        )

    def _weeks(self, since: date, until: date) -> Iterator[date]:
        day = since + timedelta(days=(self.day - since.isoweekday()) % 7)
        while day <= until:
            yield day
            day += WEEK

    def _months(self, since: date, until: date) -> Iterator[date]:
        step = MONTHS[self.every]
        first = since.year * 12 + since.month - 1
        n = first + (self.month - 1 - first) % step
        while (end := _day_of(n, self.day)) <= until:
            if end >= since:
                yield end
            n += step


def _day_of(n: int, day: int) -> date:
    """The day of the month number `n` since the year 0, or its last one."""
    year, month = n // 12, n % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def due_now(rhythm: Rhythm, *, since: date, on: date, days_before: int) -> list[date]:
    """The ends whose task must be there on a day, from `since` on: those that come, and of those that passed while
    nobody looked, the last one only.
    """
    ends = list(rhythm.ends(since, on + timedelta(days=days_before)))
    passed = [end for end in ends if end < on]
    return passed[-1:] + [end for end in ends if end >= on]
