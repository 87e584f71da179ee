"""Pages that show procedures: the list, one sheet as a citizen sees it, and two texts side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.catalogue.procedures import selectors
from consistori.catalogue.procedures.comparing import compare
from consistori.catalogue.procedures.models import Procedure, ProcedureVersion
from consistori.catalogue.procedures.policies import may_edit_procedures, may_see_procedures, may_validate
from consistori.catalogue.procedures.web.looking import LANGUAGES, PIECES, asked_language, look_at, marked
from consistori.catalogue.selectors import series_in_force
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, ensure
from consistori.kernel.text import fold
from consistori.trail.selectors import timeline

STATES = ("pending", "validated", "draft", "drift", "closed")


@staff_page
@require_safe
def procedures_page(request: StaffRequest) -> HttpResponse:
    """Every procedure that is known here; `q` looks in names and codes, `state` keeps those of a state."""
    ensure(may_see_procedures(request.actor))
    q = request.GET.get("q", "").strip()[:80]
    state = request.GET.get("state", "")
    rows: list[Any] = selectors.every_procedure()
    _say_more(rows, request)
    counts = {name: sum(1 for row in rows if name in row.states) for name in STATES}
    state = state if state in STATES else ""
    kept = [row for row in rows if (not state or state in row.states) and _answers(row, q)]
    context = {
        "rows": kept,
        "q": q,
        "state": state,
        "counts": counts,
        "total": len(rows),
        "may_edit": bool(may_edit_procedures(request.actor)),
        "may_validate": bool(may_validate(request.actor)),
    }
    return TemplateResponse(request, "catalogue/procedures/list.html", context)


def _say_more(rows: list[Any], request: StaffRequest) -> None:
    """What the list says of each: whose it is, who validated it, and in which states it is."""
    reviews = selectors.reviews_of(row.published_id for row in rows if row.published_id)
    for row in rows:
        row.is_ours = row.entity_id == request.entity.pk
        row.review = reviews.get(row.published_id)
        row.score = (row.published or row.latest).plain_score if (row.published or row.latest) else None
        states = {
            "pending": row.published_id and not row.is_closed and row.review is None,
            "validated": row.review is not None and not row.is_closed,
            "draft": row.is_ours and row.has_draft,
            "drift": row.is_ours and row.has_drifted,
            "closed": row.is_closed,
        }
        row.states = {name for name, holds in states.items() if holds}


@staff_page
@require_safe
def procedure_page(request: StaffRequest, code: str) -> HttpResponse:
    """A sheet as a citizen sees it, and what is known of it."""
    ensure(may_see_procedures(request.actor))
    row = selectors.procedure_row(code)
    shown = _version(request, row)
    review = selectors.reviews_of([shown.pk]).get(shown.pk)
    look = look_at(shown.text, asked_language(request), review=review.said() if review else None)
    is_ours = row.entity_id == request.entity.pk
    context = {
        "procedure": row,
        "shown": shown,
        "look": look,
        "faults": marked(shown.text, look.faults),
        "pieces": PIECES,
        "languages": LANGUAGES,
        "review": review,
        "is_ours": is_ours,
        "may_edit": bool(may_edit_procedures(request.actor)),
        "may_validate": bool(may_validate(request.actor)),
        "is_published": shown.pk == row.published_id,
        "versions": selectors.versions_of(row) if is_ours else [],
        "series": series_in_force().filter(code=row.series_code).first(),
        "facts": timeline([row.pk], limit=8) if is_ours else [],
        "by_above": review is not None and review.entity_id != request.entity.pk,
    }
    return TemplateResponse(request, "catalogue/procedures/procedure.html", context)


@staff_page
@require_safe
def compare_page(request: StaffRequest, code: str) -> HttpResponse:
    """Two texts side by side: what the town has and what the one above has now, or two versions of ours."""
    ensure(may_see_procedures(request.actor))
    row = selectors.procedure_row(code)
    before, after, kind = _sides(request, row)
    if before is None or after is None:
        raise NotHere()
    context = {
        "procedure": row,
        "before": before,
        "after": after,
        "kind": kind,
        "compared": compare(before.text, after.text),
        "may_edit": bool(may_edit_procedures(request.actor)),
        "is_ours": row.entity_id == request.entity.pk,
    }
    return TemplateResponse(request, "catalogue/procedures/compare.html", context)


def _sides(
    request: StaffRequest, row: Procedure
) -> tuple[ProcedureVersion | None, ProcedureVersion | None, str]:
    """Which two: `?from=&to=` of one row; `?of=above` what changed above since ours was made; else ours and theirs."""
    one, other = request.GET.get("from", ""), request.GET.get("to", "")
    if _is_number(one) and _is_number(other):
        return selectors.version_of(row, int(one)), selectors.version_of(row, int(other)), "versions"
    if row.adapts is None:
        raise NotHere()
    above = row.adapts.published
    if request.GET.get("of") == "above":
        return row.adapted_version, above, "above"
    return row.published or row.latest, above, "ours"


def _version(request: StaffRequest, row: Procedure) -> ProcedureVersion:
    """As asked, or the one that citizens read, or the draft."""
    number = request.GET.get("version", "")
    if _is_number(number):
        return selectors.version_of(row, int(number))
    version = row.published or row.latest or (row.adapts.published if row.adapts else None)
    if version is None:
        raise NotHere()
    return version


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _answers(row: Procedure, q: str) -> bool:
    said = fold(f"{row.name_ca} {row.name_es} {row.code} {row.series_code}")
    return all(word in said for word in fold(q).split())
