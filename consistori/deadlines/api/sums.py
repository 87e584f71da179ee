"""API: the calendars in force, and the sum of a term. Nothing is written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.deadlines import sentences
from consistori.deadlines.asking import Question, answer
from consistori.deadlines.models import CalendarVersion
from consistori.deadlines.policies import may_see_calendars
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.pauses import Cause, Suspension
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.values import Ending, Extension, StartKind, TermFault, Unit
from consistori.deadlines.selectors import in_force, place_named, place_of, version_of
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of
from consistori.kernel.errors import BadInput, ensure
from consistori.kernel.text import fold
from consistori.tenancy.scope import current_entity

router = Router()


class HolidayOut(BaseModel):
    """A non-working day, with its name in the language of who asks."""

    on: date
    name: str


class CalendarOut(BaseModel):
    """The holidays of a place in a year: the version in force. Saturdays and Sundays are not in it."""

    id: UUID
    place: str = Field(description="`ES`, a community as `ES-CT`, or the INE code of a municipality.")
    place_name: str
    year: int
    version: int
    standing: Literal["published", "reckoned", "invented"]
    source: str
    published_on: date
    inherited: bool
    days: list[HolidayOut]


class CalendarQuery(ListQuery):
    """Which calendars."""

    year: int | None = Field(None, ge=1990, le=2200)
    place: str | None = Field(None, max_length=10)


class SuspensionIn(BaseModel):
    """A stretch in which the term does not run (Llei 39/2015, art. 22)."""

    cause: Cause
    since: date
    until: date | None = None
    granted_until: date | None = None
    communicated_on: date | None = None
    justification: str = Field("", max_length=300)


class ExtensionIn(BaseModel):
    """A decision that makes it longer (art. 32); amount 0 is the most that the law lets."""

    decided_on: date
    amount: int = Field(0, ge=0, le=400)
    justification: str = Field("", max_length=300)


class TermIn(BaseModel):
    """A term to count: `kind` for one that the law fixes, or `amount` and `unit`."""

    start_on: date
    kind: str = Field("", max_length=40, description="As `correction`, `appeal_same_body`, `resolve`.")
    amount: int = Field(0, ge=0, le=3700)
    unit: Unit = Unit.WORKING_DAYS
    whose: Whose = Whose.PARTY
    start: StartKind = StartKind.NOTIFICATION
    start_at: datetime | None = Field(None, description="Only in hours.")
    seat: str = Field(
        "", max_length=80, description="Municipality of the body, by name or code; yours if empty."
    )
    residences: list[str] = Field(default_factory=list, max_length=50)
    urgent: bool = False
    suspensions: list[SuspensionIn] = Field(default_factory=list, max_length=50)
    extensions: list[ExtensionIn] = Field(default_factory=list, max_length=10)
    versions: list[UUID] = Field(default_factory=list, max_length=300, description="Those of an earlier sum.")


class SumStepOut(BaseModel):
    """A line of the sum: its code, its words in the language of who asks, its days and its article."""

    kind: str
    text: str
    note: str
    on: date | None
    days: int
    article: str
    skipped: list[date]


class CalendarVersionOut(BaseModel):
    """A version of a calendar that the sum looked at."""

    id: str
    place: str
    year: int
    version: int
    source: str


class LackOut(BaseModel):
    """A calendar that nobody has published."""

    place: str
    year: int


class SumOut(BaseModel):
    """The last day, with all its sum. `last_day` is null while a calendar is missing or it is stopped."""

    last_day: date | None
    not_before: date
    nominal: date
    last_at: datetime | None
    effects_from: date | None
    ending: Ending
    stopped: bool
    missing: list[LackOut]
    versions: list[CalendarVersionOut]
    steps: list[SumStepOut]


def calendar_out(row: CalendarVersion, entity_id: int | None) -> CalendarOut:
    """A calendar as the API tells it."""
    return CalendarOut(
        id=row.pk,
        place=row.place,
        place_name=row.place_name,
        year=row.year,
        version=row.number,
        standing=row.standing,  # type: ignore[arg-type]
        source=row.source,
        published_on=row.published_on,
        inherited=row.entity_id != entity_id,
        days=[HolidayOut(on=on, name=name) for on, name in row.named_days],
    )


@router.get("/calendars", response=Page[CalendarOut], summary="Calendars of non-working days in force")
@api_operation(scope="deadlines:read")
def list_calendars(request: ApiRequest, query: Query[CalendarQuery]) -> Answer:
    """By year and place; `q` finds those whose place has it."""
    ensure(may_see_calendars(request.actor))
    asked = fold(query.q or "").strip()
    rows = [
        row
        for row in in_force([query.place] if query.place else ())
        if query.year in (None, row.year) and asked in fold(f"{row.place} {row.place_name}")
    ]
    items, following = page_of(rows, query, key=lambda row: f"{row.year}-{row.place}")
    told = [calendar_out(row, request.actor.entity_id) for row in items]
    return Answer(Page[CalendarOut](items=told, next=following))


@router.get("/calendars/{calendar_id}", response=CalendarOut, summary="A version of a calendar")
@api_operation(scope="deadlines:read")
def show_calendar(request: ApiRequest, calendar_id: UUID) -> Answer:
    """Any version, also one that is no longer in force: they never change."""
    ensure(may_see_calendars(request.actor))
    return Answer(calendar_out(version_of(calendar_id), request.actor.entity_id))


@router.post("/deadlines/compute", response=SumOut, summary="The last day of a term, explained")
@api_operation(scope="deadlines:read")
def compute_deadline(request: ApiRequest, body: TermIn) -> Answer:
    """Counted with the calendars in force, or with the versions of an earlier sum. Nothing is kept."""
    ensure(may_see_calendars(request.actor))
    if body.kind and known(body.kind) is None:
        raise BadInput(f"kind: {body.kind}", field="kind")
    try:
        return Answer(sum_out(answer(_question(body))))
    except TermFault as fault:
        raise sentences.refusal_of(fault) from None


def _question(body: TermIn) -> Question:
    return Question(
        start_on=body.start_on,
        seat=_place(body.seat, "seat") if body.seat else place_of(current_entity()),
        residences=tuple(_place(text, "residences") for text in body.residences),
        kind=body.kind,
        amount=body.amount,
        unit=body.unit,
        whose=body.whose,
        start=body.start,
        start_at=body.start_at,
        urgent=body.urgent,
        suspensions=tuple(Suspension(**one.model_dump()) for one in body.suspensions),
        extensions=tuple(Extension(**one.model_dump()) for one in body.extensions),
        versions=tuple(body.versions),
    )


def _place(text: str, field: str) -> Place:
    found = place_named(text)
    if found is None:
        raise sentences.unknown_place(text, field)
    return found


def sum_out(found: Sum) -> SumOut:
    """A sum as the API tells it."""
    said = sentences.of_sum(found)
    return SumOut(
        last_day=found.last_day,
        not_before=found.not_before,
        nominal=found.nominal,
        last_at=found.last_at,
        effects_from=found.effects_from,
        ending=found.term.ending,
        stopped=found.is_stopped,
        missing=[LackOut(place=one.place, year=one.year) for one in found.missing],
        versions=[
            CalendarVersionOut(id=v.id, place=v.place, year=v.year, version=v.number, source=v.source)
            for v in found.versions
        ],
        steps=[
            SumStepOut(
                kind=step.kind,
                text=line.text,
                note=line.note,
                on=step.on,
                days=step.days,
                article=step.article,
                skipped=list(step.skipped),
            )
            for step, line in zip(found.steps, said, strict=False)
        ],
    )
