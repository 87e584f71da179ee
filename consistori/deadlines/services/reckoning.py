"""Counting a kept term: the question made of its rows, and the sum written beside the ones before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from consistori.deadlines.asking import Question, answer
from consistori.deadlines.keeping import question_to_data, sum_to_data
from consistori.deadlines.models import CalendarVersion, Computation, Deadline, Extension, Suspension
from consistori.deadlines.ports import incidents_for
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.pauses import Cause
from consistori.deadlines.rules.pauses import Suspension as Stop
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.values import Ending, ExtensionRule, Incident, StartKind, TermFault, Unit
from consistori.deadlines.rules.values import Extension as Longer
from consistori.deadlines.selectors import place_of
from consistori.deadlines.sentences import refusal_of
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import current_entity

KEPT = ("number", "last_day", "not_before", "effects_from", "last_at", "is_stopped", "missing")
"""The columns of a term that a sum fills."""


def question_of(
    term: Deadline,
    stops: Iterable[Suspension] = (),
    longer: Iterable[Extension] = (),
    incidents: tuple[Incident, ...] = (),
) -> Question:
    """What its rows ask."""
    return Question(
        start_on=term.start_on,
        start_at=term.start_at,
        seat=Place(term.seat_code, term.seat_name),
        residences=tuple(Place(one["code"], one["name"]) for one in term.residences),
        kind=term.rule,
        amount=term.amount,
        unit=Unit(term.unit),
        whose=Whose(term.whose),
        start=StartKind(term.start),
        urgent=term.is_urgent,
        article=term.article,
        ending=Ending(term.ending),
        suspensions=tuple(
            Stop(
                cause=Cause(one.cause),
                since=one.since,
                until=one.until,
                granted_until=one.granted_until,
                communicated_on=one.communicated_on,
                justification=one.justification,
            )
            for one in stops
        ),
        extensions=tuple(
            Longer(
                decided_on=one.decided_on,
                amount=one.amount,
                rule=ExtensionRule(one.rule),
                justification=one.justification,
            )
            for one in longer
        ),
        incidents=incidents,
    )


def incidents_of(term: Deadline) -> tuple[Incident, ...]:
    """The extensions of the e-office that may reach it: those of its own town (R-REG-16)."""
    mine = term.seat_code == place_of(current_entity()).code
    return incidents_for(Whose(term.whose)) if mine else ()


def question_now(term: Deadline, *, is_new: bool = False) -> Question:
    """What its rows ask now; of a new one nothing has stopped it."""
    stops = [] if is_new else list(Suspension.objects.filter(deadline=term))
    longer = [] if is_new else list(Extension.objects.filter(deadline=term))
    return question_of(term, stops, longer, incidents_of(term))


def counted(question: Question) -> Sum:
    """The sum of a question, or the refusal that people read."""
    try:
        return answer(question)
    except TermFault as fault:
        raise refusal_of(fault) from None


def put_on(term: Deadline, found: Sum) -> None:
    """Fill the columns of a term with a sum; nothing is saved."""
    term.number += 1
    term.last_day = found.last_day
    term.not_before = found.not_before
    term.effects_from = found.effects_from
    term.last_at = found.last_at
    term.is_stopped = found.is_stopped
    term.missing = [{"place": lack.place, "year": lack.year} for lack in found.missing]


def computation_of(
    term: Deadline,
    question: Question,
    found: Sum,
    *,
    reason: str,
    by: Actor,
    before: Any = None,
    note: str = "",
    calendar: CalendarVersion | None = None,
) -> Computation:
    """The sum as a row, not saved; `before` is the day that the one before gave."""
    return Computation(
        deadline=term,
        number=term.number,
        reason=reason,
        note=note[:300],
        calendar=calendar,
        question=question_to_data(question),
        found=sum_to_data(found),
        versions=[version.id for version in found.versions],
        nominal=found.nominal,
        last_day=found.last_day,
        not_before=found.not_before,
        before=before,
        moved=(found.not_before - before).days if before else 0,
        by_id=by.person_id,
        by_name=by.name,
    )


def keep(
    term: Deadline, question: Question, found: Sum, *, reason: str, by: Actor, note: str = ""
) -> Computation:
    """Write the sum beside the ones before, and what it says on the term. Two statements."""
    before = term.not_before if term.number else None
    put_on(term, found)
    term.save(update_fields=[*KEPT] if term.number > 1 else None)
    made = computation_of(term, question, found, reason=reason, by=by, before=before, note=note)
    made.save(force_insert=True)
    return made
