"""The pages of the workbench: the contact sheet, one paper after another, and the duplicates side by side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from consistori.cases.models import CaseFile, Folder
from consistori.cases.papers.forms import PaperForm, TogetherForm
from consistori.cases.papers.sheet import Paper, Table, table_of
from consistori.cases.papers.twins import Pair, kept_pairs, pairs_of
from consistori.cases.web._case import case_page
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.documents.models import DescribedTogether, PageAct
from consistori.documents.paging import ocr
from consistori.documents.paging.undoing import undoable
from consistori.documents.selectors import type_chooser
from consistori.kernel.clock import now
from consistori.trail.readings import record_reading

HOURS_AT_HAND = 24
"""For how long the last acts stand at the head of the page with their way back."""

_MOST_AT_HAND = 4


@case_page
def contact(request: StaffRequest, case: Any) -> HttpResponse:
    """The contact sheet [full de contactes]: the first page of each paper, in the order of the index."""
    table = table_of(case)
    context = frame(request, case, "documents") | contact_context(request, case, table)
    is_fragment = request.headers.get("X-Requested-With") == "swap"
    template = "cases/papers/_piles.html" if is_fragment else "cases/papers/contact.html"
    return TemplateResponse(request, template, context)


def contact_context(request: StaffRequest, case: CaseFile, table: Table) -> dict[str, Any]:
    """What the contact sheet shows beside its frame."""
    return {
        "table": table,
        "pairs": len(pairs_of(table)),
        "mute": sum(paper.is_mute for paper in table.papers),
        "together": TogetherForm(),
        "folders": list(Folder.objects.filter(case=case)),
        "wanted": request.GET.getlist("leaf"),
        "ocr": ocr.available(),
        "table_url": reverse("cases:papers", args=[case.number]),
        "just_done": just_done(request, table),
    }


def just_done(request: StaffRequest, table: Table) -> list[dict[str, Any]]:
    """The last acts on these papers, newest first, with how each is undone."""
    since = now() - timedelta(hours=HOURS_AT_HAND)
    documents = {str(paper.leaf.document_id): paper.document for paper in table.papers}
    mine = DescribedTogether.objects.filter(
        done_at__gte=since, undone_at=None, done_by_id=request.actor.person_id
    )
    described: list[dict[str, Any]] = [
        {"kind": "described", "record": one, "count": len(one.before), "at": one.done_at}
        for one in mine[:_MOST_AT_HAND]
        if set(one.before) & set(documents)
    ]
    acts = (
        PageAct.objects.standing()
        .select_related("after")
        .filter(done_at__gte=since, document_id__in=list(documents))
    )
    paged: list[dict[str, Any]] = [
        {"kind": "paged", "record": one, "document": documents[str(one.document_id)], "at": one.done_at}
        for one in acts[:_MOST_AT_HAND]
        if undoable(one, documents[str(one.document_id)])
    ]
    return sorted([*described, *paged], key=lambda one: one["at"], reverse=True)[:_MOST_AT_HAND]


@case_page
def review(request: StaffRequest, case: Any) -> HttpResponse:
    """One paper after another: its page, its six fields; keeping it brings the next one [desa i següent]."""
    table = table_of(case)
    only_open = request.GET.get("only", "open") != "all"
    paper = _asked(request, table, only_open=only_open)
    if paper is None:
        return TemplateResponse(
            request, "cases/papers/reviewed.html", frame(request, case, "documents") | {"table": table}
        )
    return shown(request, case, table, paper, only_open=only_open)


def _asked(request: StaffRequest, table: Table, *, only_open: bool) -> Paper | None:
    wanted = request.GET.get("at", "")
    try:
        found = table.paper_of(UUID(wanted)) if wanted else None
    except ValueError:
        found = None
    if found is not None:
        return found
    return next(iter(table.open if only_open else table.papers), None)


def shown(
    request: StaffRequest, case: CaseFile, table: Table, paper: Paper, *, only_open: bool,
    form: PaperForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of one paper under review; `form` with its faults when it could not be kept."""
    document = paper.document
    label = case.number if case.reserved else document.title
    record_reading(by=request.actor, kind="document", id=document.pk, label=label, reserved=case.reserved)
    before, after = table.around(paper, only_open=only_open)
    proposed = type_chooser(document).proposed if document.is_untyped else None
    context = frame(request, case, "documents") | {
        "table": table,
        "paper": paper,
        "document": document,
        "form": form or PaperForm(document, proposed=proposed),
        "proposed": proposed,
        "before": before,
        "after": after,
        "next_url": review_url(case, after, only_open=only_open),
        "before_url": review_url(case, before, only_open=only_open) if before else "",
        "only": "open" if only_open else "all",
        "place": table.papers.index(paper) + 1,
        "back": request.get_full_path()
        if request.method == "GET"
        else review_url(case, paper, only_open=only_open),
    }
    return TemplateResponse(request, "cases/papers/review.html", context, status=status)


def review_url(case: CaseFile, paper: Paper | None, *, only_open: bool) -> str:
    """The address of that paper under review; without one, that of the end."""
    words = [] if only_open else ["only=all"]
    if paper is not None:
        words.append(f"at={paper.leaf.pk}")
    elif not only_open:
        return reverse("cases:papers", args=[case.number])
    address = reverse("cases:review", args=[case.number])
    return f"{address}?{'&'.join(words)}" if words else address


@case_page
def twins(request: StaffRequest, case: Any) -> HttpResponse:
    """The duplicates, one pair after another, side by side [duplicats]."""
    table = table_of(case)
    pairs = pairs_of(table)
    wanted = request.GET.get("pair", "1")
    at = min(max(int(wanted) if wanted.isdigit() and len(wanted) < 6 else 1, 1), max(len(pairs), 1))
    pair: Pair | None = pairs[at - 1] if pairs else None
    if pair is not None:
        for paper in (pair.left, pair.right):
            label = case.number if case.reserved else paper.document.title
            record_reading(
                by=request.actor, kind="document", id=paper.document.pk, label=label, reserved=case.reserved
            )
    context = frame(request, case, "documents") | {
        "pair": pair,
        "sides": [pair.left, pair.right] if pair else [],
        "at": at,
        "count": len(pairs),
        "kept": kept_pairs(table),
        "previous": at - 1 if at > 1 else 0,
        "following": at + 1 if at < len(pairs) else 0,
    }
    return TemplateResponse(request, "cases/papers/twins.html", context)
