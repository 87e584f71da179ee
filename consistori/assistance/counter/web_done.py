"""What has just been registered: its number in large, the receipt, the label, and the papers that are given back."""

from __future__ import annotations

import contextlib
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.assistance.counter.panels import done_panels
from consistori.assistance.counter.papers import Nature
from consistori.assistance.counter.selectors import entry_of, papers_of, registered_as
from consistori.assistance.counter.services import give_back
from consistori.assistance.models import Attention
from consistori.assistance.policies import ensure_here, may_attend
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.formats import kinds
from consistori.kernel.errors import AlreadyDone, NotHere, ensure
from consistori.registry.models import EntryState
from consistori.registry.receipts import effect_sentence
from consistori.registry.rules.books import Paper
from consistori.signature.models import AuthenticCopy
from consistori.trail.readings import record_reading

READY = frozenset({str(EntryState.Receipt.MADE), str(EntryState.Receipt.SEALED)})


@staff_page
@require_safe
def done(request: StaffRequest, reference: str) -> HttpResponse:
    """The number, what is printed, and what is given back; its part is drawn again until the receipt is there."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    attention = registered_as(reference)
    context = _context(request, attention)
    part = request.headers.get("X-Requested-With") == "swap"
    if not part:
        entry = entry_of(attention)
        record_reading(by=request.actor, kind="registry-entry", id=entry.pk, label=entry.reference)
        context["panels"] = done_panels.drawn(request, entry_of(attention))
    return TemplateResponse(request, "assistance/_printed.html" if part else "assistance/done.html", context)


def _context(request: StaffRequest, attention: Attention) -> dict[str, Any]:
    entry = entry_of(attention)
    papers = papers_of(attention)
    copies = {
        copy.document_id: copy
        for copy in AuthenticCopy.objects.filter(document__in=[paper.document_id for paper in papers])
    }
    whose = attention.on_behalf_of or attention.party
    return {
        "attention": attention,
        "entry": entry,
        "state": entry.state,
        "ready": entry.state.receipt_state in READY,
        "effect": effect_sentence(entry),
        "papers": [
            {"paper": one, "copy": copies.get(one.document_id), "is_pdf": _is_pdf(one)} for one in papers
        ],
        "originals": sum(1 for one in papers if one.nature == Nature.ORIGINAL),
        "is_back": entry.paper == Paper.RETURNED,
        "duty": whose.obliged_electronic if whose else None,
        "waits": any(copy.state != copy.State.READY for copy in copies.values()),
    }


def _is_pdf(paper: Any) -> bool:
    return bool(paper.document_id) and (paper.nature == Nature.ORIGINAL or paper.waiting.kind is kinds.PDF)


@staff_page
@require_safe
def receipt(request: StaffRequest, reference: str) -> FileResponse:
    """The receipt, to be printed for whoever stands at the counter."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    entry = entry_of(registered_as(reference))
    state = entry.state
    if state.receipt_id is None or state.receipt_state not in READY:
        raise NotHere(_("The receipt is still being made: look again in a moment."))
    record_reading(by=request.actor, kind="registry-entry", id=entry.pk, label=entry.reference)
    document = Document.objects.with_version().get(pk=state.receipt_id)
    path = blobs.existing_path(document.latest_blob.sha256)
    answer = FileResponse(path.open("rb"), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{reference}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@staff_page
@require_POST
def given_back(request: StaffRequest, reference: str) -> HttpResponse:
    """The papers are in the hands of their owner again: the next person."""
    ensure_here(request.entity)
    attention = registered_as(reference)
    with contextlib.suppress(AlreadyDone):  # the button twice: the next person all the same
        give_back(attention, by=request.actor)
    return redirect("assistance:counter")
