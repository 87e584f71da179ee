"""API: the persons and firms who come to us."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    check_match,
)
from consistori.directory.api_access.answers import etag_of
from consistori.directory.api_access.paging import read_cursor, write_cursor
from consistori.kernel.errors import NotHere, ensure
from consistori.parties import selectors
from consistori.parties.models import Party
from consistori.parties.policies import may_see_parties
from consistori.parties.services import add_party, correct_party
from consistori.trail.readings import record_reading

router = Router()
Kind = Literal["natural", "legal", "unincorporated", "administration"]
Language = Literal["ca", "es"]


class PartyIn(ApiSchema):
    """A person or firm to enter; `kind` may be left out when the identifier tells it."""

    name: str = Field(min_length=1, max_length=200)
    surname1: str = Field("", max_length=100)
    surname2: str = Field("", max_length=100)
    kind: Kind | None = None
    identifier: str = Field("", max_length=40)
    identifier_kind: str = Field("", max_length=12)
    language: Language = "ca"
    is_professional: bool = False
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)
    address: str = Field("", max_length=200)
    postcode: str = Field("", max_length=12)
    place: str = Field("", max_length=120)


class PartyChanges(ApiSchema):
    """What is corrected; what is not sent stays."""

    name: str | None = Field(None, max_length=200)
    surname1: str | None = Field(None, max_length=100)
    surname2: str | None = Field(None, max_length=100)
    kind: Kind | None = None
    language: Language | None = None
    is_professional: bool | None = None


class PartyQuery(ListQuery):
    """Which parties."""

    kind: Kind | None = None


class PartyOut(BaseModel):
    """A party [persona interessada]. `merged_into` is the one as which it is known, when they turned out to be one."""

    id: UUID
    kind: str
    name: str
    surname1: str
    surname2: str
    display_name: str
    identifier: str
    identifier_kind: str
    language: str
    is_professional: bool
    is_protected: bool
    obliged_electronic: bool
    obliged_article: str
    merged_into: UUID | None
    version: int


class AddressOut(BaseModel):
    """A postal address."""

    model_config = ConfigDict(from_attributes=True)

    lines: str
    postcode: str
    place: str
    country: str
    is_main: bool


class ChannelOut(BaseModel):
    """A way of giving notice."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    value: str
    is_verified: bool
    is_main: bool


class PartyDetail(PartyOut):
    """A party with where and how it is reached, when the key may see it."""

    addresses: list[AddressOut]
    channels: list[ChannelOut]


def party_out(party: Party) -> PartyOut:
    """A party as the API tells it."""
    return PartyOut(**_fields(party))


def _fields(party: Party) -> dict[str, Any]:
    duty = party.obliged_electronic
    return {
        "id": party.pk,
        "kind": party.kind,
        "name": party.name,
        "surname1": party.surname1,
        "surname2": party.surname2,
        "display_name": party.display_name,
        "identifier": party.identifier,
        "identifier_kind": party.identifier_kind,
        "language": party.language,
        "is_professional": party.is_professional,
        "is_protected": party.standing.is_protected,
        "obliged_electronic": duty.ok,
        "obliged_article": duty.article if duty.ok else "",
        "merged_into": party.merged_into_id,
        "version": party.version,
    }


@router.get("/parties", response=Page[PartyOut], summary="Persons and firms")
@api_operation(scope="parties:read")
def list_parties(request: ApiRequest, query: Query[PartyQuery]) -> Answer:
    """In alphabetical order. `q` finds by the beginning of any word of the name or of a number."""
    ensure(may_see_parties(request.actor))
    after = read_cursor(query.cursor, [str])[0] if query.cursor else ""
    page = selectors.page_of_parties(query.q or "", kind=query.kind or "", after=after, size=query.limit)
    following = write_cursor([page.next_cursor]) if page.next_cursor else None
    return Answer(Page[PartyOut](items=[party_out(p) for p in page.parties], next=following))


@router.post("/parties", response={201: PartyOut}, summary="Enter a person or firm")
@api_operation(scope="parties:write")
def enter_party(request: ApiRequest, body: PartyIn) -> Answer:
    """Refused with 409 when somebody already has the number."""
    party = add_party(by=request.actor, **(body.model_dump() | {"kind": body.kind or ""}))
    return Answer(
        party_out(party),
        status=201,
        etag=etag_of(party.pk, party.version),
        location=f"{request.path.rstrip('/')}/{party.pk}",
    )


@router.get("/parties/{party_id}", response=PartyDetail, summary="A person or firm")
@api_operation(scope="parties:read")
def show_party(request: ApiRequest, party_id: UUID) -> Answer:
    """With addresses and channels, unless it is protected from this key. The reading is written down."""
    opened = selectors.opened_party(request.actor, party_id)
    party = opened.party
    record_reading(
        by=request.actor, kind="party", id=party.pk, label=party.display_name,
        reserved=party.standing.is_protected,
    )  # fmt: skip
    detail = PartyDetail(
        **_fields(party),
        addresses=[AddressOut.model_validate(a) for a in opened.addresses],
        channels=[ChannelOut.model_validate(c) for c in opened.channels],
    )
    return Answer(detail, etag=etag_of(party.pk, party.version))


@router.patch(
    "/parties/{party_id}",
    response=PartyOut,
    summary="Correct a person or firm",
    openapi_extra={"x-if-match": "required"},
)
@api_operation(scope="parties:write")
def change_party(request: ApiRequest, party_id: UUID, body: PartyChanges) -> Answer:
    """Takes If-Match."""
    ensure(may_see_parties(request.actor))
    party = Party.objects.select_for_update().filter(pk=party_id).first()
    if party is None:
        raise NotHere(_("There is no such person or firm here."))
    check_match(request, etag_of(party.pk, party.version))
    sent = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    correct_party(party, by=request.actor, **sent)
    return Answer(party_out(party), etag=etag_of(party.pk, party.version))
