"""What circuits put on the page of a document and above the tray."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from consistori.documents.models import Document
from consistori.signature.circuits.policies import may_recall
from consistori.signature.circuits.selectors import circuit_of_document, steps_waiting_for
from consistori.signature.circuits.web.drawing import drawn_steps


def circuit_on_document(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The last circuit of a document, drawn, and whether the actor may take it back. One statement."""
    found = circuit_of_document(document.pk)
    if found is None:
        return {"round": None, "in_circuit": set()}
    actor = request.actor  # type: ignore[attr-defined]
    shown = {
        "circuit": found.circuit,
        "steps": drawn_steps(found, actor.person_id),
        "may_recall": found.circuit.is_open and bool(may_recall(actor, found.circuit)),
        "mine": next((step for step in found.waiting if step.holder_id == actor.person_id), None),
    }
    return {"round": shown, "in_circuit": found.requests}


def steps_above_tray(request: HttpRequest, person_id: UUID) -> tuple[str, dict[str, Any]] | None:
    """Approvals and readings that wait for her, above what she signs. One statement."""
    steps = steps_waiting_for(person_id)
    return ("signature/_tray_steps.html", {"steps": steps}) if steps else None
