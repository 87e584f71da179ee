"""API: the decree book, to read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.bodies import selectors
from consistori.bodies.models import Decree
from consistori.bodies.policies import is_kept, may_read_book
from consistori.bodies.rules.naming import number_read
from consistori.bodies.sentences import standing_of
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of_rows
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy.scope import current_entity
from consistori.tenancy.search import matching

router = Router()


class DecreesQuery(ListQuery):
    """Which decrees: of a year, with some words or a number, still to be transcribed."""

    year: int | None = Field(None, ge=1900, le=2200)
    transcribed: bool | None = Field(None, description="Only those that are, or are not, transcribed.")


class DecreeOut(BaseModel):
    """A decree in its book. `title` is empty when its matter is reserved for whoever asks."""

    id: UUID
    number: str = Field(description="As it is written: 2026/0123.")
    date: date
    decided_at: datetime
    title: str
    decided_by: str
    post: str
    competence: Literal["own", "delegation", "signature", "substitution"]
    standing: str
    transcribed_at: datetime | None
    annulled_by: str = Field(
        description="The number of the decree that leaves it without effect; empty if none."
    )
    document: UUID


@router.get("/decrees", response=Page[DecreeOut], summary="The decree book")
@api_operation(scope="documents:read")
def list_decrees(request: ApiRequest, query: Query[DecreesQuery]) -> Answer:
    """The last decree first."""
    _ensure_here(request)
    rows = Decree.objects.all()
    if query.year is not None:
        rows = rows.of_year(query.year)
    if query.transcribed is not None:
        done = rows.transcribed().values("pk")
        rows = rows.filter(pk__in=done) if query.transcribed else rows.exclude(pk__in=done)
    if query.q:
        said = number_read(query.q)
        rows = rows.filter(year=said[0], number=said[1]) if said else matching(rows, query.q)
    found, following = page_of_rows(
        selectors.with_standing(rows), query, order=["-year", "-number"], kinds=[int, int]
    )
    hidden = selectors.hidden_titles(found, request.actor)
    return Answer(Page[DecreeOut](items=[_out(row, hidden) for row in found], next=following))


@router.get("/decrees/{year}/{number}", response=DecreeOut, summary="A decree")
@api_operation(scope="documents:read")
def show_decree(request: ApiRequest, year: int, number: int) -> Answer:
    """By its year and number."""
    _ensure_here(request)
    row = selectors.decree_of(year, number)
    return Answer(_out(row, selectors.hidden_titles([row], request.actor)))


def _ensure_here(request: ApiRequest) -> None:
    if not is_kept(current_entity()):
        raise NotHere
    ensure(may_read_book(request.actor))


def _out(row: Decree, hidden: set[UUID]) -> DecreeOut:
    entered, annulment = getattr(row, "transcribed", None), getattr(row, "annulment", None)
    manner: Any = row.manner
    return DecreeOut(
        id=row.pk,
        number=row.said,
        date=row.decided_on,
        decided_at=row.decided_at,
        title="" if row.pk in hidden else row.title,
        decided_by=row.signer_name,
        post=row.signer_post,
        competence=manner,
        standing=standing_of(row),
        transcribed_at=entered.transcription.done_at if entered else None,
        annulled_by=annulment.by_decree.said if annulment else "",
        document=row.document_id,
    )
