"""API: the terms that are kept, and the acts on them. A thing that the key does not read is not here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.deadlines import services, subjects
from consistori.deadlines.api.sums import SumOut, sum_out
from consistori.deadlines.keeping import sum_from_data
from consistori.deadlines.models import Computation, Deadline, Suspension
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.pauses import Cause
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import deadline_for
from consistori.deadlines.subjects import Subject
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of
from consistori.kernel.errors import BadInput, NotHere

router = Router()


class DeadlineOut(BaseModel):
    """A term that is kept. `last_day` is null while a calendar is missing or it is stopped: nothing happens then."""

    id: UUID
    subject_kind: str = Field(description="As `case`.")
    subject_id: UUID
    purpose: str
    label: str
    is_main: bool = Field(description="It is the one to resolve and notify.")
    whose: Whose
    state: str
    start_on: date
    reference: str
    last_day: date | None
    not_before: date
    effects_from: date | None
    ending: Ending
    is_stopped: bool
    met_on: date | None
    number: int = Field(description="How many sums were made of it.")


class ComputationOut(BaseModel):
    """A sum as it was made; the one before is beside it."""

    number: int
    reason: str
    note: str
    made_at: datetime
    last_day: date | None
    not_before: date
    before: date | None
    moved: int
    found: SumOut


class DeadlineIn(BaseModel):
    """A term to open: `rule` for one that the law fixes, or its length, article and ending."""

    subject_kind: str = "case"
    subject_id: UUID
    start_on: date
    rule: str = Field("", max_length=40)
    purpose: str = Field("", max_length=40)
    title: str = Field("", max_length=160)
    amount: int = Field(0, ge=0, le=3700)
    unit: Unit = Unit.WORKING_DAYS
    article: str = Field("", max_length=200)
    ending: Ending = Ending.NOTHING
    whose: Whose = Whose.PARTY
    start: StartKind = StartKind.NOTIFICATION
    reference: str = Field("", max_length=200)
    document_id: UUID | None = None
    is_urgent: bool = False


class StopIn(BaseModel):
    """Stop the term to resolve, by a letter of article 22."""

    cause: Cause
    since: date
    communicated_on: date | None = None
    communication: str = Field("", max_length=200)
    granted_until: date | None = None
    justification: str = Field("", max_length=500)
    document_id: UUID | None = None


class ResumeIn(BaseModel):
    """Let it go on from a day."""

    until: date
    justification: str = Field("", max_length=500)
    document_id: UUID | None = None


class ExtendIn(BaseModel):
    """Make it longer, with reasons; amount 0 is the most that the law lets."""

    decided_on: date
    justification: str = Field(max_length=500)
    amount: int = Field(0, ge=0, le=400)
    document_id: UUID | None = None


class MeetIn(BaseModel):
    """What had to be done was done."""

    on: date
    how: Deadline.How = Deadline.How.DONE
    reference: str = Field("", max_length=200)
    document_id: UUID | None = None


class DeadlineQuery(ListQuery):
    """Of which thing."""

    subject_kind: str = Field("case", max_length=20)
    subject_id: UUID


def deadline_out(term: Deadline) -> DeadlineOut:
    """A term as the API tells it."""
    names = DeadlineOut.model_fields
    return DeadlineOut(**{name: getattr(term, name) for name in names})


@router.get("/deadlines", response=Page[DeadlineOut], summary="Terms of a thing")
@api_operation(scope="deadlines:read")
def list_deadlines(request: ApiRequest, query: Query[DeadlineQuery]) -> Answer:
    """Those that run and those that ended, by their day."""
    subject = Subject(query.subject_kind, query.subject_id)
    if subjects.tell_one(request.actor, subject) is None:
        raise NotHere()
    rows = list(Deadline.objects.of(subject.kind, [subject.id]).order_by("not_before", "id"))
    items, following = page_of(rows, query, key=lambda row: f"{row.not_before}-{row.pk}")
    return Answer(Page[DeadlineOut](items=[deadline_out(row) for row in items], next=following))


@router.post("/deadlines", response={201: DeadlineOut}, summary="Open a term")
@api_operation(scope="deadlines:write")
def open_term(request: ApiRequest, body: DeadlineIn) -> Answer:
    """Its sum is kept with the calendars in force."""
    said = body.model_dump()
    subject = Subject(said.pop("subject_kind"), said.pop("subject_id"))
    if subjects.tell_one(request.actor, subject) is None:
        raise NotHere()
    term = services.open_deadline(by=request.actor, subject=subject, **said)
    return Answer(deadline_out(term), status=201, location=f"{request.path.rstrip('/')}/{term.pk}")


@router.get("/deadlines/{deadline_id}", response=DeadlineOut, summary="A term")
@api_operation(scope="deadlines:read")
def show_deadline(request: ApiRequest, deadline_id: UUID) -> Answer:
    """As it stands."""
    return Answer(deadline_out(deadline_for(deadline_id, request.actor)[0]))


@router.get("/deadlines/{deadline_id}/computations", response=Page[ComputationOut], summary="Its sums")
@api_operation(scope="deadlines:read")
def list_computations(request: ApiRequest, deadline_id: UUID, query: Query[ListQuery]) -> Answer:
    """The first one first; none of them ever changes."""
    term, _told = deadline_for(deadline_id, request.actor)
    rows = list(Computation.objects.filter(deadline=term).order_by("number"))
    items, following = page_of(rows, query, key=lambda row: f"{row.number:06d}")
    told = [
        ComputationOut(
            number=row.number,
            reason=row.reason,
            note=row.note,
            made_at=row.at,
            last_day=row.last_day,
            not_before=row.not_before,
            before=row.before,
            moved=row.moved,
            found=sum_out(sum_from_data(row.found)),
        )
        for row in items
    ]
    return Answer(Page[ComputationOut](items=told, next=following))


@router.post("/deadlines/{deadline_id}/stop", response=DeadlineOut, summary="Stop the term to resolve")
@api_operation(scope="deadlines:write")
def stop_term(request: ApiRequest, deadline_id: UUID, body: StopIn) -> Answer:
    """Without its communication, where the letter orders one, it is refused."""
    term, _told = deadline_for(deadline_id, request.actor)
    services.suspend(term, by=request.actor, **body.model_dump())
    return show_again(request, deadline_id)


@router.post("/deadlines/{deadline_id}/resume", response=DeadlineOut, summary="Let it go on")
@api_operation(scope="deadlines:write")
def resume_term(request: ApiRequest, deadline_id: UUID, body: ResumeIn) -> Answer:
    """The last suspension that is open."""
    term, _told = deadline_for(deadline_id, request.actor)
    stop = Suspension.objects.filter(deadline=term, until=None).select_related("deadline").last()
    if stop is None:
        raise BadInput(_("It is not stopped."), field="until")
    services.resume(stop, by=request.actor, **body.model_dump())
    return show_again(request, deadline_id)


@router.post("/deadlines/{deadline_id}/extend", response=DeadlineOut, summary="Make it longer")
@api_operation(scope="deadlines:write")
def extend_term(request: ApiRequest, deadline_id: UUID, body: ExtendIn) -> Answer:
    """Decided before it ended, with its reasons."""
    term, _told = deadline_for(deadline_id, request.actor)
    services.extend(term, by=request.actor, **body.model_dump())
    return show_again(request, deadline_id)


@router.post("/deadlines/{deadline_id}/meet", response=DeadlineOut, summary="It was met")
@api_operation(scope="deadlines:write")
def meet_term(request: ApiRequest, deadline_id: UUID, body: MeetIn) -> Answer:
    """Said again with an earlier day, the earlier one stays."""
    term, _told = deadline_for(deadline_id, request.actor)
    return Answer(deadline_out(services.meet(term, by=request.actor, **body.model_dump())))


def show_again(request: ApiRequest, deadline_id: UUID) -> Answer:
    """The term as it stands after an act."""
    return Answer(deadline_out(deadline_for(deadline_id, request.actor)[0]))
