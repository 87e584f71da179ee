"""Why that day: the last sum of a term as it was made, with its days, its words, and the sums that came before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.deadlines import words
from consistori.deadlines.asking import answer
from consistori.deadlines.chips import Chip, chip_of
from consistori.deadlines.keeping import question_from_data, sum_from_data
from consistori.deadlines.models import Computation, Deadline, Suspension
from consistori.deadlines.pictures import Cell, weeks_of
from consistori.deadlines.ruler import MOST_ON_PAGE, Ruler, ruler_of
from consistori.deadlines.rules.days import Calendar, Whose, union_for
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import Sum, SumStep
from consistori.deadlines.selectors import calendars_of_versions
from consistori.deadlines.sentences import Said, length_in_words, of_sum
from consistori.kernel.clock import today
from consistori.ui import dates
from consistori.ui.explaining import Explanation, Of, Reason


@dataclass(frozen=True)
class Why:
    """All that the page of a term says: `found` is its last sum and `sums` all of them, the last first."""

    term: Deadline
    chip: Chip
    found: Sum
    lines: list[Said]
    weeks: list[list[Cell]]
    length: str
    whose: str
    ending: str
    sums: list[Computation]
    stops: list[Suspension]
    ruler: Ruler
    long_ruler: Ruler

    @property
    def open_stop(self) -> Suspension | None:
        """What it is stopped by now."""
        return next((stop for stop in self.stops if stop.until is None), None)

    @property
    def moved(self) -> list[Computation]:
        """The sums that changed the day of the one before."""
        return [one for one in self.sums if one.moved]

    @property
    def explanation(self) -> Explanation:
        """The same in short, as any other why of the house."""
        total = Reason(
            _("Last day") if self.found.is_sure else _("Not before"),
            figure=dates.short_day(self.found.not_before, weekday=True),
            tone="total",
        )
        return Explanation(
            of=Of.TERM,
            question=self.chip.question,
            answer=f"{self.term.label} · {self.length} · {self.chip.left}",
            reasons=[*(Reason(one.text, one.note, one.figure, one.tone) for one in self.lines), total],
            effect=self.ending
            if self.found.is_sure
            else _("While no day can be said, nothing happens by itself."),
        )

    @property
    def as_text(self) -> str:
        """The explanation [motivació del còmput], to be copied into a mail or a resolution."""
        head = f"{self.term.label}: {dates.in_words(self.found.not_before)}"
        rows = [
            " · ".join(part for part in (line.text, line.note, line.figure) if part) for line in self.lines
        ]
        last = _("Last day") if self.found.is_sure else _("Not before")
        return "\n".join(
            [head, *rows, f"{last}: {dates.long_day(self.found.not_before, year=True)}", self.ending]
        )


def why_of(term: Deadline) -> Why:
    """The explanation of a term. Three statements: its sums, what stopped it, the calendars that it used."""
    sums = list(Computation.objects.filter(deadline=term).order_by("-number")[:50])
    stops = list(Suspension.objects.filter(deadline=term))
    last = sums[0]
    found = sum_from_data(last.found)
    calendars = _calendars(term, last)
    found = _in_this_language(found, calendars)
    lines = of_sum(found)
    if term.reference and lines:
        lines[0] = replace(lines[0], note=" · ".join(p for p in (term.reference, lines[0].note) if p))
    return Why(
        term=term,
        chip=chip_of(term),
        found=found,
        lines=lines,
        weeks=weeks_of(found, calendars, today()),
        length=length_in_words(found.term.amount, found.term.unit),
        whose=str(words.WHOSE[term.whose]),
        ending=str(words.ENDINGS.get(found.term.ending, "")),
        sums=sums,
        stops=stops,
        ruler=ruler_of(found, calendars, today(), is_ours=not term.is_of_party),
        long_ruler=ruler_of(found, calendars, today(), is_ours=not term.is_of_party, most=MOST_ON_PAGE),
    )


def made_again(made: Computation) -> Sum:
    """The same sum, counted again with what it kept: it gives the same for ever. Raises `TermFault`."""
    return answer(question_from_data(made.question, made.versions))


def _calendars(term: Deadline, made: Computation) -> tuple[Calendar, ...]:
    places = [Place(term.seat_code, term.seat_name)]
    places += [Place(one["code"], one["name"]) for one in term.residences]
    seat, *residences = calendars_of_versions(places, [UUID(one) for one in made.versions])
    return union_for(Whose(term.whose), seat=seat, residences=residences)


def _in_this_language(found: Sum, calendars: tuple[Calendar, ...]) -> Sum:
    """The names of holidays as the reader calls them: the days are those that were kept."""
    names: dict[tuple[date, Any], str] = {
        (day.on, day.layer): day.name for calendar in calendars for day in calendar.days.values()
    }

    def named(step: SumStep) -> SumStep:
        if step.holiday is None:
            return step
        name = names.get((step.holiday.on, step.holiday.layer), step.holiday.name)
        return replace(step, holiday=replace(step.holiday, name=name))

    return replace(found, steps=tuple(named(step) for step in found.steps))
