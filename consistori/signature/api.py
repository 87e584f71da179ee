"""API: what people are asked to sign. Signing itself needs a person's key, so it is not done here."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
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
from consistori.directory.models import Person
from consistori.directory.selectors import colleagues
from consistori.documents.policies import may_read
from consistori.documents.selectors import document_for
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere
from consistori.signature.circuits.api import router as circuits_router
from consistori.signature.copies.api import router as copies_router
from consistori.signature.models import SignatureRequest
from consistori.signature.services import request_signatures, return_request, withdraw_request

router = Router()
router.add_router("", copies_router)
router.add_router("", circuits_router)
State = Literal["waiting", "signing", "signed", "returned", "withdrawn", "failed"]


class AskIn(ApiSchema):
    """A document, and who must sign it: one after another, unless `in_order` is false."""

    document: UUID
    signers: list[UUID] = Field(min_length=1, max_length=12)
    note: str = Field("", max_length=500)
    in_order: bool = True


class ReturnIn(ApiSchema):
    """Why it is returned."""

    reason: str = Field(max_length=500)


class RequestQuery(ListQuery):
    """Which requests: those of a document, or those that this key's person or program asks or is asked."""

    q: None = Field(None, exclude=True)
    document: UUID | None = None
    state: State | None = None


class SignatureRequestOut(BaseModel):
    """A person is asked to sign a document [petició de signatura]."""

    id: UUID
    document: UUID
    document_title: str
    code: str | None
    signer: UUID
    signer_name: str
    signer_post: str
    place: int
    state: str
    asked_by: str
    asked_at: datetime
    note: str
    settled_at: datetime | None
    reason: str
    signed_sha256: str


class SignatureRequestList(BaseModel):
    """The requests that were made."""

    items: list[SignatureRequestOut]


def request_out(row: SignatureRequest) -> SignatureRequestOut:
    """A request as the API tells it."""
    return SignatureRequestOut(
        id=row.pk,
        document=row.document_id,
        document_title=row.document.title,
        code=row.version.code,
        signer=row.signer_id,
        signer_name=row.signer.full_name,
        signer_post=row.signer_post,
        place=row.place,
        state=row.state,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        note=row.note,
        settled_at=row.settled_at,
        reason=row.reason,
        signed_sha256=row.signed_sha256,
    )


def _hers(actor: Actor) -> Q:
    """Asked of, or by, the person of the key; or by the program itself."""
    if actor.person_id is None:
        return Q(asked_by_id=None, asked_by_name=actor.name)
    return Q(signer_id=actor.person_id) | Q(by_hand_id=actor.person_id) | Q(asked_by_id=actor.person_id)


def _request_of(request: ApiRequest, request_id: UUID) -> SignatureRequest:
    row: SignatureRequest | None = SignatureRequest.objects.with_papers().filter(pk=request_id).first()
    if row is None or not (row.signer_id == request.actor.person_id or may_read(request.actor, row.document)):
        raise NotHere(_("There is no such request here."))
    return row


def _signers(ids: list[UUID]) -> list[Person]:
    here = {person.pk: person for person in colleagues()}
    if any(pk not in here for pk in ids):
        raise BadInput(_("Nobody with that identifier works here."), field="signers")
    return [here[pk] for pk in ids]


@router.get("/signature-requests", response=Page[SignatureRequestOut], summary="Requests of signature")
@api_operation(scope="signature:read")
def list_signature_requests(request: ApiRequest, query: Query[RequestQuery]) -> Answer:
    """Those of a document, or those that the key asks or is asked; the newest first."""
    rows = SignatureRequest.objects.with_papers()
    if query.document:
        rows = rows.filter(document=document_for(request.actor, query.document))
    else:
        rows = rows.filter(_hers(request.actor))
    if query.state:
        rows = rows.filter(state=query.state)
    found, following = page_of_rows(rows, query, order=["-asked_at", "-id"], kinds=[datetime, UUID])
    return Answer(Page[SignatureRequestOut](items=[request_out(row) for row in found], next=following))


@router.post("/signature-requests", response={201: SignatureRequestList}, summary="Ask for signatures")
@api_operation(scope="signature:write")
def ask_for_signatures(request: ApiRequest, body: AskIn) -> Answer:
    """The text of the document is fixed first, if it was not (PDF/A with code and QR)."""
    document = document_for(request.actor, body.document)
    asked = request_signatures(
        by=request.actor,
        document=document,
        signers=_signers(body.signers),
        note=body.note,
        in_order=body.in_order,
    )
    return Answer(SignatureRequestList(items=[request_out(row) for row in asked]), status=201)


@router.get("/signature-requests/{request_id}", response=SignatureRequestOut, summary="A request")
@api_operation(scope="signature:read")
def show_signature_request(request: ApiRequest, request_id: UUID) -> Answer:
    """For whoever is asked, or may read the document."""
    return Answer(request_out(_request_of(request, request_id)))


@router.post("/signature-requests/{request_id}/return", response=SignatureRequestOut, summary="Return it")
@api_operation(scope="signature:write")
def return_signature_request(request: ApiRequest, request_id: UUID, body: ReturnIn) -> Answer:
    """Only for the person who was asked, saying why."""
    row = return_request(_request_of(request, request_id), by=request.actor, reason=body.reason)
    return Answer(request_out(row))


@router.post("/signature-requests/{request_id}/withdraw", response=SignatureRequestOut, summary="Withdraw it")
@api_operation(scope="signature:write")
def withdraw_signature_request(request: ApiRequest, request_id: UUID) -> Answer:
    """Ask no longer."""
    row = withdraw_request(_request_of(request, request_id), by=request.actor)
    return Answer(request_out(row))
