"""Until when the town hall has to answer, of an entry and of a case, drawn and explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from django.utils import timezone

from consistori.cases.models import EntryTaken
from consistori.catalogue.procedures.selectors import procedure
from consistori.deadlines.models import Deadline
from consistori.eoffice.filing.terms import AnswerBy, answer_by
from consistori.eoffice.folder.rule import DaysRule, days_rule
from consistori.eoffice.folder.selectors import OwnEntry
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere
from consistori.registry.models import RegistryEntry

ENOUGH = 5
"""Cases from which one may say what usually happens; with fewer, one would be telling somebody's own."""
LOOKED_AT = 300
YEARS_BACK = 3


@dataclass(frozen=True)
class OwnTerm:
    """The last legal day of a matter and the rule of its days. `days` is how many are left, less than 0 if late.

    While a calendar that it needs is not published `is_sure` is False: it is not before `last_day`. `kept` is the term
    of the case when it moved: it was stopped, or made longer.
    """

    entry: RegistryEntry
    answer: AnswerBy
    last_day: date
    days: int
    rule: DaysRule | None
    is_sure: bool = True
    kept: Deadline | None = None

    @property
    def is_late(self) -> bool:
        return self.days < 0 and self.is_sure


@dataclass(frozen=True)
class Usual:
    """What usually happens here: the median of days that cases of this procedure took, and of how many."""

    days: int
    count: int


def term_of_entry(entry: RegistryEntry) -> OwnTerm | None:
    """The term of the procedure of an entry; None when it has none."""
    if not entry.procedure:
        return None
    try:
        sheet = procedure(entry.procedure).sheet
    except NotHere:
        return None
    found = answer_by(entry, sheet)
    if found is None:
        return None
    here, last = today(), found.last_day or found.sure
    rule = days_rule(found.begins, last, here)
    return OwnTerm(entry, found, last, (last - here).days, rule, is_sure=found.last_day is not None)


def term_of_case(entries: Iterable[OwnEntry]) -> OwnTerm | None:
    """Of a case: that of the first thing that was filed in it and has a term."""
    for one in sorted(entries, key=lambda own: own.entry.registered_at):
        if one.entry.state.annulled_at is None and (found := term_of_entry(one.entry)):
            return found
    return None


def as_kept(term: OwnTerm | None, kept: Deadline | None) -> OwnTerm | None:
    """The term as the case keeps it, with what stopped it or made it longer; itself where nothing moved it."""
    if term is None or kept is None or not kept.is_running:
        return term
    last = kept.last_day or kept.not_before
    if last == term.last_day:
        return term
    here = today()
    return replace(
        term,
        last_day=last,
        days=(last - here).days,
        rule=days_rule(term.answer.begins, last, here),
        is_sure=kept.is_sure,
        kept=kept,
    )


def usual_of(code: str) -> Usual | None:
    """How long cases of a procedure usually take, from entry to end, these three years. One statement."""
    if not code:
        return None
    since = now().replace(year=now().year - YEARS_BACK, day=1)
    rows = (
        EntryTaken.objects.standing()
        .filter(opened_it=True, entry__procedure=code, case__closed_at__gte=since)
        .order_by("-case__closed_at")
        .values_list("entry__effective_at", "case__closed_at")[:LOOKED_AT]
    )
    took = [
        (timezone.localtime(ended).date() - timezone.localtime(began).date()).days for began, ended in rows
    ]
    return Usual(round(median(took)), len(took)) if len(took) >= ENOUGH else None
