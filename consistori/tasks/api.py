"""API: the tasks of the town hall, with or without a case, and what is done with each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

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
from consistori.directory.models import Person, Unit
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.tasks import selectors, services
from consistori.tasks.models import Task
from consistori.tasks.policies import may_see, visible_to
from consistori.tasks.subjects import subjects
from consistori.tenancy import modality

router = Router()
Kinds = Literal["do", "review", "sign", "ask", "reminder"]
States = Literal["open", "done", "returned", "cancelled"]


class PointOut(BaseModel):
    """A point of the list."""

    id: UUID
    text: str
    done: bool
    by: str


class TaskOut(BaseModel):
    """A task. `about` names what it is about, as `case:X2026000412`; `to` is a person, `unit` a unit.

    `kind`: do, review, sign, ask, reminder. `state`: open, done, returned (given back), cancelled.
    """

    id: UUID
    kind: str
    title: str
    text: str
    state: str
    to: UUID | None
    to_name: str
    unit: UUID | None
    given_by: str
    due_on: date | None
    about: str
    answer: str
    reason: str
    created_at: datetime
    ended_at: datetime | None
    ended_by: str
    late: bool
    points: list[PointOut]


class TaskIn(ApiSchema):
    """A task to be given: to a person, to a unit, or to whoever takes it."""

    title: str = Field(min_length=1, max_length=200)
    kind: Kinds = "do"
    to: UUID | None = None
    unit: UUID | None = None
    due_on: date | None = None
    text: str = Field("", max_length=4000)
    points: list[str] = Field(default_factory=list, max_length=60)
    about: str = Field("", max_length=60)


class TaskEnd(ApiSchema):
    """The answer, of a request."""

    answer: str = Field("", max_length=4000)


class TaskReason(ApiSchema):
    """Why it is given back or cancelled."""

    reason: str = Field("", max_length=500)


class TaskHands(ApiSchema):
    """To whom it is passed."""

    to: UUID | None = None
    unit: UUID | None = None
    note: str = Field("", max_length=500)


class TaskQuery(ListQuery):
    """Which tasks: by state, of a person, about something (`case:X2026000412`)."""

    state: States | None = None
    to: UUID | None = None
    about: str | None = Field(None, max_length=60)


@router.get("/tasks", response=Page[TaskOut], summary="The tasks")
@api_operation(scope="cases:read")
def list_tasks(request: ApiRequest, query: Query[TaskQuery]) -> Answer:
    """Those that the key may see, in the order in which they were given. `q` finds words of the title."""
    _ensure_here(request)
    rows = Task.objects.filter(visible_to(request.actor)).with_people()
    if query.state:
        rows = rows.filter(state=query.state)
    if query.to:
        rows = rows.filter(assigned_to_id=query.to)
    if query.q:
        rows = rows.filter(title__icontains=query.q)
    if query.about:
        rows = rows.filter(subjects.tasks_about(request.actor, query.about))
    found, following = page_of_rows(rows, query, order=["created_at", "id"], kinds=[datetime, UUID])
    return Answer(Page[TaskOut](items=_outs(found), next=following))


@router.post("/tasks", response={201: TaskOut}, summary="Give a task")
@api_operation(scope="cases:write")
def create_task(request: ApiRequest, body: TaskIn) -> Answer:
    """It is in Today of whoever has it at once."""
    _ensure_here(request)
    made = services.give_task(
        by=request.actor, title=body.title, kind=body.kind, due_on=body.due_on, text=body.text, points=body.points,
        to=_person(body.to), unit=_unit(body.unit), about=subjects.find(request.actor, body.about),
    )  # fmt: skip
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    return Answer(_outs([made])[0], status=201, location=f"{base}tasks/{made.pk}")


@router.get("/tasks/{task}", response=TaskOut, summary="A task")
@api_operation(scope="cases:read")
def show_task(request: ApiRequest, task: UUID) -> Answer:
    """By its identifier."""
    return Answer(_outs([_task(request, task)])[0])


@router.post("/tasks/{task}/finish", response=TaskOut, summary="It is done")
@api_operation(scope="cases:write")
def finish_a_task(request: ApiRequest, task: UUID, body: TaskEnd) -> Answer:
    """409 `already-done` when somebody did it before, and it says who."""
    row = services.finish_task(_task(request, task), by=request.actor, answer=body.answer)
    return Answer(_outs([row])[0])


@router.post("/tasks/{task}/return", response=TaskOut, summary="Give it back")
@api_operation(scope="cases:write")
def return_a_task(request: ApiRequest, task: UUID, body: TaskReason) -> Answer:
    """To whoever gave it, with the reason."""
    return Answer(
        _outs([services.return_task(_task(request, task), by=request.actor, reason=body.reason)])[0]
    )


@router.post("/tasks/{task}/cancel", response=TaskOut, summary="Cancel it")
@api_operation(scope="cases:write")
def cancel_a_task(request: ApiRequest, task: UUID, body: TaskReason) -> Answer:
    """It will not be done."""
    return Answer(
        _outs([services.cancel_task(_task(request, task), by=request.actor, reason=body.reason)])[0]
    )


@router.post("/tasks/{task}/reopen", response=TaskOut, summary="Open it again")
@api_operation(scope="cases:write")
def reopen_a_task(request: ApiRequest, task: UUID) -> Answer:
    """It was not done after all."""
    return Answer(_outs([services.reopen_task(_task(request, task), by=request.actor)])[0])


@router.post("/tasks/{task}/pass", response=TaskOut, summary="Put it in other hands")
@api_operation(scope="cases:write")
def pass_a_task(request: ApiRequest, task: UUID, body: TaskHands) -> Answer:
    """To a person or to a unit; of one that was given back, it opens it again."""
    row = services.pass_task(
        _task(request, task), by=request.actor, to=_person(body.to), unit=_unit(body.unit), note=body.note
    )
    return Answer(_outs([row])[0])


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "tasks"):
        raise NotHere()
    ensure(may_see(request.actor))


def _task(request: ApiRequest, key: UUID) -> Task:
    _ensure_here(request)
    return selectors.task_of(key, request.actor)


def _person(key: UUID | None) -> Person | None:
    if key is None:
        return None
    found: Person | None = Person.objects.filter(pk=key).first()
    if found is None:
        raise BadInput(_("There is nobody here with that identifier."), field="to")
    return found


def _unit(key: UUID | None) -> Unit | None:
    if key is None:
        return None
    found: Unit | None = Unit.objects.filter(pk=key).first()
    if found is None:
        raise BadInput(_("There is no such unit here."), field="unit")
    return found


def _outs(rows: list[Task]) -> list[TaskOut]:
    keys = [row.pk for row in rows]
    about, points = subjects.of(keys), selectors.points_by_task(keys)
    return [
        TaskOut(
            id=row.pk, kind=row.kind, title=row.title, text=row.text, state=row.state, to=row.assigned_to_id,
            to_name=services.giving.whose(row), unit=row.unit_id, given_by=row.assigned_by_name, due_on=row.due_on,
            about=about[row.pk].about if row.pk in about else "", answer=row.answer, reason=row.reason,
            created_at=row.created_at, ended_at=row.ended_at, ended_by=row.ended_by_name,
            late=selectors.is_late(row), points=[_point(one) for one in points.get(row.pk, [])],
        )
        for row in rows
    ]  # fmt: skip


def _point(one: Any) -> PointOut:
    return PointOut(id=one.pk, text=one.text, done=one.done_at is not None, by=one.done_by_name)
