"""What stops a term: suspension [suspensió / suspensión] (Llei 39/2015, art. 22) and interruption (art. 25.2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consistori.deadlines.rules.values import TermFault


class Cause(StrEnum):
    """The only causes that suspend the term to resolve; the value is the letter of the article."""

    CORRECTION = "22.1.a"
    EU_RULING = "22.1.b"
    EU_PROCEDURE = "22.1.c"
    MANDATORY_REPORT = "22.1.d"
    TESTS = "22.1.e"
    AGREEMENT = "22.1.f"
    COURT_RULING = "22.1.g"
    REQUEST_TO_ANNUL = "22.2.a"
    COMPLEMENTARY_ACTIONS = "22.2.b"
    RECUSATION = "22.2.c"

    @property
    def article(self) -> str:
        return f"Llei 39/2015, art. {self.value}"


TOLD = frozenset(
    {
        Cause.CORRECTION,
        Cause.EU_RULING,
        Cause.EU_PROCEDURE,
        Cause.MANDATORY_REPORT,
        Cause.COURT_RULING,
        Cause.COMPLEMENTARY_ACTIONS,
    }
)
"""The letters that order a communication to the parties: without it no day is taken off (R-SUS-01)."""

REPORT_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """A stretch in which a term does not run: from `since` until the day it goes on, excluded.

    `until` None: still open. `granted_until`: the end of the term granted to correct, which closes 22.1.a by itself.
    `communicated_on`: when the parties were told, for the letters that order it. `justification`: the paper or the
    act on which it stands, in words.
    """

    cause: Cause
    since: date
    until: date | None = None
    granted_until: date | None = None
    communicated_on: date | None = None
    justification: str = ""

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise TermFault("suspension_backwards")
        if self.granted_until is not None and self.granted_until < self.since:
            raise TermFault("suspension_backwards")

    @property
    def is_effective(self) -> bool:
        """Whether it takes days off: it was told where its letter orders it."""
        return self.cause not in TOLD or self.communicated_on is not None

    @property
    def cap(self) -> date | None:
        """The day on which the law ends it: the term granted (22.1.a), three months (22.1.d)."""
        if self.cause is Cause.MANDATORY_REPORT:
            return same_day_later(self.since, REPORT_MONTHS)[0]
        return self.granted_until if self.cause is Cause.CORRECTION else None

    @property
    def ends_on(self) -> date | None:
        """The day on which the count goes on: what happened or what the law says, whichever first."""
        ends = [day for day in (self.until, self.cap) if day is not None]
        return min(ends) if ends else None

    @property
    def was_capped(self) -> bool:
        """Whether the law ended it, and not what was waited for."""
        return self.cap is not None and (self.until is None or self.cap < self.until)


@dataclass(frozen=True, kw_only=True)
class Interruption:
    """The party stopped the procedure [paralització / paralización]: the count is interrupted (25.2).

    `counts_again`: the whole term begins anew the day it goes on. By default it goes on where it stood, which is the
    earlier end and the prudent one; the text of the law is open.
    """

    since: date
    until: date
    counts_again: bool = False
    justification: str = ""

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise TermFault("interruption_backwards")


def same_day_later(day: date, months: int) -> tuple[date, bool]:
    """The same day number that many months later, or the last of that month; and whether the number exists (30.4)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)), day.day <= last


def new_days(stretches: Iterable[tuple[date, date]], since: date, until: date) -> int:
    """How many days of `since` to `until` (excluded) no other stretch has already stopped: merged, not added."""
    days = set(range(since.toordinal(), until.toordinal()))
    for begins, ends in stretches:
        days -= set(range(begins.toordinal(), ends.toordinal()))
    return len(days)
