"""Until when a wait runs: by a term of the law, reckoned with the calendars of the town and of its parties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consistori.cases.models import CaseFile, CaseParty, Step
from consistori.cases.steps.rules import Fault
from consistori.deadlines import sentences
from consistori.deadlines.asking import Question, answer
from consistori.deadlines.keeping import sum_from_data, sum_to_data
from consistori.deadlines.rules.known import KnownTerm, known
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import StepKind, Sum
from consistori.deadlines.rules.values import Extension, TermFault
from consistori.deadlines.selectors import place_named, place_of
from consistori.parties.models import Address
from consistori.tenancy.scope import current_entity
from consistori.ui import dates


def residences_of(case: CaseFile) -> tuple[Place, ...]:
    """The municipalities where the parties live, whose holidays count for them too (30.6)."""
    parties = CaseParty.objects.filter(case=case).values("party_id")
    names = set(Address.objects.filter(party__in=parties, until=None).values_list("place", flat=True))
    here = place_of(current_entity())
    found = {place_named(name) for name in names if name}
    return tuple(sorted((p for p in found if p and p.code != here.code), key=lambda place: place.code))


def reckon(
    case: CaseFile,
    term: str,
    began_on: date,
    *,
    extensions: Iterable[dict[str, Any]] = (),
    urgent: bool = False,
) -> Sum:
    """The sum of a term of the law since a day. Raises `BadInput` for what cannot be counted."""
    question = Question(
        start_on=began_on,
        seat=place_of(current_entity()),
        residences=residences_of(case),
        kind=term,
        urgent=urgent,
        extensions=tuple(_extension(one) for one in extensions),
    )
    try:
        return answer(question)
    except TermFault as fault:
        raise sentences.refusal_of(fault) from fault


def _extension(said: dict[str, Any]) -> Extension:
    return Extension(
        decided_on=date.fromisoformat(said["decided_on"]),
        amount=int(said.get("amount", 0)),
        justification=str(said.get("reasons", "")),
    )


def void_fault(found: Sum) -> Fault | None:
    """Why an extension that was just added does not count: it is refused instead of kept."""
    void = found.step(StepKind.EXTENSION_VOID)
    return Fault(void.code, "reasons", void.article) if void else None


def put(step: Step, found: Sum) -> None:
    """Write in the step what the sum gives: a day, or none while a calendar is missing."""
    step.until = found.last_day
    step.not_before = None if found.last_day else found.not_before
    step.reckoned = sum_to_data(found)
    step.until_why = why_of(step.term)


def why_of(term: str) -> str:
    """«10 dies hàbils · Llei 39/2015, art. 82.2»."""
    fixed = known(term)
    return _length(fixed) if fixed else ""


def why_until(step: Step) -> str:
    """The same of a wait, as now: by urgency, half; of a day that was typed, what was typed."""
    said = why_of(step.term) if step.term else str(step.until_why)
    if step.deadline_id and step.term and step.deadline is not None and step.deadline.is_urgent:
        return _("%(why)s, by urgency half (art. 33)") % {"why": said}
    return said


def _length(fixed: KnownTerm) -> str:
    return f"{sentences.length_in_words(fixed.amount, fixed.unit)} · {fixed.article}"


def explanation_of(step: Step) -> dict[str, Any] | None:
    """«Why until that day?», from the sum that the step kept; None where the day was typed."""
    if not step.reckoned:
        return None
    found = sum_from_data(step.reckoned)
    return {
        "found": found,
        "lines": sentences.of_sum(found),
        "missing": found.missing,
        "title": _("Why until %(day)s?") % {"day": dates.day_and_month(found.not_before)},
    }
