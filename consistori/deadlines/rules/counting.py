"""Counting a length from a day, writing down each step (Llei 39/2015, arts. 30 and 33)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from consistori.deadlines.rules.days import DAY, SATURDAY, Layer, Watcher
from consistori.deadlines.rules.pauses import same_day_later
from consistori.deadlines.rules.sums import StepKind, SumStep
from consistori.deadlines.rules.values import StartKind, Term, Unit

HALF_MONTH = 15
"""Natural days of half a month: the law is silent (R-DEA-11)."""

LPAC = "Llei 39/2015, art. "
WEEKENDS = f"{LPAC}30.2"
ROLL = f"{LPAC}30.5"


@dataclass
class Count:
    """A count that goes on: where it stands (`on`), its lines, and the working days counted."""

    watcher: Watcher
    on: date
    steps: list[SumStep] = field(default_factory=list)
    counted: list[date] = field(default_factory=list)

    def tell(self, step: SumStep) -> None:
        self.steps.append(step)

    def add_working_days(self, amount: int) -> None:
        """Go on that many working days, naming each day that is skipped."""
        begins = self.on
        days = list(islice(self.watcher.working_days_after(begins), amount))
        if days:
            self.on = days[-1]
            self.counted += days
            self.tell_skipped(begins + DAY, self.on)

    def tell_skipped(self, since: date, until: date) -> None:
        """A line for the weekends between two days (the second excluded) and one for each holiday."""
        between = [since + DAY * n for n in range((until - since).days)]
        weekend = tuple(day for day in between if day.weekday() >= SATURDAY)
        if weekend:
            self.tell(SumStep(StepKind.WEEKENDS, days=len(weekend), article=WEEKENDS, skipped=weekend))
        for day in between:
            names = self.watcher.why_not(day) if day.weekday() < SATURDAY else ()
            if names:
                self.tell(
                    SumStep(
                        StepKind.HOLIDAY,
                        days=1,
                        article=self._article(day, names[0].layer),
                        skipped=(day,),
                        holiday=names[0],
                    )
                )

    def _article(self, day: date, layer: Layer) -> str:
        """By which it is skipped: a holiday of everybody, of a town, or of one of the towns that are looked at."""
        calendars = self.watcher.calendars
        if len(calendars) > 1 and not all(day in calendar.days for calendar in calendars):
            return f"{LPAC}30.6"
        return f"{LPAC}30.7" if layer is Layer.TOWN else WEEKENDS

    def add_months(self, months: int) -> None:
        """Go to the same day number, or to the last of a month that lacks it (30.4)."""
        wanted = self.on.day
        self.on, exists = same_day_later(self.on, months)
        self.tell(SumStep(StepKind.SAME_DAY, on=self.on, article=f"{LPAC}30.4"))
        if not exists:
            self.tell(SumStep(StepKind.NO_SUCH_DAY, on=self.on, article=f"{LPAC}30.4", code=str(wanted)))

    def roll(self, rolls: bool) -> None:
        """Move a last day that is non-working to the next that is (30.5), or say that this one does not move."""
        last = self.watcher.roll(self.on) if rolls else self.on
        if not rolls:
            if self.on.weekday() >= SATURDAY or any(self.on in c.days for c in self.watcher.calendars):
                self.tell(SumStep(StepKind.NO_ROLL, on=self.on))
            return
        if last == self.on:
            return
        self.tell_skipped(self.on, last)
        self.tell(
            SumStep(
                StepKind.ROLL, on=last, days=(last - self.on).days, article=ROLL, since=self.on, until=last
            )
        )
        self.on = last


def begin(term: Term, watcher: Watcher, registry: Watcher | None) -> Count:
    """The start, moved to the first hour of the next working day when it is an entry (31.2.b)."""
    count = Count(watcher, term.start_on)
    count.tell(SumStep(StepKind.START, on=term.start_on, code=term.start, article=START[term.start]))
    if registry is not None and term.start is StartKind.ENTRY:
        effective = registry.roll(term.start_on)
        if effective != term.start_on:
            names = [
                registry.why_not(term.start_on + DAY * n) for n in range((effective - term.start_on).days)
            ]
            count.tell(
                SumStep(
                    StepKind.ENTRY_MOVED,
                    on=effective,
                    days=(effective - term.start_on).days,
                    article=f"{LPAC}31.2.b i 31.3",
                    since=term.start_on,
                    until=effective,
                    holiday=next((found[0] for found in names if found), None),
                )
            )
            count.on = effective
    return count


START = {
    StartKind.NOTIFICATION: f"{LPAC}30.3 i 41",
    StartKind.PUBLICATION: f"{LPAC}30.3 i 45",
    StartKind.ENTRY: f"{LPAC}21.3.b i 31.2",
    StartKind.SILENCE: f"{LPAC}30.3 i 24",
    StartKind.AGREEMENT: f"{LPAC}21.3.a",
    StartKind.AVAILABILITY: f"{LPAC}43.2",
    StartKind.ACT: f"{LPAC}40.2",
    StartKind.REQUEST: f"{LPAC}30.3",
    StartKind.OTHER: "",
}
"""The article by which each event starts a count."""


@dataclass(frozen=True)
class Length:
    """What is counted: so many of a unit, and half a month more when urgency has halved odd months."""

    amount: int
    unit: Unit
    half_month: bool = False


def length_of(term: Term) -> Length:
    """Its length; by urgency half of it, odd days rounded up, years in months (33.1, R-DEA-13)."""
    if not term.urgent:
        return Length(term.amount, term.unit)
    if term.unit is Unit.YEARS:
        return Length(term.amount * 6, Unit.MONTHS)
    if term.unit is Unit.MONTHS:
        return Length(term.amount // 2, term.unit, half_month=bool(term.amount % 2))
    return Length((term.amount + 1) // 2, term.unit)


def count_length(count: Count, term: Term) -> None:
    """Add the length of the term, halved when the case goes by urgency (33.1)."""
    length = length_of(term)
    amount, in_days = length.amount, term.unit in (Unit.WORKING_DAYS, Unit.NATURAL_DAYS)
    count.tell(
        SumStep(StepKind.FROM_NEXT_DAY, on=count.on + DAY, article=f"{LPAC}{'30.3' if in_days else '30.4'}")
    )
    if term.urgent:
        count.tell(SumStep(StepKind.HALVED, days=amount, code=length.unit, article=f"{LPAC}33.1"))
    if amount:
        count.tell(SumStep(StepKind.LENGTH, days=amount, code=length.unit, article=term.article))
    if length.unit is Unit.WORKING_DAYS:
        count.add_working_days(amount)
    elif length.unit is Unit.NATURAL_DAYS:
        count.on += DAY * amount
    elif amount:
        count.add_months(amount if length.unit is Unit.MONTHS else amount * 12)
    if length.half_month:
        count.on += timedelta(days=HALF_MONTH)
        count.tell(
            SumStep(
                StepKind.LENGTH, days=HALF_MONTH, code=Unit.NATURAL_DAYS, article=f"{LPAC}33.1", on=count.on
            )
        )
