"""The page of a case and its tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse

from consistori.cases import page, selectors, texts, timeline
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.panels import case_panels
from consistori.cases.policies import (
    may_add_documents,
    may_close,
    may_comment,
    may_reopen,
    may_reserve,
    may_take_away,
    may_work_on,
)
from consistori.cases.reasons import why_visible
from consistori.cases.rules import Role
from consistori.cases.services import look_at
from consistori.cases.steps.cover import now_of, steps_on
from consistori.cases.web._case import case_page
from consistori.directory.access import StaffRequest
from consistori.documents.models import Document
from consistori.parties.selectors import search_parties
from consistori.trail.readings import record_reading
from consistori.ui.panels import DrawnPanel


def frame(request: StaffRequest, case: CaseFile, tab: str) -> dict[str, Any]:
    """What every tab shows: the cover, the tabs, what may be done and why not."""
    actor = request.actor
    return {
        "case": case,
        "tab": tab,
        "tabs": page.tabs_of(case, tab),
        "phases": page.phases_of(case),
        "term_chip": page.chip_of_cover(case),
        "step_now": now_of(case),
        "has_steps": steps_on(),
        "may_work": may_work_on(actor, case),
        "may_add": may_add_documents(actor, case),
        "may_close": may_close(actor, case) if case.is_open else may_reopen(actor, case),
        "may_reserve": may_reserve(actor, case),
        "may_take_away": may_take_away(actor, case),
        "may_comment": may_comment(actor, case),
        "back": request.get_full_path(),
    }


@case_page
def show(request: StaffRequest, case: Any) -> HttpResponse:
    """The whole case: documents beside their preview, and at the side who, what and when."""
    chosen = request.GET.get("doc", "")
    listed = page.leaves_for(case, chosen=chosen, looked_at=case.looked_at, reader=request.actor.person_id)
    row = listed.row_of(chosen)
    before, after = listed.beside(row) if row else (None, None)
    ids = [r.leaf.document_id for r in listed.rows]
    folios = {r.leaf.document_id: str(r.folios) for r in listed.rows if r.folios}
    parties = selectors.parties_of(case)
    names = {str(party.party_id): party.party.display_name for party in parties}
    panels = case_panels.drawn(request, case)
    context = frame(request, case, "all") | {
        "listed": listed,
        "row": row,
        "document": row.document if row else None,
        "before": before,
        "after": after,
        "is_reading": bool(chosen),
        "order": request.GET.get("order", ""),
        "parties": parties,
        "facts": timeline.lines_of(
            case, ids, folios=folios, since=case.looked_at, limit=4, minor=False, names=names
        ),
        "panels": panels,
        "to_notify": _to_notify(panels, row.document if row else None),
    }
    if row is not None:
        _read(request, case, row.leaf)
    if case.looked_at is None or case.looked_at < case.last_moved_at:
        look_at(case, by=request.actor)
    return TemplateResponse(request, "cases/case.html", context)


def _to_notify(panels: list[DrawnPanel], shown: Document | None) -> Document | None:
    """What is signed and waits to be notified, as its panel found it: what is read now, or the first."""
    waiting: list[Document] = next(
        (one.context["waiting"] for one in panels if one.name == "notifications"), []
    )
    return shown if shown in waiting else next(iter(waiting), None)


def _read(request: StaffRequest, case: CaseFile, leaf: CaseDocument) -> None:
    document = leaf.document
    # Logs are read by people who do not read the case: of what is reserved they see its number.
    label = case.number if case.reserved else document.title
    record_reading(by=request.actor, kind="document", id=document.pk, label=label, reserved=case.reserved)


@case_page
def documents(request: StaffRequest, case: Any) -> HttpResponse:
    """The documents to put in order: folders, places, metadata, what is a note."""
    folders = page.folders_of(case)
    listed = page.leaves_for(case, looked_at=case.looked_at, folders=folders)
    wanted = request.GET.getlist("leaf")
    context = frame(request, case, "documents") | {"listed": listed, "folders": folders, "wanted": wanted}
    return TemplateResponse(request, "cases/documents.html", context)


@case_page
def life(request: StaffRequest, case: Any) -> HttpResponse:
    """Everything that happened, the newest first; also who has read it."""
    only = request.GET.get("only", "")
    before = request.GET.get("before", "")
    leaves = selectors.leaves_of(case)
    ids = [leaf.document_id for leaf in leaves]
    folios = {
        leaf.document_id: str(folio)
        for leaf, folio in zip(leaves, selectors.folios_of(leaves), strict=True)
        if folio
    }
    context = frame(request, case, "timeline") | {"only": only}
    if only == "readings":
        context["readings"] = timeline.readings_of([case.pk, *ids])
    else:
        lines = timeline.lines_of(
            case,
            ids,
            folios=folios,
            only=only,
            since=case.looked_at,
            before_seq=int(before) if before.isdigit() else None,
        )
        context |= {"lines": lines, "next": lines[-1].seq if len(lines) == timeline.PAGE else None}
    return TemplateResponse(request, "cases/timeline.html", context)


@case_page
def people(request: StaffRequest, case: Any) -> HttpResponse:
    """Who comes in the case, in what quality, and how one must talk to them."""
    words = request.GET.get("q", "").strip()
    context = frame(request, case, "parties") | {
        "q": words,
        "found": search_parties(words) if words else [],
        "parties": selectors.parties_of(case),
        "roles": [(role.value, texts.ROLES[role]) for role in Role],
    }
    return TemplateResponse(request, "cases/parties.html", context)


@case_page
def related(request: StaffRequest, case: Any) -> HttpResponse:
    """The cases beside this one."""
    pairs = [
        {"relation": relation, "other": other, "label": relation.label_from(case.pk)}
        for relation, other in selectors.relations_of(case, request.actor)
    ]
    kinds = [(kind.value, ours) for kind, (ours, _back) in texts.RELATIONS.items()]
    context = frame(request, case, "related") | {"pairs": pairs, "kinds": kinds}
    return TemplateResponse(request, "cases/related.html", context)


@case_page
def notes(request: StaffRequest, case: Any) -> HttpResponse:
    """The internal notes, apart from anything that may leave the house."""
    context = frame(request, case, "notes") | {"comments": selectors.comments_of(case)}
    return TemplateResponse(request, "cases/notes.html", context)


@case_page
def why(request: StaffRequest, case: Any) -> HttpResponse:
    """Why I can see this case."""
    context = frame(request, case, "") | {"why": why_visible(request.actor, case)}
    return TemplateResponse(request, "cases/why.html", context)
