"""API: contacts with people. A telephone exchange or another program writes them; their figures are read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.assistance.contacts.selectors import figures
from consistori.assistance.contacts.services import log_contact
from consistori.assistance.models import Contact
from consistori.assistance.policies import ensure_here
from consistori.cases.selectors import case_by_number, known_cases
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of_rows,
)
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties.models import Party
from consistori.parties.policies import may_see_parties

router = Router()
Way = Literal["counter", "phone", "appointment", "video", "online", "email", "letter"]


class ContactIn(ApiSchema):
    """Somebody was attended. Without `party`, nobody asked who it was; `case` is its number."""

    channel: Way
    subject: str = Field(min_length=1, max_length=200)
    solved_at_once: bool
    party: UUID | None = None
    case: str | None = Field(None, max_length=32)
    procedure: str = Field("", max_length=20)
    note: str = Field("", max_length=1000)


class ContactOut(BaseModel):
    """A contact; `case` only if the key may know of it."""

    id: UUID
    at: datetime
    channel: str
    subject: str
    solved_at_once: bool
    party: UUID | None
    case: str | None
    entry: str | None
    procedure: str
    note: str
    by: str


class ContactQuery(ListQuery):
    """Which contacts."""

    channel: Way | None = None
    party: UUID | None = None


class ContactMonthOut(BaseModel):
    """A month: how many by each way, and how many went away with what they came for."""

    month: date
    by_channel: dict[str, int]
    total: int
    solved_at_once: int


class ContactFigures(BaseModel):
    """The last twelve months, this one first."""

    items: list[ContactMonthOut]


@router.get("/contacts", response=Page[ContactOut], summary="Contacts with people")
@api_operation(scope="parties:read")
def list_contacts(request: ApiRequest, query: Query[ContactQuery]) -> Answer:
    """The newest first. `q` looks in what they were about."""
    ensure_here(request.entity)
    ensure(may_see_parties(request.actor))
    rows = Contact.objects.select_related("entry")
    if query.channel:
        rows = rows.filter(channel=query.channel)
    if query.party:
        rows = rows.filter(party=query.party)
    if query.q:
        rows = rows.filter(subject__icontains=query.q)
    found, following = page_of_rows(rows, query, order=["-at", "-id"], kinds=[datetime, UUID])
    cases = known_cases({row.case_id for row in found if row.case_id}, request.actor)
    items = [_out(row, cases[row.case_id].number if row.case_id in cases else None) for row in found]
    return Answer(Page[ContactOut](items=items, next=following))


@router.post("/contacts", response={201: ContactOut}, summary="Write a contact down")
@api_operation(scope="parties:write")
def create_contact(request: ApiRequest, body: ContactIn) -> Answer:
    """It is written once: it is neither corrected nor deleted."""
    ensure_here(request.entity)
    party = None
    if body.party is not None:
        party = Party.objects.select_related("merged_into").filter(pk=body.party).first()
        if party is None:
            raise BadInput(_("There is no such person or firm here."), field="party")
    case = case_by_number(body.case, request.actor) if body.case else None
    made = log_contact(
        by=request.actor, party=party, channel=body.channel, subject=body.subject,
        solved_at_once=body.solved_at_once, case=case, note=body.note, procedure=body.procedure,
    )  # fmt: skip
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    return Answer(_out(made, case.number if case else None), status=201, location=f"{base}contacts/{made.pk}")


@router.get("/contacts/figures", response=ContactFigures, summary="Contacts by month and way")
@api_operation(scope="parties:read")
def contact_figures(request: ApiRequest) -> Answer:
    """Counts, and nobody's name."""
    ensure_here(request.entity)
    items = [
        ContactMonthOut(
            month=one.month, by_channel=one.by_channel, total=one.total, solved_at_once=one.solved
        )
        for one in figures(request.actor)
    ]
    return Answer(ContactFigures(items=items))


@router.get("/contacts/{contact}", response=ContactOut, summary="A contact")
@api_operation(scope="parties:read")
def show_contact(request: ApiRequest, contact: UUID) -> Answer:
    """By its identifier."""
    ensure_here(request.entity)
    ensure(may_see_parties(request.actor))
    row = Contact.objects.select_related("entry").filter(pk=contact).first()
    if row is None:
        raise NotHere
    cases = known_cases({row.case_id}, request.actor) if row.case_id else {}
    return Answer(_out(row, cases[row.case_id].number if row.case_id in cases else None))


def _out(row: Contact, case: str | None) -> ContactOut:
    return ContactOut(
        id=row.pk, at=row.at, channel=row.channel, subject=row.subject, solved_at_once=row.solved_at_once,
        party=row.party_id, case=case, entry=row.entry.reference if row.entry else None,
        procedure=row.procedure, note=row.note, by=row.by_name,
    )  # fmt: skip
