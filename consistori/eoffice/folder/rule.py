"""The rule of days [regle de dies / regla de días]: how much of a term is gone. Plain Python, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MOST_TICKS = 60
"""A tick is a day up to this many days; from there on, a week."""


@dataclass(frozen=True)
class Tick:
    """One tick: `kind` is past, ahead or last (of the last tenth, taller too); `x` and `width` in percent."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class DaysRule:
    """The ticks of a term, where today is (percent; empty when it is not inside) and how it is said without drawing."""

    ticks: tuple[Tick, ...]
    today: str
    passed: int
    total: int
    begins: date
    last_day: date
    by_weeks: bool = False

    @property
    def anchor(self) -> str:
        """How the word under today leans, so that it never leaves the drawing."""
        where = float(self.today or 0)
        return "start" if where < 6 else "end" if where > 94 else "middle"

    @property
    def begins_fits(self) -> bool:
        """Whether the first day can be written at the left without falling on today."""
        return not self.today or float(self.today) > 30


def days_rule(begins: date, last_day: date, today: date) -> DaysRule | None:
    """The rule of a term that counts from `begins` (it is not counted) to `last_day`; None when it has no days."""
    total = (last_day - begins).days
    if total <= 0:
        return None
    step = 1 if total <= MOST_TICKS else 7
    count = -(-total // step)
    passed = min(max((today - begins).days, 0), total)
    slot = 100 / count
    tail = max(1, round(count / 10))
    ticks = tuple(
        Tick(
            "past" if (n + 1) * step <= passed else "last" if n >= count - tail else "ahead",
            f"{n * slot:.3f}",
            f"{slot * 0.8:.3f}",
        )
        for n in range(count)
    )
    inside = begins < today <= last_day
    where = (passed - 0.5) / total * 100
    return DaysRule(
        ticks, f"{where:.2f}" if inside else "", passed, total, begins, last_day, by_weeks=step == 7
    )
