"""API: where somebody lives, with its reason in the log of readings, and the papers that were asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of_rows
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure
from consistori.padro.models import ResidencePaper
from consistori.padro.policies import may_issue
from consistori.padro.rules.slips import children_of
from consistori.padro.selectors import look_up
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity

router = Router()


class ResidenceQuery(BaseModel):
    """Whose, and why it is asked: the reason is kept with the reading."""

    identifier: str = Field(min_length=1, max_length=40)
    reason: str = Field(min_length=4, max_length=120, description="As «Gual X2026000412»: it is kept.")


class ResidenceOut(BaseModel):
    """Where somebody lives. Of the others of the house, only how many, and the children they answer for."""

    identifier: str
    full_name: str
    street: str
    number: str
    floor: str
    postcode: str
    place: str
    registered_since: date
    household_size: int
    children: list[str]
    source: str
    as_of: date


class ResidencePaperOut(BaseModel):
    """A slip or certificate. What it says is in its document, once it is issued."""

    id: UUID
    what: Literal["slip", "certificate"]
    span: Literal["alone", "together"]
    state: Literal["asked", "ordered", "signing", "stopped", "issued", "refused"]
    why: str = Field(description="Why it waits for a person, or stopped; empty when it does not.")
    entry: str
    exit: str
    document: UUID | None
    is_automatic: bool
    asked_at: datetime
    issued_at: datetime | None


@router.get("/residence", response=ResidenceOut, summary="Where somebody lives")
@api_operation(scope="residents:read")
def show_residence(request: ApiRequest, query: Query[ResidenceQuery]) -> Answer:
    """What the register of residents says today of whoever has that number. Each reading is kept with its reason."""
    _ensure_here()
    found = look_up(query.identifier, by=request.actor, reason=query.reason)
    if found is None:
        raise NotHere
    person = found.person
    return Answer(
        ResidenceOut(
            identifier=person.identifier, full_name=person.full_name, street=found.street, number=found.number,
            floor=found.floor, postcode=found.postcode, place=found.place, registered_since=person.since,
            household_size=len(found.everybody),
            children=[one.full_name for one in children_of(found, today())],
            source=found.source, as_of=found.as_of,
        )
    )  # fmt: skip


@router.get("/residence-papers", response=Page[ResidencePaperOut], summary="Slips and certificates")
@api_operation(scope="residents:read")
def list_residence_papers(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """The newest first."""
    _ensure_here()
    ensure(may_issue(request.actor))
    rows = ResidencePaper.objects.select_related("entry", "exit")
    found, following = page_of_rows(rows, query, order=["-asked_at", "-id"], kinds=[datetime, UUID])
    return Answer(Page[ResidencePaperOut](items=[_paper(row) for row in found], next=following))


def _ensure_here() -> None:
    if not modality.is_on(current_entity(), "padro"):
        raise NotHere


def _paper(row: ResidencePaper) -> ResidencePaperOut:
    said: dict[str, Any] = {"what": row.what, "span": row.span, "state": row.state}
    return ResidencePaperOut(
        id=row.pk, why=row.why, entry=row.entry.reference, exit=row.exit.reference if row.exit else "",
        document=row.document_id if row.is_issued else None, is_automatic=row.is_automatic,
        asked_at=row.asked_at, issued_at=row.issued_at, **said,
    )  # fmt: skip
