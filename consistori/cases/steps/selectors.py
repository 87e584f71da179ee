"""Questions about the steps of cases: what has been done, what waits, what is next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.cases.models import CaseFile, EntryTaken, Step
from consistori.cases.rules import Situation
from consistori.cases.steps import palette, ports
from consistori.cases.steps.rules import Standing
from consistori.kernel.errors import NotHere
from consistori.ui.dates import as_day

LATEST = 3


@dataclass(frozen=True)
class Glance:
    """Where a case stands, as whoever takes it over reads it in ten seconds."""

    waits: list[Step] = field(default_factory=list)
    over: list[Step] = field(default_factory=list)
    todo: list[Step] = field(default_factory=list)
    done: list[Step] = field(default_factory=list)
    skipped: list[Step] = field(default_factory=list)

    @property
    def last(self) -> list[Step]:
        """The last ones done."""
        return self.done[:LATEST]

    @property
    def next(self) -> list[Step]:
        """What is one's turn: the waits that have ended, then work by its day."""
        return [*self.over, *self.todo]

    @property
    def past(self) -> list[Step]:
        """Done and skipped, the newest first."""
        return sorted([*self.done, *self.skipped], key=_newest, reverse=True)

    @property
    def count(self) -> int:
        return len(self.waits) + len(self.over) + len(self.todo) + len(self.done) + len(self.skipped)


def _newest(step: Step) -> tuple[date, Any]:
    return (step.happened_on or as_day(step.settled_at or step.recorded_at), step.recorded_at)


def _soonest(step: Step) -> tuple[date, Any]:
    return (step.day or date.max, step.recorded_at)


def steps_of(case: CaseFile) -> list[Step]:
    """The steps of a case that nobody took back, as they were written. One statement."""
    rows = list(
        Step.objects.live()
        .filter(case=case)
        .select_related("document", "assigned_to", "deadline", "stop__deadline", "task__assigned_to")
        .order_by("recorded_at", "id")
    )
    for row in rows:
        row.case = case
    return rows


def glance_of(steps: Iterable[Step]) -> Glance:
    """The same steps, put apart."""
    steps = list(steps)
    return Glance(
        waits=sorted((s for s in steps if s.is_waiting), key=_soonest),
        over=sorted((s for s in steps if s.is_over), key=_soonest),
        todo=sorted((s for s in steps if s.is_todo and not s.is_wait), key=_soonest),
        done=sorted((s for s in steps if s.is_done), key=_newest, reverse=True),
        skipped=sorted((s for s in steps if s.is_skipped), key=_newest, reverse=True),
    )


def step_of(case: CaseFile, key: UUID) -> Step:
    """A step of this case; `NotHere` where there is none, or it was taken back."""
    found: Step | None = (
        Step.objects.live()
        .filter(case=case, pk=key)
        .select_related("document", "assigned_to", "deadline", "stop__deadline", "task__assigned_to")
        .first()
    )
    if found is None:
        raise NotHere(_("That step is no longer in this case."))
    found.case = case
    return found


@dataclass(frozen=True)
class Derived:
    """A step that no hand makes: the request is the entry that opened the case, the closing is its closing."""

    line: palette.Kind
    on: date
    note: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        return self.line.name


def derived_of(case: CaseFile) -> list[Derived]:
    """The request and the closing, the newest first. One statement."""
    lines = palette.everything()
    found: list[Derived] = []
    if case.closed_at is not None:
        found.append(Derived(lines["12"], as_day(case.closed_at), str(case.ending_label)))
    taken = EntryTaken.objects.standing().filter(case=case, opened_it=True).select_related("entry").first()
    if taken is not None:
        entry = taken.entry
        found.append(
            Derived(lines["02"], as_day(entry.registered_at), entry.reference, entry.get_absolute_url())
        )
    return found


def silence_of(case: CaseFile) -> date | None:
    """The last day at whose end positive silence was produced: as the terms say, or as it was written here."""
    told = [on for source in ports.silences if (on := source(case)) is not None]
    written = Step.objects.filter(case=case, code="S1", standing=Standing.DONE)
    told += list(written.values_list("happened_on", flat=True))
    return min(told) if told else None


def expiry_of(case: CaseFile) -> date | None:
    """The last day at whose end the procedure expired, as the terms say (Llei 39/2015, art. 25.1.b)."""
    told = [on for source in ports.expiries if (on := source(case)) is not None]
    return min(told) if told else None


def steps_in_hands(person: Any) -> list[Step]:
    """The pending steps given to a person, of open cases, the oldest first. One statement."""
    rows = Step.objects.todo().filter(assigned_to=person, case__situation=Situation.OPEN)
    return list(rows.select_related("case").order_by("recorded_at", "id"))
