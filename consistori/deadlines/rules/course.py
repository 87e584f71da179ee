"""The course of a term: what stopped it and what made it longer, one after the other as they happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from consistori.deadlines.rules.counting import LPAC, Count, count_length
from consistori.deadlines.rules.days import DAY
from consistori.deadlines.rules.extensions import extend
from consistori.deadlines.rules.pauses import TOLD, Interruption, Suspension, new_days
from consistori.deadlines.rules.sums import StepKind, SumStep
from consistori.deadlines.rules.values import Extension, ExtensionRule, Incident, Term

Pause = Suspension | Interruption


@dataclass
class Course:
    """A count whose length is already added, and what happens to it; `first` is the day on which it began.

    `stopped` are the stretches taken off, so that none is taken twice; `is_open`: it is stopped still; `given`, by
    how much it was extended to resolve.
    """

    count: Count
    term: Term
    first: date
    incidents: tuple[Incident, ...] = ()
    stopped: list[tuple[date, date]] = field(default_factory=list)
    is_open: bool = False
    given: int = 0

    def goes_through(self, pauses: Iterable[Pause], extensions: Iterable[Extension]) -> None:
        """All of it, by its day: an extension is of the end that it found, and a pause in what was extended counts."""
        for one in sorted([*pauses, *extensions], key=_when):
            if isinstance(one, Extension):
                self._extend(one)
            else:
                self._pause(one)

    def runs_on(self, day: date) -> bool:
        """Whether that day it had not ended, as things stand: while it is stopped it does not end."""
        if self.is_open:
            return True
        end = self.count.watcher.roll(self.count.on) if self.term.rolls else self.count.on
        for incident in self.incidents:
            if _reaches(incident, self.first, end):
                end = incident.extended_to
        return day <= end

    def move_by_incidents(self) -> None:
        """The extension published for an incident holds for terms that had begun and not ended then (32.4)."""
        for incident in self.incidents:
            if _reaches(incident, self.first, self.count.on):
                self._move(incident)

    def _extend(self, one: Extension) -> None:
        is_to_resolve = one.rule is ExtensionRule.TO_RESOLVE
        added = extend(
            self.count,
            self.term,
            one,
            runs=self.runs_on(one.decided_on),
            given=self.given if is_to_resolve else 0,
        )
        self.given += added if is_to_resolve else 0

    def _pause(self, pause: Pause) -> None:
        if why := self._why_void(pause):
            article = pause.cause.article if isinstance(pause, Suspension) else f"{LPAC}25.2"
            self.count.tell(
                SumStep(StepKind.SUSPENSION_VOID, since=pause.since, until=pause.until, code=why,
                        article=article, note=pause.justification)
            )  # fmt: skip
        elif isinstance(pause, Interruption):
            self._interrupt(pause, max(pause.since, self.first))
        elif pause.ends_on is None:
            self.is_open = True
            self.count.tell(
                SumStep(StepKind.SUSPENSION_OPEN, since=max(pause.since, self.first), code=pause.cause,
                        article=pause.cause.article, note=pause.justification)
            )  # fmt: skip
        else:
            self._suspend(pause, max(pause.since, self.first), pause.ends_on)

    def _why_void(self, pause: Pause) -> str:
        """Why it takes no day off: not told, or too late; ended before the term began; or the term had ended."""
        if isinstance(pause, Suspension) and not pause.is_effective:
            return "not_told"
        ends_on = pause.ends_on if isinstance(pause, Suspension) else pause.until
        if ends_on is not None and ends_on <= self.first:
            return "before_start"
        if not self.runs_on(pause.since):
            return "expired"
        if isinstance(pause, Suspension) and pause.cause in TOLD and pause.communicated_on is not None:
            return "" if self.runs_on(pause.communicated_on) else "told_late"
        return ""

    def _suspend(self, pause: Suspension, since: date, until: date) -> None:
        """Days = end - start, natural; what another suspension has already stopped is not added twice (R-SUS-03)."""
        days = new_days(self.stopped, since, until)
        self.stopped.append((since, until))
        self.count.on += DAY * days
        self.count.tell(
            SumStep(
                StepKind.SUSPENSION,
                on=self.count.on,
                days=days,
                article=pause.cause.article,
                code=f"{pause.cause}{'.capped' if pause.was_capped else ''}",
                note=pause.justification,
                since=since,
                until=until,
            )
        )

    def _interrupt(self, pause: Interruption, since: date) -> None:
        """The count goes on where it stood or, when so decided, begins anew on the day it goes on."""
        before = self.count.on
        if pause.counts_again:
            again = Count(self.count.watcher, pause.until)
            count_length(again, self.term)
            self.count.on, self.count.counted = max(again.on, before), again.counted
            self.stopped.clear()
        else:
            self.count.on += DAY * new_days(self.stopped, since, pause.until)
        self.stopped.append((since, pause.until))
        self.count.tell(
            SumStep(
                StepKind.INTERRUPTION,
                on=self.count.on,
                days=(self.count.on - before).days,
                article=f"{LPAC}25.2",
                code="again" if pause.counts_again else "goes_on",
                note=pause.justification,
                since=since,
                until=pause.until,
            )
        )

    def _move(self, incident: Incident) -> None:
        """To the day that was published and, if nobody works on it, to the next (30.5)."""
        count = self.count
        count.tell(
            SumStep(
                StepKind.INCIDENT,
                on=incident.extended_to,
                days=(incident.extended_to - count.on).days,
                article=f"{LPAC}{'32.5' if incident.is_general else '32.4'}",
                note=incident.published,
                since=incident.since,
                until=incident.until,
            )
        )
        count.on = incident.extended_to
        count.roll(self.term.rolls)


def _reaches(incident: Incident, first: date, end: date) -> bool:
    return first <= incident.until and incident.since <= end < incident.extended_to


def _when(one: Pause | Extension) -> tuple[date, bool, date]:
    """By the day on which it happened, or was told where that is what makes it good; first what stopped it."""
    if isinstance(one, Extension):
        return one.decided_on, True, one.decided_on
    told = one.communicated_on if isinstance(one, Suspension) and one.cause in TOLD else None
    return max(one.since, told or one.since), False, one.until or date.max
