"""Questions about the terms of cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from consistori.cases.models import CaseFile
from consistori.deadlines.models import Deadline
from consistori.deadlines.selectors import terms_of as terms_of_thing

KIND = "case"
_SHOWN = ("id", "purpose", "title", "is_main", "state", "whose", "ending", "start_on", "last_day", "not_before",
          "effects_from", "is_stopped", "met_on")  # fmt: skip
_DAYS = ("start_on", "last_day", "not_before", "effects_from", "met_on")


def terms_of(case: CaseFile) -> list[Deadline]:
    """The terms of a case, those that run first. One statement."""
    return terms_of_thing(KIND, case.pk)


def main_term_of(case: CaseFile) -> Deadline | None:
    """The term to resolve and notify of a case: the one that runs or, if none does, the last one that was met."""
    rows = Deadline.objects.of(KIND, [case.pk]).to_resolve().exclude(state=Deadline.State.CLOSED)
    found: Deadline | None = rows.order_by("-state", "-opened_at").first()
    return found


def main_terms(ids: Iterable[UUID]) -> dict[UUID, Deadline]:
    """The term to resolve that runs of each of these cases. One statement."""
    rows = Deadline.objects.of(KIND, ids).to_resolve().running()
    return {term.subject_id: term for term in rows}


def as_column() -> Any:
    """The term to resolve of each case of a question, as data; `from_column` makes the term of it."""
    rows = Deadline.objects.filter(subject_kind=KIND, subject_id=OuterRef("pk"), is_main=True)
    rows = rows.exclude(state=Deadline.State.CLOSED).order_by("-state", "-opened_at")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _SHOWN}))[:1])


def from_column(said: list[dict[str, Any]] | None) -> Deadline | None:
    """The term that `as_column` found, with what a chip shows; None if there is none."""
    if not said:
        return None
    row = dict(said[0])
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return Deadline(**{**row, **days, "id": UUID(row["id"]), "subject_kind": KIND})
