"""When a term warns, and how far up: days in, a stage out. No clock, no database.

Before the end there are three warnings (soon, at risk, last days), after it one. What is stopped warns of nothing, and
what is not sure warns before the first day on which it may end, but never says that it ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consistori.deadlines.rules.nearness import Thresholds, part_passed, working_days_left

MOST_TIMES = 3


class Stage(StrEnum):
    """What an alarm says [avís / aviso]; of a term, each one comes after the one before."""

    SOON = "soon"
    RISK = "risk"
    LAST = "last"
    ENDED = "ended"
    STUCK = "stuck"


URGENT = frozenset({Stage.LAST, Stage.ENDED})
"""What does not wait for the digest of the morning, when it is ours."""


@dataclass(frozen=True)
class Watched:
    """A term that runs, as the rule needs it: `day` is its last sure day or, without it, not before which it ends."""

    start_on: date
    day: date
    is_sure: bool = True
    is_stopped: bool = False
    is_ours: bool = True


def stage_of(
    term: Watched, on: date, *, is_working: Callable[[date], bool], limits: Thresholds
) -> Stage | None:
    """The warning that a term deserves on a day, or None.

    A term of the parties is never our risk: whoever carries the case hears of it when it is about to end, to be ready
    to go on, and when it has ended.
    """
    if term.is_stopped:
        return None
    if on > term.day:
        return Stage.ENDED if term.is_sure else Stage.LAST
    left, part = (term.day - on).days, part_passed(term.start_on, term.day, on)
    far = max(limits.soon_days, limits.risk_working_days * 7)
    if left > far and part < min(limits.soon_part, limits.risk_part):
        return None
    working = working_days_left(term.day, on, is_working, most=limits.risk_working_days + 1)
    if not term.is_ours:
        return Stage.RISK if working <= limits.risk_working_days else None
    if working <= limits.last_working_days:
        return Stage.LAST
    if working <= limits.risk_working_days or part >= limits.risk_part:
        return Stage.RISK
    return Stage.SOON if left < limits.soon_days or part >= limits.soon_part else None


@dataclass(frozen=True)
class Stuck:
    """A case that is stuck: how many times the days of the town have passed since it moved, and when it was so."""

    times: int
    day: date


def stuck_of(moved_on: date, on: date, limits: Thresholds) -> Stuck | None:
    """How stuck is what moved last on a day: each time that the days pass it is told again, higher, three times."""
    times = min((on - moved_on).days // limits.stuck_days, MOST_TIMES)
    return Stuck(times, moved_on + timedelta(days=times * limits.stuck_days)) if times > 0 else None
