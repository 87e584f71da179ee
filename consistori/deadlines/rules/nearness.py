"""How near the end of a term is, for its colour and its words. Pure: the thresholds are data."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
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

    Parts are in hundredths. `last_working_days`: those left when the secretary hears of it too. `stuck_days`: after so
    many without movement nor wait a case is stuck.
    """

    soon_days: int = 15
    soon_part: int = 80
    risk_working_days: int = 3
    risk_part: int = 90
    last_working_days: int = 1
    stuck_days: int = 30

    def adapted(self, own: Mapping[str, object]) -> Thresholds:
        """The same with what a town says otherwise; what is no whole number, or no threshold, is not looked at."""
        mine = {one.name: own[one.name] for one in fields(self) if isinstance(own.get(one.name), int)}
        return replace(self, **mine) if mine else self  # type: ignore[arg-type]

    @property
    def fault(self) -> str:
        """Why they cannot be, as a code: the last days come after the risk, and the risk after soon; or empty."""
        if not (1 <= self.soon_days <= 90 and 50 <= self.soon_part <= 100 and 7 <= self.stuck_days <= 365):
            return "reach"
        if not (
            1 <= self.last_working_days <= self.risk_working_days
            and self.risk_working_days * 7 <= self.soon_days * 5
        ):
            return "order_of_days"
        return "" if self.soon_part <= self.risk_part <= 100 else "order_of_parts"


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


def working_days_left(last_day: date, on: date, is_working: Callable[[date], bool], most: int = 20) -> int:
    """Working days after that day until the last one, counted one by one on a calendar, `most` at most."""
    left, day = 0, on
    while day < last_day and left < most:
        day += DAY
        left += is_working(day)
    return left


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
