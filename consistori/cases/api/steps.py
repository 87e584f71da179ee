"""The steps of a case: the palette, what has been done, what waits; and each act on one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.cases.api._common import base_of, case_of, colleague
from consistori.cases.models import CaseDocument, Step
from consistori.cases.steps import acts, palette, selectors
from consistori.cases.steps.rules import Kind, Sense, Standing
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    check_match,
    page_of,
)
from consistori.documents.models import Document
from consistori.kernel.errors import BadInput, NotHere
from consistori.tenancy import modality

router = Router()
MATCHES = {"x-if-match": "optional"}


class StepLinksIn(ApiSchema):
    """What it does besides. `stops`: the term to resolve stops while it lasts, and the parties were told on `told_on`.
    `notifies`: it tells what was decided, and meets that term. `is_compulsory`: a rule orders it.
    """

    stops: bool = False
    told_on: date | None = None
    notifies: bool = False
    is_compulsory: bool = False


class StepIn(ApiSchema):
    """A step to write: one of the palette by its `code`, or one's own by `title` and `kind`.

    `on` is its real date when it is done, and since when it runs when it is a wait to do. A wait without `until` runs
    by the term of the law of its code, which it opens; work to do is given as a task to `assigned_to`.
    """

    code: str = Field("", max_length=20)
    title: str = Field("", max_length=160)
    kind: Kind | None = None
    standing: Standing = Standing.DONE
    on: date | None = None
    due_on: date | None = None
    until: date | None = None
    until_why: str = Field("", max_length=200)
    assigned_to: UUID | None = None
    document: UUID | None = None
    note: str = Field("", max_length=1000)
    sense: Sense | None = None
    reasons: str = Field("", max_length=1000)
    links: StepLinksIn = StepLinksIn()


class CompleteIn(ApiSchema):
    """The real day on which it happened, or a wait ended; today if it is not said."""

    on: date | None = None
    note: str | None = Field(None, max_length=1000)
    document: UUID | None = None
    sense: Sense | None = None
    reasons: str = Field("", max_length=1000)
    links: StepLinksIn = StepLinksIn()


class ReasonsIn(ApiSchema):
    """Why."""

    reasons: str = Field(max_length=1000)


class StepExtensionIn(ReasonsIn):
    """Why a wait is longer, decided when; `until` only where its day was typed."""

    decided_on: date | None = None
    until: date | None = None


class StepOut(BaseModel):
    """A step [tràmit]. `on` is its real date, `recorded_at` when it was written; `deadline` and `task` are what it
    opened, `stops` the term to resolve that it stops.
    """

    id: UUID
    code: str
    name: str
    kind: str
    standing: str
    on: date | None
    began_on: date | None
    until: date | None
    until_why: str
    not_before: date | None
    due_on: date | None
    assigned_to: UUID | None
    document: UUID | None
    deadline: UUID | None
    stops: UUID | None
    task: UUID | None
    sense: str
    note: str
    reasons: str
    recorded_at: datetime
    recorded_by: str
    settled_at: datetime | None
    version: int


class StepKindOut(BaseModel):
    """A line of the palette; `by` says what makes it where no hand does. What it opens: `term`, what it `stops` of the
    term to resolve (the letter of article 22), the kind of `task`; `regime`: how the procedure goes from it on.
    """

    code: str
    name: dict[str, str]
    kind: str
    state: str
    term: str
    stops: str
    task: str
    regime: str
    papers: list[str]
    by: str
    series: list[str]
    article: str


@router.get("/step-kinds", response=Page[StepKindOut], summary="The palette of steps")
@api_operation(scope="cases:read")
def list_step_kinds(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """Generic ones and those of some series; any order, none compulsory."""
    _ensure_here(request)
    numbered = [(f"{n:04d}", line) for n, line in enumerate(palette.everything().values())]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[StepKindOut](items=[_kind(line) for _n, line in items], next=following))


@router.get("/cases/{case}/steps", response=Page[StepOut], summary="The steps of a case")
@api_operation(scope="cases:read")
def list_steps(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """As they were written, the oldest first; those taken back are in the timeline."""
    _ensure_here(request)
    rows = selectors.steps_of(case_of(request, case))
    numbered = [(f"{n:06d}", row) for n, row in enumerate(rows)]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[StepOut](items=[_out(row) for _n, row in items], next=following))


@router.post("/cases/{case}/steps", response={201: StepOut}, summary="Write a step")
@api_operation(scope="cases:write")
def add_step(request: ApiRequest, case: str, body: StepIn) -> Answer:
    """409 with its article where the law does not let it be so."""
    _ensure_here(request)
    found = case_of(request, case, lock=True)
    said = body.model_dump(exclude={"kind", "sense", "assigned_to", "document", "links"})
    step = acts.add_step(
        found,
        by=request.actor,
        kind=body.kind or "",
        sense=body.sense or "",
        assigned_to=colleague(body.assigned_to, field="assigned_to"),
        document=_document(found.pk, body.document),
        links=_links(body.links),
        **said,
    )
    return _answer(request, step, status=201)


@router.get("/cases/{case}/steps/{step_id}", response=StepOut, summary="A step")
@api_operation(scope="cases:read")
def get_step(request: ApiRequest, case: str, step_id: UUID) -> Answer:
    """With its version."""
    return _answer(request, _step(request, case, step_id, lock=False))


@router.post(
    "/cases/{case}/steps/{step_id}/complete", response=StepOut, summary="It happened", openapi_extra=MATCHES
)
@api_operation(scope="cases:write")
def complete_step(request: ApiRequest, case: str, step_id: UUID, body: CompleteIn) -> Answer:
    """A pending step is done, or a wait ended."""
    step = _step(request, case, step_id)
    done = acts.complete_step(
        step,
        by=request.actor,
        on=body.on,
        note=body.note,
        document=_document(step.case_id, body.document),
        sense=body.sense or "",
        reasons=body.reasons,
        links=_links(body.links),
    )
    return _answer(request, done)


@router.post("/cases/{case}/steps/{step_id}/skip", response=StepOut, summary="Skip it", openapi_extra=MATCHES)
@api_operation(scope="cases:write")
def skip_step(request: ApiRequest, case: str, step_id: UUID, body: ReasonsIn) -> Answer:
    """It stays in sight with its reason."""
    step = _step(request, case, step_id)
    return _answer(request, acts.skip_step(step, by=request.actor, reasons=body.reasons))


@router.post(
    "/cases/{case}/steps/{step_id}/resume", response=StepOut, summary="Come back to it", openapi_extra=MATCHES
)
@api_operation(scope="cases:write")
def resume_step(request: ApiRequest, case: str, step_id: UUID) -> Answer:
    """It is pending again."""
    return _answer(request, acts.resume_step(_step(request, case, step_id), by=request.actor))


@router.post(
    "/cases/{case}/steps/{step_id}/extend", response=StepOut, summary="Extend a wait", openapi_extra=MATCHES
)
@api_operation(scope="cases:write")
def extend_step(request: ApiRequest, case: str, step_id: UUID, body: StepExtensionIn) -> Answer:
    """At most half of it, decided before it ends (Llei 39/2015, art. 32)."""
    step = _step(request, case, step_id)
    longer = acts.extend_wait(
        step, by=request.actor, reasons=body.reasons, decided_on=body.decided_on, until=body.until
    )
    return _answer(request, longer)


@router.delete("/cases/{case}/steps/{step_id}", response={204: None}, summary="Take a step back")
@api_operation(scope="cases:write")
def take_back_step(request: ApiRequest, case: str, step_id: UUID, query: Query[ReasonsIn]) -> Answer:
    """It was written by mistake: `?reasons=` says why, and the timeline keeps it."""
    acts.take_back_step(_step(request, case, step_id), by=request.actor, reasons=query.reasons)
    return Answer()


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "steps"):
        raise NotHere(_("This town hall does not use steps."))


def _step(request: ApiRequest, case: str, key: UUID, *, lock: bool = True) -> Step:
    _ensure_here(request)
    step = selectors.step_of(case_of(request, case, lock=lock), key)
    if lock:
        check_match(request, step.etag, required=False)
    return step


def _links(said: StepLinksIn) -> acts.Links:
    return acts.Links(**said.model_dump())


def _document(case_id: UUID, key: UUID | None) -> Document | None:
    if key is None:
        return None
    leaf = CaseDocument.objects.filter(case_id=case_id, document_id=key).select_related("document").first()
    if leaf is None:
        raise BadInput(_("That document is not in this case: file it first."), field="document")
    return leaf.document


def _answer(request: ApiRequest, step: Step, *, status: int = 200) -> Answer:
    location = f"{base_of(request)}cases/{step.case_id}/steps/{step.pk}" if status == 201 else ""
    return Answer(_out(step), status=status, etag=step.etag, location=location)


def _kind(line: palette.Kind) -> StepKindOut:
    return StepKindOut(
        code=line.code,
        name={"ca": line.ca, "es": line.es},
        kind=line.kind,
        state=line.state,
        term=line.term,
        stops=line.stops,
        task=line.task,
        regime=line.regime,
        papers=list(line.papers),
        by=line.by,
        series=list(line.series),
        article=line.article,
    )


def _out(step: Step) -> StepOut:
    same = (
        "code",
        "kind",
        "standing",
        "began_on",
        "until",
        "until_why",
        "not_before",
        "due_on",
        "sense",
        "note",
    )
    kept = ("reasons", "recorded_at", "recorded_by", "settled_at", "version")
    return StepOut(
        id=step.pk,
        name=step.name,
        on=step.happened_on,
        assigned_to=step.assigned_to_id,
        document=step.document_id,
        deadline=step.deadline_id,
        stops=step.stop.deadline_id if step.stop is not None else None,
        task=step.task_id,
        **{name: getattr(step, name) for name in (*same, *kept)},
    )
