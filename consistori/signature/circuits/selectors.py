"""Questions about circuits: the one of a document, what waits for somebody, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import SEES_ALL
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Verdict
from consistori.signature.circuits.rules import Kind, late_by
from consistori.signature.models import Circuit, CircuitStep, CircuitStepQuerySet
from consistori.tenancy.scope import scope_or_none

MOST = 200
_DRAWN = (
    "circuit",
    "holder",
    "settled_by",
    "request",
    "guest",
    "delegation__of_post__person",
    "delegation__to",
)

_PAPERS = ("circuit__document__type", "circuit__version")


@dataclass(frozen=True)
class DrawnCircuit:
    """A circuit with its steps in order, as the pages draw it."""

    circuit: Circuit
    steps: tuple[CircuitStep, ...]

    @property
    def waiting(self) -> list[CircuitStep]:
        """Those whose turn it is."""
        return [step for step in self.steps if step.is_waiting]

    @property
    def requests(self) -> set[UUID]:
        """The requests that are of its steps."""
        return {step.request_id for step in self.steps if step.request_id}


def circuit_of_document(document_id: UUID) -> DrawnCircuit | None:
    """The last circuit of a document, under way or over, with its steps. One statement."""
    last = Circuit.objects.filter(document_id=OuterRef("circuit__document_id")).order_by("-begun_at", "-pk")
    rows = CircuitStep.objects.filter(
        circuit__document_id=document_id, circuit_id=Subquery(last.values("pk")[:1])
    )
    return _drawn(list(rows.select_related(*_DRAWN).order_by("place", "pk")))


def drawn_circuit(circuit_id: UUID) -> DrawnCircuit:
    """One circuit with its steps. One statement. Raises `NotHere`."""
    rows = CircuitStep.objects.filter(circuit_id=circuit_id).select_related(
        *_DRAWN, "circuit__document__type"
    )
    found = _drawn(list(rows.order_by("place", "pk")))
    if found is None:
        raise NotHere(_("There is no such circuit here."))
    return found


def drawn_circuits(ids: Iterable[UUID]) -> list[DrawnCircuit]:
    """Several circuits with their steps, the newest first. One statement."""
    rows = CircuitStep.objects.filter(circuit_id__in=list(ids)).select_related(*_DRAWN, *_PAPERS)
    by_circuit: dict[UUID, list[CircuitStep]] = {}
    for step in rows.order_by("-circuit__begun_at", "-circuit_id", "place", "pk"):
        by_circuit.setdefault(step.circuit_id, []).append(step)
    return [DrawnCircuit(steps[0].circuit, tuple(steps)) for steps in by_circuit.values()]


def _drawn(steps: list[CircuitStep]) -> DrawnCircuit | None:
    return DrawnCircuit(steps[0].circuit, tuple(steps)) if steps else None


def step_here(step_id: UUID) -> CircuitStep:
    """A step with its circuit, document and version. One statement. Raises `NotHere`."""
    found: CircuitStep | None = (
        CircuitStep.objects.with_papers()
        .select_related("request", "delegation__of_post", "delegation__to", "unit")
        .filter(pk=step_id)
        .first()
    )
    if found is None:
        raise NotHere(_("There is no such step here."))
    return found


def rows_waiting_for(person_id: UUID) -> Any:
    """Approvals and readings that wait for her, also in the post of whom she substitutes, as a query."""
    return CircuitStep.objects.waiting().to_settle().for_holder(person_id)


def steps_waiting_for(person_id: UUID) -> list[CircuitStep]:
    """The same with their papers, those of the nearest day first. One statement, over one town or several."""
    if scope_or_none() is None:
        return []
    rows = rows_waiting_for(person_id).with_papers().order_by("due_on", "began_at", "pk")
    return list(rows[:MOST])


def under_way(*, only_late: bool = False, begun_by: UUID | None = None) -> list[CircuitStep]:
    """The steps that wait in the town, the ones that are latest first, with their papers. One statement."""
    rows: CircuitStepQuerySet = CircuitStep.objects.waiting().with_papers().select_related("guest")
    if only_late:
        rows = rows.late(today())
    if begun_by is not None:
        rows = rows.filter(circuit__begun_by_id=begun_by)
    return list(rows.order_by("due_on", "began_at", "pk")[:MOST])


def is_late(step: CircuitStep, on: date | None = None) -> int:
    """How many days ago a waiting step had to be done; 0 while it is in time."""
    return late_by(step.due_on, on or today()) if step.is_waiting else 0


def documents_read_by_step(person_id: UUID) -> Any:
    """Identifiers of the documents that she has or had a step of, as a subquery."""
    rows = CircuitStep.objects.filter(holder_id=person_id) | CircuitStep.objects.filter(
        settled_by_id=person_id
    )
    return rows.values("circuit__document_id")


def may_read_by_step(actor: Actor, document: Document) -> Verdict | None:
    """Hung on the reading of documents: whoever must approve one has to read it. A statement, only for those whose post
    does not read everything."""
    if actor.person_id is None or actor.holds(*SEES_ALL):
        return None
    mine = CircuitStep.objects.filter(circuit__document_id=document.pk)
    has = mine.waiting().for_holder(actor.person_id) | mine.filter(settled_by_id=actor.person_id)
    return Verdict(True) if has.exists() else None


def circuits_of(document_ids: Iterable[UUID]) -> list[CircuitStep]:
    """The steps of the circuits under way of these documents. One statement."""
    rows = CircuitStep.objects.filter(
        circuit__document_id__in=list(document_ids), circuit__state=Circuit.State.OPEN
    )
    return list(rows.select_related("circuit", "holder").order_by("circuit_id", "place", "pk"))


def is_signature(step: CircuitStep) -> bool:
    """Whether it is signed in the tray."""
    return step.kind == Kind.SIGNATURE
