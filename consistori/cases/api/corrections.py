"""The correction requests of a case: asked point by point, notified, answered by an entry, ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.cases.api._common import base_of, case_of
from consistori.cases.correcting import acts, answers, selectors
from consistori.cases.correcting.reading import drawn
from consistori.cases.correcting.rules import Standing
from consistori.cases.models import CaseDocument, CorrectionPoint, CorrectionRequest
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
)
from consistori.documents.models import Document
from consistori.kernel.errors import BadInput, NotHere
from consistori.tenancy import modality

router = Router()
_ONE = "/cases/{case}/corrections/{request_id}"


class CorrectionPointIn(ApiSchema):
    """A thing to correct or bring. `key` is that of a field of the form, or `paper:` and that of a paper."""

    kind: CorrectionPoint.Kind
    label: str = Field(max_length=250)
    asks: str = Field(max_length=1000)
    key: str = Field("", max_length=80)
    said: str = Field("", max_length=1000)


class CorrectionIn(ApiSchema):
    """To which party, of which entry of the case (its number), and what."""

    party: UUID
    points: list[CorrectionPointIn] = Field(min_length=1, max_length=60)
    entry: str = Field("", max_length=20)
    kind: CorrectionRequest.Kind = CorrectionRequest.Kind.CORRECTION
    stops_term: bool = True
    is_competitive: bool = False
    language: str = Field("", max_length=2)


class NotifiedIn(ApiSchema):
    """On which day they received it, how, and its proof: a document of the case or a number."""

    on: date
    how: CorrectionRequest.How
    reference: str = Field("", max_length=200)
    proof: UUID | None = None


class AnsweredIn(ApiSchema):
    """The entry that answers, by its number, and which points."""

    entry: str = Field(max_length=20)
    points: list[UUID] = Field(min_length=1, max_length=60)


class EndIn(ApiSchema):
    """How it ends, and why."""

    ending: CorrectionRequest.Ending
    note: str = Field("", max_length=1000)


class CorrectionPointOut(BaseModel):
    """A point, and what was answered: `value` as the form keeps it, `words` as people read it."""

    id: UUID
    kind: str
    key: str
    label: str
    said: str
    asks: str
    words: str
    entry: str
    answered_on: date | None


class CorrectionOut(BaseModel):
    """A correction request [requeriment d'esmena]. `standing` says what it waits for; `last_day` is of the ten days."""

    id: UUID
    kind: str
    standing: Standing
    party: UUID
    entry: str
    document: UUID | None
    points: list[CorrectionPointOut]
    asked_at: datetime
    notified_on: date | None
    notified_how: str
    last_day: date | None
    deadline: UUID | None
    stops: UUID | None
    complied_on: date | None
    resolution: UUID | None
    ending: str


@router.get(
    "/cases/{case}/corrections", response=Page[CorrectionOut], summary="The correction requests of a case"
)
@api_operation(scope="cases:read")
def list_corrections(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """The last one first, each with its points."""
    _ensure_here(request)
    numbered = [(f"{n:04d}", one) for n, one in enumerate(selectors.of_case(case_of(request, case)))]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[CorrectionOut](items=[_out(one) for _n, one in items], next=following))


@router.post("/cases/{case}/corrections", response={201: CorrectionOut}, summary="Ask to correct or bring")
@api_operation(scope="cases:write")
def ask_correction(request: ApiRequest, case: str, body: CorrectionIn) -> Answer:
    """Its letter begins as a text of the case, to be signed."""
    _ensure_here(request)
    found = case_of(request, case, lock=True)
    row = found.parties.filter(party_id=body.party).select_related("party").first()
    entries = {one.reference: one for one in selectors.entries_of(found)}
    if row is None:
        raise BadInput(_("Choose somebody of the case: it is asked of a party."), field="party")
    if body.entry and body.entry not in entries:
        raise BadInput(_("That entry is not in this case."), field="entry")
    made = acts.ask_correction(
        found,
        by=request.actor,
        party=row.party,
        points=[acts.PointSaid(**one.model_dump()) for one in body.points],
        entry=entries.get(body.entry),
        kind=body.kind,
        stops_term=body.stops_term,
        is_competitive=body.is_competitive,
        language=body.language,
    )
    location = f"{base_of(request)}cases/{found.pk}/corrections/{made.pk}"
    return Answer(_out(selectors.one_of(found, made.pk)), status=201, location=location)


@router.get(_ONE, response=CorrectionOut, summary="A correction request")
@api_operation(scope="cases:read")
def get_correction(request: ApiRequest, case: str, request_id: UUID) -> Answer:
    """With its points and where it stands."""
    _ensure_here(request)
    return Answer(_out(selectors.one_of(case_of(request, case), request_id)))


@router.post(f"{_ONE}/notified", response=CorrectionOut, summary="It was notified")
@api_operation(scope="cases:write")
def correction_notified(request: ApiRequest, case: str, request_id: UUID, body: NotifiedIn) -> Answer:
    """The ten days begin and, if it was so agreed, the term to resolve stops (22.1.a)."""
    found = _held(request, case, request_id)
    leaves = CaseDocument.objects.filter(case=found.case_id, document_id=body.proof).select_related(
        "document"
    )
    leaf = leaves.first() if body.proof else None
    if body.proof and leaf is None:
        raise BadInput(_("That document is not in this case: file it first."), field="proof")
    proof: Document | None = leaf.document if leaf else None
    acts.record_notified(
        found, by=request.actor, on=body.on, how=body.how, reference=body.reference, proof=proof
    )
    return _again(found)


@router.post(f"{_ONE}/answered", response=CorrectionOut, summary="An entry answers it")
@api_operation(scope="cases:write")
def correction_answered(request: ApiRequest, case: str, request_id: UUID, body: AnsweredIn) -> Answer:
    """An entry that the case took; with all its points, the term to resolve goes on from the day it came."""
    found = _held(request, case, request_id)
    entry = next((one for one in selectors.entries_of(found.case) if one.reference == body.entry), None)
    if entry is None:
        raise BadInput(_("That entry is not in this case."), field="entry")
    answers.record_answer(
        found, entry, by=request.actor, points={key: answers.Answered() for key in body.points}
    )
    return _again(found)


@router.post(f"{_ONE}/end", response=CorrectionOut, summary="End it")
@api_operation(scope="cases:write")
def end_correction(request: ApiRequest, case: str, request_id: UUID, body: EndIn) -> Answer:
    """Withdrawn only with a signed resolution (68.1)."""
    found = _held(request, case, request_id)
    answers.end_correction(found, by=request.actor, ending=body.ending, note=body.note)
    return _again(found)


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "deadlines"):
        raise NotHere(_("This town hall keeps no terms."))


def _held(request: ApiRequest, case: str, key: UUID) -> CorrectionRequest:
    _ensure_here(request)
    return selectors.one_of(case_of(request, case, lock=True), key)


def _again(found: CorrectionRequest) -> Answer:
    return Answer(_out(selectors.one_of(found.case, found.pk)))


def _out(found: CorrectionRequest) -> CorrectionOut:
    one = drawn(found)
    return CorrectionOut(
        id=found.pk,
        kind=found.kind,
        standing=one.standing,
        party=found.party_id,
        entry=found.entry.reference if found.entry else "",
        document=found.document_id,
        points=[
            CorrectionPointOut(
                id=point.pk,
                kind=point.kind,
                key=point.key,
                label=point.label,
                said=point.said,
                asks=point.asks,
                words=point.words,
                entry=point.entry.reference if point.entry else "",
                answered_on=point.answered_on,
            )
            for point in one.points
        ],
        asked_at=found.asked_at,
        notified_on=found.notified_on,
        notified_how=found.notified_how,
        last_day=one.last_day,
        deadline=found.term_id,
        stops=found.stop_id,
        complied_on=found.complied_on,
        resolution=found.resolution_id,
        ending=found.ending,
    )
