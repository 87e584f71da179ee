"""API of circuits: what goes round, sending a document round, approving, returning, taking back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of_rows,
)
from consistori.directory.models import Delegation, Post
from consistori.documents.policies import may_read
from consistori.documents.selectors import document_for
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere
from consistori.signature.circuits.asked import GuestAsked, StepAsked, seat_of
from consistori.signature.circuits.rules import MOST_DAYS, MOST_STEPS, Kind
from consistori.signature.circuits.selectors import DrawnCircuit, drawn_circuit, drawn_circuits, step_here
from consistori.signature.circuits.services import begin_circuit, recall_circuit, return_step, settle_step
from consistori.signature.models import Circuit, CircuitStep
from consistori.tenancy.scope import current_entity

router = Router()
KindOut = Literal["visa", "signature", "seal", "reading"]
State = Literal["open", "ended", "returned", "recalled", "fallen"]


class GuestIn(ApiSchema):
    """Somebody who does not work here and signs by a link of one use."""

    name: str = Field(max_length=160)
    identifier: str = Field(max_length=20)
    email: str = Field(max_length=254)
    acts_as: str = Field("", max_length=120)


class CircuitStepIn(ApiSchema):
    """What is done, in which place (equal ones go at once), by which post, and in how many working days.

    One of `post` (any row of the post: whoever holds it that day does it), `delegation` and `guest`; a seal has none.
    """

    kind: KindOut
    place: int = Field(0, ge=0, le=30)
    post: UUID | None = None
    delegation: UUID | None = None
    guest: GuestIn | None = None
    days: int | None = Field(None, ge=1, le=MOST_DAYS)


class CircuitIn(ApiSchema):
    """A document and its steps."""

    document: UUID
    steps: list[CircuitStepIn] = Field(min_length=1, max_length=MOST_STEPS)
    note: str = Field("", max_length=500)


class NoteIn(ApiSchema):
    """Something to say."""

    note: str = Field("", max_length=500)


class CircuitReasonIn(ApiSchema):
    """Why."""

    reason: str = Field(max_length=500)


class CircuitQuery(ListQuery):
    """Which circuits: those of a document that is read, or those that the person or program of the key began."""

    q: None = Field(None, exclude=True)
    document: UUID | None = None
    state: State | None = None


class CircuitStepOut(BaseModel):
    """A step of a circuit [pas del circuit]."""

    id: UUID
    place: int
    kind: str
    state: str
    post: str
    holder: UUID | None
    holder_name: str
    since: datetime | None
    due_on: date | None
    settled_at: datetime | None
    settled_by: str
    said_post: str
    reason: str
    sha256: str
    request: UUID | None


class CircuitOut(BaseModel):
    """A document goes through its posts [circuit de signatura]."""

    id: UUID
    document: UUID
    document_title: str
    version_sha256: str
    name: str
    state: str
    begun_by: str
    begun_at: datetime
    ended_at: datetime | None
    note: str
    reason: str
    steps: list[CircuitStepOut]


def step_out(step: CircuitStep) -> CircuitStepOut:
    """A step as the API tells it."""
    return CircuitStepOut(
        id=step.pk, place=step.place, kind=step.kind, state=step.state, post=step.post, holder=step.holder_id,
        holder_name=step.holder.full_name if step.holder else "", since=step.began_at, due_on=step.due_on,
        settled_at=step.settled_at, settled_by=step.settled_by_name, said_post=step.said_post, reason=step.reason,
        sha256=step.sha256, request=step.request_id,
    )  # fmt: skip


def circuit_out(found: DrawnCircuit) -> CircuitOut:
    """A circuit as the API tells it."""
    row = found.circuit
    return CircuitOut(
        id=row.pk, document=row.document_id, document_title=row.document.title, version_sha256=row.version.sha256,
        name=row.name, state=row.state, begun_by=row.begun_by_name, begun_at=row.begun_at, ended_at=row.ended_at,
        note=row.note, reason=row.reason, steps=[step_out(step) for step in found.steps],
    )  # fmt: skip


@router.get("/circuits", response=Page[CircuitOut], summary="Circuits of documents")
@api_operation(scope="signature:read")
def list_circuits(request: ApiRequest, query: Query[CircuitQuery]) -> Answer:
    """Those of a document, or those that the key began; the newest first."""
    rows = Circuit.objects.all()
    if query.document:
        rows = rows.filter(document=document_for(request.actor, query.document))
    elif request.actor.person_id is not None:
        rows = rows.filter(begun_by_id=request.actor.person_id)
    else:
        rows = rows.filter(begun_by_id=None, begun_by_name=request.actor.name)
    if query.state:
        rows = rows.filter(state=query.state)
    found, following = page_of_rows(rows, query, order=["-begun_at", "-id"], kinds=[datetime, UUID])
    drawn = drawn_circuits([row.pk for row in found])
    return Answer(Page[CircuitOut](items=[circuit_out(one) for one in drawn], next=following))


@router.post("/circuits", response={201: CircuitOut}, summary="Send a document round")
@api_operation(scope="signature:write")
def begin(request: ApiRequest, body: CircuitIn) -> Answer:
    """Its text is fixed when somebody signs or seals it."""
    document = document_for(request.actor, body.document)
    circuit = begin_circuit(
        by=request.actor, document=document, steps=[_asked(step) for step in body.steps], note=body.note
    )
    return Answer(circuit_out(drawn_circuit(circuit.pk)), status=201)


@router.get("/circuits/{circuit_id}", response=CircuitOut, summary="A circuit")
@api_operation(scope="signature:read")
def show_circuit(request: ApiRequest, circuit_id: UUID) -> Answer:
    """For whoever reads its document."""
    return Answer(circuit_out(_readable(request, circuit_id)))


@router.post("/circuits/{circuit_id}/recall", response=CircuitOut, summary="Take it back")
@api_operation(scope="signature:write")
def recall(request: ApiRequest, circuit_id: UUID, body: NoteIn) -> Answer:
    """Nobody has it any more, and its draft is open."""
    found = _readable(request, circuit_id)
    recall_circuit(found.circuit, by=request.actor, reason=body.note)
    return Answer(circuit_out(drawn_circuit(circuit_id)))


@router.post("/circuit-steps/{step_id}/settle", response=CircuitOut, summary="Approve it, or say it is read")
@api_operation(scope="signature:write")
def settle(request: ApiRequest, step_id: UUID, body: NoteIn) -> Answer:
    """For whoever holds the post today. A signature is made in the tray, with a key."""
    step = _step(request, step_id)
    settle_step(step, by=request.actor, note=body.note)
    return Answer(circuit_out(drawn_circuit(step.circuit_id)))


@router.post("/circuit-steps/{step_id}/return", response=CircuitOut, summary="Give it back")
@api_operation(scope="signature:write")
def give_back(request: ApiRequest, step_id: UUID, body: CircuitReasonIn) -> Answer:
    """Saying why: its draft is open to be written again."""
    step = _step(request, step_id)
    return_step(step, by=request.actor, reason=body.reason)
    return Answer(circuit_out(drawn_circuit(step.circuit_id)))


def _readable(request: ApiRequest, circuit_id: UUID) -> DrawnCircuit:
    found = drawn_circuit(circuit_id)
    if not may_read(request.actor, found.circuit.document):
        raise NotHere(_("There is no such circuit here."))
    return found


def _step(request: ApiRequest, step_id: UUID) -> CircuitStep:
    step = step_here(step_id)
    if not may_read(request.actor, step.circuit.document):
        raise NotHere(_("There is no such step here."))
    return step


def _asked(step: CircuitStepIn) -> StepAsked:
    kind, post, decree = Kind(step.kind), None, None
    if step.post is not None:
        post = Post.objects.live(today()).filter(pk=step.post).first()
        if post is None:
            raise BadInput(_("Nobody holds a post with that identifier here."), field="steps")
    if step.delegation is not None:
        decree = Delegation.objects.select_related("of_post", "to").filter(pk=step.delegation).first()
        if decree is None:
            raise BadInput(_("There is no such delegation here."), field="steps")
    guest = GuestAsked(**step.guest.model_dump()) if step.guest else None
    seat = seat_of(post, current_entity().language) if post else None
    return StepAsked(kind, step.place, seat=seat, delegation=decree, guest=guest, days=step.days)
