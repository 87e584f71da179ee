"""A case of a procedure with term begins with its term to resolve; by hand, anybody of the team opens any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile
from consistori.catalogue.procedures.selectors import every_shown, procedure
from consistori.catalogue.procedures.sheet import Sheet
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.services import TermRuns, open_deadline
from consistori.deadlines.subjects import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.registry.models import RegistryEntry
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import act

UNITS = {
    "months": Unit.MONTHS,
    "years": Unit.YEARS,
    "days": Unit.NATURAL_DAYS,
    "working_days": Unit.WORKING_DAYS,
}
ENDINGS = {
    "positive": Ending.POSITIVE_SILENCE,
    "negative": Ending.NEGATIVE_SILENCE,
    "caducity": Ending.CADUCITY,
    "none": Ending.NOTHING,
}
NO_RULE_SAYS = "Llei 39/2015, art. 21.3"


@dataclass(frozen=True)
class TermOfProcedure:
    """The term of a procedure, as `open_deadline` takes it."""

    code: str
    amount: int
    unit: Unit
    article: str
    ending: Ending
    start: StartKind

    @property
    def purpose(self) -> str:
        return "resolve_ex_officio" if self.start is StartKind.AGREEMENT else "resolve"


def term_of_sheet(sheet: Sheet) -> TermOfProcedure | None:
    """The term that a sheet says; None when it has none of its own."""
    if not sheet.term.is_counted or sheet.term.unit not in UNITS:
        return None
    by_entry = sheet.is_for_citizens
    return TermOfProcedure(
        code=sheet.code,
        amount=sheet.term.length,
        unit=UNITS[sheet.term.unit],
        article=sheet.term.article or NO_RULE_SAYS,
        ending=ENDINGS.get(sheet.silence, Ending.NOTHING),
        start=StartKind.ENTRY if by_entry else StartKind.AGREEMENT,
    )


def term_of_code(code: str) -> TermOfProcedure | None:
    """The term of the procedure of that code in force here."""
    try:
        return term_of_sheet(procedure(code).sheet) if code else None
    except NotHere:
        return None


def procedures_of(case: CaseFile) -> list[Sheet]:
    """The procedures with term of the series of a case, by code."""
    if case.series is None:
        return []
    return [
        shown.sheet
        for shown in every_shown()
        if shown.sheet.series == case.series.code and term_of_sheet(shown.sheet) is not None
    ]


def open_term_of_entry(case: CaseFile, entry: RegistryEntry, *, by: Actor) -> Deadline | None:
    """The term to resolve of a case that an entry opens: since it came into the registry (Llei 39/2015, art. 21.3.b).

    None where terms are switched off, or where neither its procedure nor the only one of its series has a term.
    """
    if not modality.is_on(current_entity(), "deadlines"):
        return None
    term = term_of_code(entry.procedure)
    if term is None and not entry.procedure and entry.heading == "application":
        only = [sheet for sheet in procedures_of(case) if sheet.is_for_citizens]
        term = term_of_sheet(only[0]) if len(only) == 1 else None
    if term is None:
        return None
    try:
        return open_term(
            case,
            term,
            by=by,
            start_on=timezone.localtime(entry.registered_at).date(),
            reference=entry.reference,
            is_on_record=True,
        )
    except TermRuns:
        return None


@act
def open_term(
    case: CaseFile, term: TermOfProcedure, *, by: Actor, start_on: date, reference: str = "", **more: Any
) -> Deadline:
    """Open the term to resolve of a case by that of a procedure."""
    return open_deadline(
        by=by,
        subject=Subject(KIND, case.pk),
        start_on=start_on,
        purpose=term.purpose,
        amount=term.amount,
        unit=term.unit,
        article=term.article,
        ending=term.ending,
        whose=Whose.ADMINISTRATION,
        start=term.start,
        reference=reference or _("procedure %(code)s") % {"code": term.code},
        **more,
    )
