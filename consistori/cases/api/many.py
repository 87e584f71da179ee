"""The same thing in many cases: begin it, see how each went, and steer it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.cases.api._common import base_of, colleague, uuid_or_none
from consistori.cases.lists import queries
from consistori.cases.many import selectors, services
from consistori.cases.many.doing import CARRIER, EACH_ITS_OWN
from consistori.cases.many.forms import TITLES
from consistori.cases.many.rules import MOST_CASES, Outcome, What
from consistori.cases.models import BatchItem, CaseBatch, CaseFile
from consistori.cases.steps import palette
from consistori.cases.steps.rules import Sense
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
)
from consistori.documents.models import Template
from consistori.documents.templating.selectors import in_force
from consistori.kernel.errors import BadInput
from consistori.tasks.models import Task

router = Router()


class BatchIn(ApiSchema):
    """What is done in each case, and in which: by their numbers or identifiers, or by the filters of a list.

    `template` is the code of one in force, for `write`; `code` a step, for `step`; `title` a task, for `task` (`to`
    empty: whoever carries each case); `to` a person, for `hand_over`; `label` a word.
    """

    what: What
    cases: list[str] = Field(default_factory=list, max_length=MOST_CASES)
    matching: dict[str, str] | None = None
    template: str = Field("", max_length=60)
    language: str = Field(EACH_ITS_OWN, pattern="^(ca|es|each)$")
    code: str = Field("", max_length=20)
    on: date | None = None
    sense: Sense | None = None
    reasons: str = Field("", max_length=1000)
    note: str = Field("", max_length=1000)
    title: str = Field("", max_length=200)
    to: UUID | None = None
    due_on: date | None = None
    label: str = Field("", max_length=40)


class SendIn(ApiSchema):
    """Who signs: people, or delegations in force, in the order in which they sign."""

    signers: list[UUID] = Field(min_length=1, max_length=12)
    in_order: bool = True
    note: str = Field("", max_length=500)


class RetryIn(ApiSchema):
    """Which are tried again: `failed`, `not_sent`, or `lacking` (whose text lacks a datum).

    `blanks` are words to be written in all of them, by the name of what is lacking.
    """

    which: str = Field("failed", pattern="^(failed|not_sent|lacking)$")
    blanks: dict[str, str] = Field(default_factory=dict, max_length=20)


class BatchOut(BaseModel):
    """A batch [tongada]. `stage`: doing, done, leaving, sending, sent, undoing, undone or withdrawing.

    `leaves_at`: until when what was sent to be signed may be taken back.
    """

    id: UUID
    what: What
    title: str
    stage: str
    is_paused: bool
    leaves_at: datetime | None
    begun_at: datetime
    begun_by: str
    mends: UUID | None
    way: str
    counts: dict[str, int]


class ItemOut(BaseModel):
    """What became of one case: waiting, done, failed, sent, not_sent, undone or kept.

    Of one that is not read, only that. `lacks`: data that its text misses.
    """

    place: int
    case: UUID | None
    number: str
    outcome: str
    why: str
    document: UUID | None
    lacks: list[str]


@router.get("/case-batches", response=Page[BatchOut], summary="What was done in many cases")
@api_operation(scope="cases:read")
def list_batches(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """The last fifty, the newest first."""
    numbered = [(f"{n:04d}", row) for n, row in enumerate(selectors.batches_for(request.actor))]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    told = selectors.counted_of([row.pk for _n, row in items])
    shown = [_out(row, told[row.pk]) for _n, row in items]
    return Answer(Page[BatchOut](items=shown, next=following))


@router.post("/case-batches", response={201: BatchOut}, summary="Do the same in many cases")
@api_operation(scope="cases:write")
def begin_batch(request: ApiRequest, body: BatchIn) -> Answer:
    """It is done by itself, one case after another: read how each went in its `items`."""
    template = _template(body.template) if body.what == What.WRITE else None
    batch = services.begin_batch(
        by=request.actor,
        what=body.what,
        cases=_cases(request, body),
        title=template.name if template else body.title or str(TITLES[body.what]),
        arguments=_arguments(body),
        template=template,
    )
    location = f"{base_of(request)}case-batches/{batch.pk}"
    return Answer(_out(batch), status=201, location=location)


@router.get("/case-batches/{batch}", response=BatchOut, summary="How a batch goes")
@api_operation(scope="cases:read")
def get_batch(request: ApiRequest, batch: UUID) -> Answer:
    """With how many are in each outcome."""
    return Answer(_out(selectors.batch_for(request.actor, batch)))


@router.get("/case-batches/{batch}/items", response=Page[ItemOut], summary="What became of each case")
@api_operation(scope="cases:read")
def list_items(request: ApiRequest, batch: UUID, query: Query[ListQuery]) -> Answer:
    """In their order; `q` may be `bad`, `lacking` or `kept`."""
    found = selectors.batch_for(request.actor, batch)
    show = query.q if query.q in selectors.SHOWS else "all"
    rows = selectors.items_of(found, request.actor, show=show, most=MOST_CASES)
    numbered = [(f"{row.place:06d}", row) for row in rows]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[ItemOut](items=[_item(row) for _n, row in items], next=following))


@router.post("/case-batches/{batch}/pause", response=BatchOut, summary="Do no more for now")
@api_operation(scope="cases:write")
def pause_batch(request: ApiRequest, batch: UUID) -> Answer:
    """What is done stays done."""
    return Answer(_out(services.pause_batch(selectors.batch_for(request.actor, batch), by=request.actor)))


@router.post("/case-batches/{batch}/resume", response=BatchOut, summary="Go on where it was left")
@api_operation(scope="cases:write")
def resume_batch(request: ApiRequest, batch: UUID) -> Answer:
    """With the next one."""
    return Answer(_out(services.resume_batch(selectors.batch_for(request.actor, batch), by=request.actor)))


@router.post("/case-batches/{batch}/retry", response=BatchOut, summary="Try again only some")
@api_operation(scope="cases:write")
def retry_batch(request: ApiRequest, batch: UUID, body: RetryIn) -> Answer:
    """What went well is not touched."""
    found = selectors.batch_for(request.actor, batch)
    return Answer(_out(services.retry_batch(found, by=request.actor, which=body.which, blanks=body.blanks)))


@router.post("/case-batches/{batch}/send", response=BatchOut, summary="Send to be signed what was written")
@api_operation(scope="signature:write")
def send_batch(request: ApiRequest, batch: UUID, body: SendIn) -> Answer:
    """Nothing goes before `leaves_at`, ten minutes later."""
    found = selectors.batch_for(request.actor, batch)
    signers = [str(key) for key in body.signers]
    sent = services.send_batch(
        found, by=request.actor, signers=signers, in_order=body.in_order, note=body.note
    )
    return Answer(_out(sent))


@router.post("/case-batches/{batch}/take-back", response=BatchOut, summary="Take it back in time")
@api_operation(scope="cases:write")
def take_back_batch(request: ApiRequest, batch: UUID) -> Answer:
    """409 when its minutes are over."""
    return Answer(_out(services.take_back_batch(selectors.batch_for(request.actor, batch), by=request.actor)))


@router.post("/case-batches/{batch}/undo", response=BatchOut, summary="Throw away what it wrote")
@api_operation(scope="cases:write")
def undo_batch(request: ApiRequest, batch: UUID) -> Answer:
    """To the bin, but what somebody has written in; 409 once some has gone to be signed."""
    return Answer(_out(services.undo_batch(selectors.batch_for(request.actor, batch), by=request.actor)))


@router.post("/case-batches/{batch}/withdraw", response=BatchOut, summary="Withdraw what is not signed")
@api_operation(scope="signature:write")
def withdraw_batch(request: ApiRequest, batch: UUID) -> Answer:
    """What is signed stays: it is mended by another act."""
    return Answer(_out(services.withdraw_batch(selectors.batch_for(request.actor, batch), by=request.actor)))


def _template(code: str) -> Template:
    found = next((row for row in in_force(Template.Kind.TEXT) if row.code == code), None)
    if found is None:
        raise BadInput(_("Choose from what they are written."), field="template")
    return found


def _cases(request: ApiRequest, body: BatchIn) -> list[UUID]:
    """Those that were named, in that order; or those of the list. Raises `BadInput` for one that is not here."""
    if body.matching is not None:
        asked = queries.ListQuery.read(body.matching)
        return queries.ids_of(asked, request.actor, most=MOST_CASES + 1)
    numbers = [ref for ref in body.cases if uuid_or_none(ref) is None]
    known = CaseFile.objects.known_to(request.actor).filter(number__in=numbers)
    keys: dict[str, UUID] = dict(known.values_list("number", "pk"))
    found = [uuid_or_none(ref) or keys.get(ref) for ref in body.cases]
    if None in found:
        raise BadInput(_("There is no such case."), field="cases")
    return [key for key in found if key is not None]


def _arguments(body: BatchIn) -> dict[str, Any]:
    """Only what that act reads. Raises `BadInput` at what it lacks."""
    person = colleague(body.to, field="to")
    if body.what == What.WRITE:
        return {"language": body.language}
    if body.what == What.STEP:
        line = palette.kind_of(body.code)
        if line is None or not line.is_by_hand:
            raise BadInput(_("There is no such step in the palette."), field="code")
        said = {"code": body.code, "sense": body.sense or "", "reasons": body.reasons, "note": body.note}
        return said | {"on": body.on.isoformat() if body.on else ""}
    if body.what == What.TASK:
        due_on = body.due_on.isoformat() if body.due_on else ""
        to = str(person.pk) if person else CARRIER
        return {
            "title": body.title,
            "to": to,
            "kind": Task.Kind.DO.value,
            "due_on": due_on,
            "text": body.note,
        }
    if body.what == What.HAND_OVER:
        if person is None:
            raise BadInput(_("Say to whom."), field="to")
        return {"to": str(person.pk), "note": body.note}
    return {"label": body.label} if body.what == What.LABEL else {}


def _out(batch: CaseBatch, told: selectors.Counted | None = None) -> BatchOut:
    told = told or selectors.counted(batch)
    names = ("total", *(one.value for one in Outcome), "lacking", "signed")
    return BatchOut(
        id=batch.pk, what=What(batch.what), title=batch.title, stage=batch.stage, is_paused=batch.is_paused,
        leaves_at=batch.leaves_at, begun_at=batch.begun_at, begun_by=batch.begun_by_name, mends=batch.mends_id,
        way=batch.way, counts={name: getattr(told, name) for name in names},
    )  # fmt: skip


def _item(row: BatchItem) -> ItemOut:
    may = bool(row.is_readable)  # type: ignore[attr-defined]
    return ItemOut(
        place=row.place, case=row.case_id if may else None, number=row.case.number, outcome=row.outcome,
        why=row.why, document=row.document_id if may else None, lacks=row.lacks if may else [],
    )  # fmt: skip
