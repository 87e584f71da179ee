"""When what is filed takes effect, and from when the administration's own term counts (R-REG-12 to R-REG-15)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ARTICLE_OF_EFFECT = "Llei 39/2015, art. 31.2.b"
ARTICLE_OF_START = "Llei 39/2015, art. 31.2.c"
ARTICLE_OF_OTHER_REGISTRY = "Llei 39/2015, arts. 16.4 i 21.3.b"
_LONGEST_RUN = 60

WhyNotWorking = Callable[[date], str]
"""Why a day is not a working one in the registry's own calendar (its name); empty for a working day."""


class NoWorkingDay(ValueError):
    """The calendar has no working day in two months: it cannot be right."""


@dataclass(frozen=True)
class Effect:
    """`at`: when it takes effect, in the registry's own time. `skipped`: the days passed over, each with its name."""

    at: datetime
    skipped: tuple[tuple[date, str], ...] = ()

    @property
    def is_later(self) -> bool:
        """Whether it takes effect after it was filed."""
        return bool(self.skipped)


def effect_of(filed_at: datetime, why_not_working: WhyNotWorking) -> Effect:
    """What is filed on a working day takes effect at that moment; on another, at the first hour of the next one.

    `filed_at` carries the zone of the registry. Only the calendar of its seat counts (art. 31.3, R-REG-13).
    """
    day, skipped = filed_at.date(), []
    while reason := why_not_working(day):
        skipped.append((day, reason))
        day += timedelta(days=1)
        if len(skipped) > _LONGEST_RUN:
            raise NoWorkingDay(filed_at.date().isoformat())
    if not skipped:
        return Effect(filed_at)
    return Effect(datetime.combine(day, time.min, tzinfo=filed_at.tzinfo), tuple(skipped))


def in_order(one: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """Key that puts entries, (effective, filed), in the order of the law: those of a holiday go before."""
    return one


@dataclass(frozen=True)
class Start:
    """`met_on`: the day on which the person met a term of theirs. `counts_from`: when the term to answer begins."""

    met_on: date
    counts_from: datetime
    article: str


def start_of_term(effect: Effect, *, first_filed_at: datetime | None = None) -> Start:
    """The two dates of what came: filed here, they are of the same moment; filed before at another registry, the
    person met the term there, and ours to resolve begins when it enters here (R-REG-14, R-REG-15).
    """
    if first_filed_at is None:
        return Start(effect.at.date(), effect.at, ARTICLE_OF_START)
    return Start(first_filed_at.date(), effect.at, ARTICLE_OF_OTHER_REGISTRY)
