"""API: what is and was on the board, and the rounds that prove it. Publishing is of a person, who decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.bulletin import selectors
from consistori.bulletin.addresses import edict_url
from consistori.bulletin.exposing.certifying import report_of, rounds_of
from consistori.bulletin.models import Edict
from consistori.bulletin.policies import may_see_board
from consistori.bulletin.rules.exposing import Standing
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of_rows
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy import modality
from consistori.tenancy.models import Entity

router = Router()
Filter = Literal["exposed", "to_come", "over", "to_certify"]


class EdictOut(BaseModel):
    """An edict. `standing`: to_come, exposed, ended, taken_down. `sha256` is that of what everybody reads at `url`;
    `certificate` the document that certifies its exposure, when there is one."""

    id: UUID
    reference: str
    kind: str
    title: str
    summary: str
    organ: str
    language: str
    standing: str
    starts_on: date
    until_on: date
    url: str
    sha256: str
    document: UUID
    certificate: UUID | None
    taken_down: str


class RoundOut(BaseModel):
    """A round: `hash` is SHA-256 of `previous` followed by `content`, in UTF-8."""

    seq: int
    at: datetime
    content: str
    previous: str
    hash: str


class ExposureOut(BaseModel):
    """What the rounds prove of an edict: how many, in how many it was served, and whether no hour is missing."""

    reference: str
    rounds: int
    served: int
    is_continuous: bool
    items: list[RoundOut]


class EdictQuery(ListQuery):
    """Which: on the board now, to come, no longer there, to certify; all of them without it."""

    standing: Filter | None = Field(None)


@router.get("/edicts", response=Page[EdictOut], summary="What is and was on the board")
@api_operation(scope="documents:read")
def list_edicts(request: ApiRequest, query: Query[EdictQuery]) -> Answer:
    """Those with a number, the newest first. `q` finds those that have the words."""
    _ensure_here(request)
    rows: QuerySet[Edict] = selectors.staff_rows(query.standing or "", words=query.q or "").exclude(
        published_at=None
    )
    found, following = page_of_rows(rows, query, order=["-published_at", "-id"], kinds=[datetime, UUID])
    listed = selectors.listed_for(request.actor, found)
    return Answer(Page[EdictOut](items=[_out(row, request.entity) for row in listed], next=following))


@router.get("/edicts/{edict}", response=EdictOut, summary="An edict")
@api_operation(scope="documents:read")
def show_edict(request: ApiRequest, edict: UUID) -> Answer:
    """By its identifier."""
    return Answer(_out(_published(request, edict), request.entity))


@router.get("/edicts/{edict}/rounds", response=ExposureOut, summary="What its public page served")
@api_operation(scope="documents:read")
def show_rounds(request: ApiRequest, edict: UUID) -> Answer:
    """Every round made while it was on the board, in order: the chain is checked with nothing but SHA-256."""
    found = _published(request, edict)
    rows = rounds_of(found)
    report = report_of(found, rows, until=now())
    items = [
        RoundOut(seq=one.seq, at=one.at, content=one.content, previous=one.previous_hash, hash=one.hash)
        for one in rows
    ]
    said = ExposureOut(
        reference=found.reference, rounds=report.rounds, served=report.served,
        is_continuous=report.is_continuous, items=items,
    )  # fmt: skip
    return Answer(said)


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "bulletin"):
        raise NotHere()
    ensure(may_see_board(request.actor))


def _published(request: ApiRequest, pk: UUID) -> Edict:
    _ensure_here(request)
    found = selectors.edict_for(request.actor, pk)
    if found.standing is Standing.DRAFT:
        raise NotHere()
    return found


def _out(row: Any, entity: Entity) -> EdictOut:
    return EdictOut(
        id=row.pk,
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        organ=row.organ,
        language=row.language,
        standing=str(row.standing),
        starts_on=row.starts_on,
        until_on=row.until_on,
        url=edict_url(row, entity),
        sha256=row.shown_sha256,
        document=row.source_id,
        certificate=row.certificate_id if row.certificate_state == "ready" else None,
        taken_down=row.taken_down_words,
    )
