"""The sum of a term, step by step: "why the 11th of June?" answered with data, for any page to say in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consistori.deadlines.rules.days import Missing, NonWorkingDay, VersionUsed
from consistori.deadlines.rules.values import Ending, Term


class StepKind(StrEnum):
    """What each line of a sum does."""

    START = "start"
    ENTRY_MOVED = "entry_moved"
    FROM_NEXT_DAY = "from_next_day"
    HALVED = "halved"
    LENGTH = "length"
    WEEKENDS = "weekends"
    HOLIDAY = "holiday"
    SAME_DAY = "same_day"
    NO_SUCH_DAY = "no_such_day"
    SUSPENSION = "suspension"
    SUSPENSION_VOID = "suspension_void"
    SUSPENSION_OPEN = "suspension_open"
    INTERRUPTION = "interruption"
    EXTENSION = "extension"
    EXTENSION_VOID = "extension_void"
    ROLL = "roll"
    NO_ROLL = "no_roll"
    INCIDENT = "incident"
    AUGUST = "august"
    LAST = "last"


@dataclass(frozen=True)
class SumStep:
    """A line: what it does, the day in which it leaves the count, its days, and its article.

    `days` is how many it adds, `on` where the count stands after it, `since` and `until` the stretch that it is about
    (the end excluded), `skipped` the days passed over and `holiday` the one it is about. `code` refines the kind
    (cause of a suspension, why something is void) and `note` is what justified it, in the words of who did it.
    """

    kind: StepKind
    on: date | None = None
    days: int = 0
    article: str = ""
    code: str = ""
    note: str = ""
    since: date | None = None
    until: date | None = None
    skipped: tuple[date, ...] = ()
    holiday: NonWorkingDay | None = None


@dataclass(frozen=True)
class Sum:
    """What a term gives [còmput / cómputo], with every step of how.

    `nominal` is the day before rolling. `not_before` is the last day that is sure; `last_day` is the same, or None
    while a calendar is `missing` or a suspension is open: then nothing may happen by itself. `last_at` is only of
    terms in hours; `counted` are the working days counted, in order.
    """

    term: Term
    steps: tuple[SumStep, ...]
    nominal: date
    not_before: date
    versions: tuple[VersionUsed, ...] = ()
    missing: tuple[Missing, ...] = ()
    is_stopped: bool = False
    counted: tuple[date, ...] = ()
    last_at: datetime | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it gives a day."""
        return not self.missing and not self.is_stopped

    @property
    def last_day(self) -> date | None:
        """The last day [últim dia / último día], until 23:59:59; None when it cannot be said."""
        return self.not_before if self.is_sure else None

    @property
    def effects_from(self) -> date | None:
        """The day from which silence, expiry or rejection are, when the last one has ended (R-SIL-07)."""
        if self.last_day is None or self.term.ending is Ending.NOTHING:
            return None
        return date.fromordinal(self.last_day.toordinal() + 1)

    def step(self, kind: StepKind) -> SumStep | None:
        """The first line of that kind."""
        return next((step for step in self.steps if step.kind is kind), None)
