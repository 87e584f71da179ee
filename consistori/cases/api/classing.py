"""What is proposed for cases opened loosely; classing many at once, and undoing it together."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.cases.classing import selectors
from consistori.cases.classing.acts import MOST_AT_ONCE, Outcome, class_many, may_class, undo_classing
from consistori.cases.classing.selectors import Loose
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of_rows,
)
from consistori.kernel.errors import BadInput, ensure

router = Router()


class ProposedOut(BaseModel):
    """A series proposed for a case: `clear` when no other comes near and nobody would stop seeing the case by it."""

    series: str
    title: str
    points: float
    clear: bool
    reasons: list[str]


class LooseOut(BaseModel):
    """A case to be classified, with what is proposed, the likeliest first."""

    case: UUID
    number: str
    title: str
    proposed: list[ProposedOut]


class ChoiceIn(ApiSchema):
    """A case, by its identifier, and the code of its series."""

    case: UUID
    series: str = Field(max_length=30)


class ClassingIn(ApiSchema):
    """The cases that are classed at once."""

    choices: list[ChoiceIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ClassingOut(BaseModel):
    """What came of it: numbers of the done, a sentence for each of the others, until when it can be undone."""

    id: UUID | None
    done: list[str]
    left: list[str]
    undo_until: datetime | None


@router.get("/classing-proposals", response=Page[LooseOut], summary="Series proposed for loose cases")
@api_operation(scope="cases:read")
def list_classing_proposals(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """The open cases without series, the first opened first, each with up to three series and why."""
    ensure(may_class(request.actor))
    rows = selectors.loose_cases(request.actor).order_by().select_related("entity").defer("search")
    found, following = page_of_rows(rows, query, order=["id"], kinds=[UUID])
    known = selectors.library(request.actor)
    return Answer(
        Page[LooseOut](items=[_loose(one) for one in selectors.propose(found, known)], next=following)
    )


@router.post("/classings", response={201: ClassingOut}, summary="Class many cases at once")
@api_operation(scope="cases:write")
def create_classing(request: ApiRequest, body: ClassingIn) -> Answer:
    """What a colleague classed meanwhile is left and told; the rest can be undone together for two weeks."""
    by_code = {series.code: series for series in selectors.library(request.actor).series.values()}
    choices = {}
    for choice in body.choices:
        if choice.series not in by_code:
            raise BadInput(_("There is no series “%(said)s”.") % {"said": choice.series}, field="choices")
        choices[choice.case] = by_code[choice.series]
    return Answer(_outcome(class_many(choices, by=request.actor)), status=201)


@router.post("/classings/{classing}/undo", response=ClassingOut, summary="Undo a bulk classing")
@api_operation(scope="cases:write")
def undo_a_classing(request: ApiRequest, classing: UUID) -> Answer:
    """Its cases are to be classified again, but those closed since or put by hand in another series."""
    ensure(may_class(request.actor))
    return Answer(_outcome(undo_classing(selectors.classing_of(classing), by=request.actor)))


def _loose(one: Loose) -> LooseOut:
    proposed = [
        ProposedOut(
            series=this.series.code, title=this.series.title, points=this.guess.points, clear=this.is_clear,
            reasons=this.reasons,
        )
        for this in one.proposed
    ]  # fmt: skip
    return LooseOut(case=one.case.pk, number=one.case.number, title=one.case.title, proposed=proposed)


def _outcome(outcome: Outcome) -> ClassingOut:
    row = outcome.classing
    return ClassingOut(
        id=row.pk if row else None,
        done=outcome.done,
        left=outcome.left,
        undo_until=row.undo_until if row else None,
    )
