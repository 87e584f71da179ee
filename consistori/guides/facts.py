"""What the conditions of a guide may know of a case: only what they ask for is looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from consistori.cases.models import CaseDocument, CaseFile, CaseParty, EntryTaken
from consistori.cases.rules import Role
from consistori.catalogue.procedures import selectors as procedures
from consistori.guides.rules.guide import GuideText
from consistori.guides.rules.walking import asks
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere

Functions = dict[str, Callable[[str], Any]]
_OF_ENTRY = frozenset({"procedure", "silence"})


def facts_for(case: CaseFile, guide: GuideText) -> tuple[Mapping[str, Any], Functions]:
    """The names and the questions that this guide asks of this case, `done` and `skipped` apart. No statement for a
    guide without conditions; one for each other table that they speak of.
    """
    names, calls = asks(guide)
    facts: dict[str, Any] = {
        "series": case.series.code if case.series else "",
        "state": case.state,
        "days_open": (today() - case.opened_on).days,
        "reserved": case.reserved,
    }
    if "applicants" in names:
        facts["applicants"] = _parties(case).filter(role=Role.APPLICANT).count()
    if "parties" in names:
        facts["parties"] = _figure(case, "party_count", _parties(case))
    if "documents" in names:
        kept = CaseDocument.objects.filter(case=case, document__discarded_at=None)
        facts["documents"] = _figure(case, "document_count", kept)
    functions: Functions = {}
    if names & _OF_ENTRY or "answer" in calls:
        entry = _entry_of(case)
        facts["procedure"] = entry.procedure if entry else ""
        if "silence" in names:
            facts["silence"] = _silence(facts["procedure"])
        answers = entry.answers if entry else {}
        functions["answer"] = lambda field: _plain(answers.get(field, ""))
    if "has_document" in calls:
        types = CaseDocument.objects.filter(case=case, document__discarded_at=None)
        codes = set(types.values_list("document__type__code", flat=True))
        codes |= set(types.values_list("document__type__eni_type", flat=True))
        functions["has_document"] = lambda code: code in codes
    return facts, functions


def _parties(case: CaseFile) -> Any:
    return CaseParty.objects.filter(case=case)


def _figure(case: Any, name: str, rows: Any) -> int:
    known = getattr(case, name, None)
    return int(known) if known is not None else int(rows.count())


def _entry_of(case: CaseFile) -> Any:
    """The entry that opened it, else the first one that it took."""
    taken = EntryTaken.objects.standing().filter(case=case).select_related("entry")
    row = taken.order_by("-opened_it", "at").first()
    return row.entry if row else None


def _silence(code: str) -> str:
    try:
        return procedures.procedure(code).sheet.silence if code else "none"
    except NotHere:
        return "none"


def _plain(value: Any) -> Any:
    """A number that came as text is compared as a number; what is no single value says nothing."""
    if isinstance(value, (bool, int, float)):
        return value
    if not isinstance(value, str):
        return ""
    try:
        return float(value.replace(",", ".")) if value and len(value) < 16 else value
    except ValueError:
        return value
