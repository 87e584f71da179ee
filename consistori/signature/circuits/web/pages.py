"""Sending a document round, the circuits that are under way, and those that are proposed for each type."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.catalogue.models import DocumentType
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document
from consistori.documents.policies import may_read
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import Refusal, ensure
from consistori.signature.circuits import selectors
from consistori.signature.circuits.policies import may_begin, may_propose
from consistori.signature.circuits.proposing import proposal_for, proposal_of, proposals, propose_circuit
from consistori.signature.circuits.services import begin_circuit, recall_circuit
from consistori.signature.circuits.web.drawing import drawn, proposal_said
from consistori.signature.circuits.web.forms import (
    GuestForm,
    NoteForm,
    asked_of,
    initial_of,
    initial_of_proposal,
    proposed_of,
    rows_of,
    seats_here,
)
from consistori.signature.models import Circuit, CircuitStep


@staff_page
def begin(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Say by which posts a document goes, in which order and in how many days; what is proposed is written already."""
    document = readable_document(request.actor, document_id)
    ensure(may_begin(request.actor, document))
    seats, proposal = seats_here(), proposal_for(document)
    data = request.POST if request.method == "POST" else None
    rows = rows_of(seats, data, initial_of(proposal, seats, request.actor))
    guest, note = GuestForm(data, prefix="guest"), NoteForm(data)
    forms = [*rows, guest, note]
    errors: list[str] = []
    wants_more = data is not None and "more" in data
    if data is not None and not wants_more and all([form.is_valid() for form in forms]):
        try:
            begin_circuit(
                by=request.actor, document=document, steps=asked_of(rows, guest, seats),
                note=note.cleaned_data["note"], name=proposal.name if proposal else "",
            )  # fmt: skip
        except Refusal as refused:
            if refused.status in {403, 404}:
                raise
            errors.append(str(refused))
        else:
            messages.success(request, _("It is on its way."))
            return redirect(_after(request, document))
    if wants_more:
        rows = rows_of(seats, _longer(request.POST, len(rows)), initial_of(proposal, seats, request.actor))
    shown = {
        "document": document, "rows": rows, "guest": guest, "note": note, "proposal": proposal, "errors": errors,
        "guest_is_open": any(guest.data.get(f"guest-{name}") for name in ("name", "identifier", "email")),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "last": selectors.circuit_of_document(document.pk),
    }  # fmt: skip
    status = 422 if data is not None and not wants_more else 200
    return TemplateResponse(request, "signature/circuit_new.html", shown, status=status)


@staff_page
@require_POST
def recall(request: StaffRequest, circuit_id: UUID) -> HttpResponse:
    """Take it back from whoever has it."""
    circuit = Circuit.objects.select_related("document").filter(pk=circuit_id).first()
    if circuit is None or not may_read(request.actor, circuit.document):
        raise Http404
    recall_circuit(circuit, by=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("Taken back: nobody has it any more, and its draft is open."))
    return redirect(_after(request, circuit.document))


@staff_page
@require_safe
def circuits(request: StaffRequest) -> HttpResponse:
    """What waits for me, what I sent round and who has it, and the posts that nobody holds. Seven statements at most,
    and what it costs to know whether somebody may read what is vacant."""
    sent = selectors.under_way(begun_by=request.person.pk)
    vacant = [
        step
        for step in CircuitStep.objects.waiting().with_papers().filter(holder=None).exclude(role="")[:50]
        if may_read(request.actor, step.circuit.document)
    ]
    shown = {
        "mine": [drawn(step) for step in selectors.steps_waiting_for(request.person.pk)],
        "sent": [drawn(step) for step in sent],
        "vacant": [drawn(step) for step in vacant],
        "may_propose": bool(may_propose(request.actor)),
    }
    return TemplateResponse(request, "signature/circuits.html", shown)


@staff_page
@require_safe
def proposed(request: StaffRequest) -> HttpResponse:
    """The circuit that is proposed for each type of document. Three statements."""
    seats = seats_here(with_decrees=False)
    rows = [(kind, one, proposal_said(one, seats)) for kind, one in proposals()]
    shown = {"rows": rows, "may_propose": bool(may_propose(request.actor))}
    return TemplateResponse(request, "signature/circuits_proposed.html", shown)


@staff_page
def propose(request: StaffRequest, code: str) -> HttpResponse:
    """Write what is proposed for a type."""
    ensure(may_propose(request.actor))
    kind = DocumentType.objects.in_use().filter(code=code).first()
    if kind is None:
        raise Http404
    seats, proposal = seats_here(with_decrees=False), proposal_of(code)
    data = request.POST if request.method == "POST" else None
    initial = initial_of_proposal(proposal, seats)
    rows = rows_of(seats, data, initial, proposing=True)
    errors: list[str] = []
    wants_more = data is not None and "more" in data
    if data is not None and not wants_more and all([row.is_valid() for row in rows]):
        try:
            steps = [] if "again" in data else proposed_of(rows)
            propose_circuit(kind, by=request.actor, steps=steps, name=data.get("name", ""))
        except Refusal as refused:
            errors.append(str(refused))
        else:
            messages.success(request, _("From now on this is what is proposed."))
            return redirect("signature:circuits_proposed")
    if wants_more:
        rows = rows_of(seats, _longer(request.POST, len(rows)), initial, proposing=True)
    shown = {"kind": kind, "rows": rows, "proposal": proposal, "errors": errors}
    status = 422 if data is not None and not wants_more else 200
    return TemplateResponse(request, "signature/circuit_propose.html", shown, status=status)


def _longer(data: Any, number: int) -> Any:
    """What was written, with some rows more."""
    longer = data.copy()
    longer["rows"] = str(number + 3)
    return longer


def _after(request: StaffRequest, document: Document) -> str:
    """Where to go on: the page that sent here, when it is one of ours."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and not wanted.startswith("//") else document.get_absolute_url()
