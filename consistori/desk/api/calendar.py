"""API: what there is in the calendar, writing in it, and who is free; what is private is only busy time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import AfterValidator, BaseModel, Field

from consistori.appointments.rules.line import is_on_line
from consistori.desk.calendar import selectors, services
from consistori.desk.calendar.freebusy import sheets_of
from consistori.desk.calendar.layers import DAY, Happening, layers
from consistori.desk.calendar.models import CalendarEvent, Room
from consistori.desk.calendar.own import as_happening, with_people
from consistori.desk.calendar.policies import may_see
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of_rows,
)
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.tenancy import modality

router = Router()
LONGEST = timedelta(days=93)


class HappeningOut(BaseModel):
    """Something on some days: `ends_on` is the first day without it. `tone` is of terms alone; `busy`: the key may not
    know what it is. `layer`: deadlines, sessions, meetings, absences, visits, campaigns, brigade, acts.
    """

    uid: str
    layer: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    tone: str
    note: str
    people: list[UUID]
    of_all: bool
    busy: bool


class HappeningsOut(BaseModel):
    """What happens between two days, and the holidays of the town among them."""

    items: list[HappeningOut]
    holidays: dict[date, str]


class HappeningsQuery(ApiSchema):
    """Days: `from` and `until`, the second not inside, ninety-three at most; `layer` alone."""

    first: date = Field(alias="from")
    until: date
    layer: str = Field("", max_length=20)


class EventOut(BaseModel):
    """An event of the town. Of one that is private the key knows only when and whose."""

    id: UUID
    layer: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    people: list[UUID]
    of_all: bool
    busy: bool
    source: str


def _of_here(hour: time) -> time:
    if hour.tzinfo is not None:
        raise ValueError("without a zone: hours are of the town hall")
    return hour


Hour = Annotated[time, AfterValidator(_of_here)]


class EventIn(ApiSchema):
    """An event. Hours are of the town hall, both or none; `room` is the name of one of its rooms."""

    layer: str = Field(max_length=12)
    title: str = Field(min_length=1, max_length=160)
    starts_on: date
    ends_on: date | None = None
    starts: Hour | None = None
    ends: Hour | None = None
    room: str = Field("", max_length=80)
    place: str = Field("", max_length=120)
    text: str = Field("", max_length=2000)
    goal: str = Field("", max_length=120)
    people: list[UUID] = Field(default_factory=list, max_length=200)
    of_all: bool = False


class EventQuery(ListQuery):
    """Which events: from a day, of a layer, with these words in the title."""

    first: date | None = Field(None, alias="from")
    layer: str = Field("", max_length=12)


class BusyOut(BaseModel):
    """A stretch of a day that is taken."""

    starts: time
    ends: time
    title: str


class SpanOut(BaseModel):
    """From an hour to another."""

    starts: time
    ends: time


class PersonDayOut(BaseModel):
    """A person on a day: `where` is here, home, away, off or unsaid; what is taken of her hours and what is free."""

    person: UUID
    name: str
    where: str
    words: str
    busy: list[BusyOut]
    free: list[SpanOut]


class PersonDays(BaseModel):
    """Everybody on a day."""

    items: list[PersonDayOut]


@router.get("/calendar", response=HappeningsOut, summary="What happens between two days")
@api_operation(scope="cases:read")
def read_calendar(request: ApiRequest, query: Query[HappeningsQuery]) -> Answer:
    """All the layers that the key may read, or one; terms on the day to which the law moves them."""
    _ensure_here(request)
    if not is_on_line(query.first) or not is_on_line(query.until):
        raise BadInput(_("That day is outside the calendar."), field="from")
    if not query.first < query.until or query.until - query.first > LONGEST:
        raise BadInput(_("Between one day and ninety-three."), field="until")
    here = layers.here(request.entity)
    if query.layer and query.layer not in {layer.name for layer in here}:
        raise BadInput(_("There is no such layer here."), field="layer")
    of = [layer for layer in here if not query.layer or layer.name == query.layer]
    found = selectors.happenings(request.actor, query.first, query.until, of=of)
    names = selectors.holidays_of(request.entity).names
    holidays = {day: name for day, name in names.items() if query.first <= day < query.until}
    return Answer(HappeningsOut(items=[_out(one) for one in found], holidays=holidays))


@router.get("/calendar-events", response=Page[EventOut], summary="The town's own events")
@api_operation(scope="cases:read")
def list_calendar_events(request: ApiRequest, query: Query[EventQuery]) -> Answer:
    """In the order of their days."""
    _ensure_here(request)
    rows = CalendarEvent.objects.standing()
    if query.first:
        rows = rows.filter(ends_on__gt=query.first)
    if query.layer:
        rows = rows.filter(layer=query.layer)
    if query.q:
        # The words of what is private would be found out one by one.
        rows = rows.filter(title__icontains=query.q, is_private=False)
    found, following = page_of_rows(with_people(rows), query, order=["starts_on", "id"], kinds=[date, UUID])
    return Answer(Page[EventOut](items=[_event(one, request.actor) for one in found], next=following))


@router.post("/calendar-events", response={201: EventOut}, summary="Write in the calendar")
@api_operation(scope="cases:write")
def create_calendar_event(request: ApiRequest, body: EventIn) -> Answer:
    """409 `room-taken` when somebody has the room then, and it says who."""
    _ensure_here(request)
    said = body.model_dump()
    room, of_all = said.pop("room"), said.pop("of_all")
    what = services.What(room=_room(room), is_of_all=of_all, **said)
    event = services.add_event(what, by=request.actor).event
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    return Answer(
        _event(_one(event.pk), request.actor), status=201, location=f"{base}calendar-events/{event.pk}"
    )


@router.get("/calendar-events/{event}", response=EventOut, summary="An event")
@api_operation(scope="cases:read")
def show_calendar_event(request: ApiRequest, event: UUID) -> Answer:
    """By its identifier."""
    _ensure_here(request)
    return Answer(_event(_one(event), request.actor))


@router.post("/calendar-events/{event}/take-out", response=EventOut, summary="Take it out of the calendar")
@api_operation(scope="cases:write")
def take_out_calendar_event(request: ApiRequest, event: UUID) -> Answer:
    """Its room is free again."""
    _ensure_here(request)
    row = _one(event)
    out = _event(row, request.actor)
    services.take_out(row, by=request.actor)
    return Answer(out)


@router.get("/free-busy", response=PersonDays, summary="Who is free on a day")
@api_operation(scope="people:read")
def read_free_busy(request: ApiRequest, on: date) -> Answer:
    """Everybody who works here: where she is, what of her hours is taken and what is free. Why is not said."""
    _ensure_here(request)
    if not is_on_line(on):
        raise BadInput(_("That day is outside the calendar."), field="on")
    items = [
        PersonDayOut(
            person=one.person.pk, name=one.person.full_name, where=str(one.presence.where), words=one.presence.words,
            busy=[BusyOut(starts=b.span.opens, ends=b.span.closes, title=b.title) for b in one.busy],
            free=[SpanOut(starts=span.opens, ends=span.closes) for span in one.free],
        )
        for one in sheets_of(request.actor, on)
    ]  # fmt: skip
    return Answer(PersonDays(items=items))


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "calendar"):
        raise NotHere()
    ensure(may_see(request.actor))


def _room(name: str) -> Room | None:
    if not name:
        return None
    found: Room | None = Room.objects.filter(name__iexact=name, closed_at=None).first()
    if found is None:
        raise BadInput(_("There is no room with that name."), field="room")
    return found


def _one(pk: UUID) -> CalendarEvent:
    rows = list(with_people(CalendarEvent.objects.standing().filter(pk=pk)))
    if not rows:
        raise NotHere()
    return rows[0]


def _event(row: CalendarEvent, actor: Any) -> EventOut:
    one = as_happening(row, actor)
    return EventOut(
        id=row.pk, layer=row.layer, title=one.title, starts_on=row.starts_on, ends_on=row.ends_on,
        starts_at=row.starts_at, ends_at=row.ends_at, room=row.room.name if row.room and not one.is_busy else "",
        people=list(one.people), of_all=row.is_of_all, busy=one.is_busy, source=row.source.name if row.source else "",
    )  # fmt: skip


def _out(one: Happening) -> HappeningOut:
    return HappeningOut(
        uid=one.uid, layer=one.layer, title=one.title, starts_on=one.starts_on,
        ends_on=max(one.ends_on, one.starts_on + DAY), starts_at=one.starts_at, ends_at=one.ends_at, tone=one.tone,
        note=one.note, people=list(one.people), of_all=one.is_of_all, busy=one.is_busy,
    )  # fmt: skip
