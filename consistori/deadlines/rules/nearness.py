"""How near the end of a term is, for its colour and its words. Pure: the thresholds are data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from consistori.deadlines.rules.days import DAY, SATURDAY

DATA = Path(__file__).parent.parent / "data" / "thresholds.toml"


class Nearness(StrEnum):
    """What its chip says; the words are always there, never the colour alone."""

    CALM = "calm"
    SOON = "soon"
    RISK = "risk"
    PAUSED = "paused"
    UNSURE = "unsure"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Thresholds:
    """Soon: less than so many days, or from that part of the whole. At risk: so many working days, or that part.

    Parts are in hundredths.
    """

    soon_days: int = 15
    soon_part: int = 80
    risk_working_days: int = 3
    risk_part: int = 90


@lru_cache(maxsize=1)
def thresholds() -> Thresholds:
    """Those of `data/thresholds.toml`."""
    with DATA.open("rb") as file:
        return Thresholds(**tomllib.load(file)["thresholds"])


def part_passed(start_on: date, last_day: date, on: date) -> int:
    """How much of the term has passed, in hundredths, between 0 and 100."""
    whole = (last_day - start_on).days
    return min(100, max(0, (on - start_on).days * 100 // whole)) if whole > 0 else 100


def weekdays_left(last_day: date, on: date) -> int:
    """Days from Monday to Friday after that day until the last one; holidays are not looked at: it is for a colour."""
    weeks, rest = divmod(max(0, (last_day - on).days), 7)
    return weeks * 5 + sum((on + DAY * n).weekday() < SATURDAY for n in range(1, rest + 1))


def nearness_of(
    *, start_on: date, last_day: date, on: date, is_ours: bool = True, limits: Thresholds | None = None
) -> Nearness:
    """Of a term that runs and is sure. One that is somebody else's is never our risk."""
    limits = limits or thresholds()
    left, part = (last_day - on).days, part_passed(start_on, last_day, on)
    if left < 0:
        return Nearness.OVERDUE if is_ours else Nearness.SOON
    at_risk = weekdays_left(last_day, on) <= limits.risk_working_days or part >= limits.risk_part
    if at_risk and is_ours:
        return Nearness.RISK
    return Nearness.SOON if at_risk or left < limits.soon_days or part >= limits.soon_part else Nearness.CALM
