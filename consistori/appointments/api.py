"""API: what is attended by appointment, the hours that are free, and giving, moving and cancelling one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import AwareDatetime, BaseModel, Field

from consistori.appointments import selectors
from consistori.appointments.models import Appointment, Service
from consistori.appointments.policies import may_read_agenda
from consistori.appointments.rules.line import FIRST_DAY, LAST_DAY
from consistori.appointments.services import Asker, cancel_appointment, give_appointment, move_appointment
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
    page_of_rows,
)
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties.models import Party
from consistori.tenancy import modality

router = Router()
Meeting = Literal["counter", "phone", "video"]


class AppointmentServiceOut(BaseModel):
    """Something that is attended by appointment. `ways` are those of now."""

    key: str
    name: str
    about: str
    bring: str
    minutes: int
    ways: list[str]


class FreeDayOut(BaseModel):
    """A day: its free hours, or why it has none (`past holiday closed away not_yet full`)."""

    on: date
    hours: list[datetime]
    why: str | None
    words: str


class FreeDays(BaseModel):
    """A week of a service."""

    items: list[FreeDayOut]


class HoursQuery(ApiSchema):
    """Which week: that of this day; without it, the first with a free hour."""

    on: date | None = Field(None, ge=FIRST_DAY, le=LAST_DAY)


class AppointmentIn(ApiSchema):
    """Who wants which hour. One of `email` and `phone` at least; `party` is somebody of the town, if known."""

    service: str = Field(max_length=40)
    starts_at: AwareDatetime
    way: Meeting = "counter"
    name: str = Field(min_length=1, max_length=200)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)
    language: Literal["ca", "es"] = "ca"
    about: str = Field("", max_length=300)
    party: UUID | None = None


class AppointmentMove(ApiSchema):
    """The new hour, one of those that are free."""

    starts_at: AwareDatetime


class AppointmentCancel(ApiSchema):
    """Why the town hall cancels it; whoever has the hour reads it."""

    reason: str = Field(min_length=1, max_length=300)


class AppointmentOut(BaseModel):
    """An appointment. `state`: given, here, called, attended, missed, cancelled. `code` is what the screen calls."""

    id: UUID
    code: str
    service: str
    desk: str
    starts_at: datetime
    ends_at: datetime
    way: str
    state: str
    name: str
    email: str
    phone: str
    about: str
    party: UUID | None
    through: str


class AppointmentQuery(ListQuery):
    """Which appointments: of a day, of a service."""

    on: date | None = Field(None, ge=FIRST_DAY, le=LAST_DAY)
    service: str | None = Field(None, max_length=40)


@router.get(
    "/appointment-services", response=Page[AppointmentServiceOut], summary="What is attended by appointment"
)
@api_operation(scope="parties:read")
def list_appointment_services(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """What anybody can ask for now."""
    _ensure_here(request)
    items, following = page_of(selectors.offered_services(), query, key=lambda one: one.key)
    told = [_service_out(one) for one in items]
    return Answer(Page[AppointmentServiceOut](items=told, next=following))


@router.get("/appointment-services/{key}/hours", response=FreeDays, summary="The free hours of a week")
@api_operation(scope="parties:read")
def list_free_hours(request: ApiRequest, key: str, query: Query[HoursQuery]) -> Answer:
    """Each day with its hours, or why it has none."""
    _ensure_here(request)
    service = selectors.service_named(key)
    days = selectors.week_offer(service, query.on or selectors.first_day_with_hours(service))
    items = [FreeDayOut(on=day.on, hours=list(day.hours), why=day.why, words=day.words) for day in days]
    return Answer(FreeDays(items=items))


@router.get("/appointments", response=Page[AppointmentOut], summary="The appointments")
@api_operation(scope="parties:read")
def list_appointments(request: ApiRequest, query: Query[AppointmentQuery]) -> Answer:
    """In the order of the hours. `q` finds those whose name has it."""
    _ensure_here(request)
    rows = Appointment.objects.filter(held_until=None).select_related("service", "desk")
    if query.on:
        rows = rows.on(query.on)
    if query.service:
        rows = rows.filter(service__key=query.service)
    if query.q:
        rows = rows.filter(name__icontains=query.q)
    found, following = page_of_rows(rows, query, order=["starts_at", "id"], kinds=[datetime, UUID])
    return Answer(Page[AppointmentOut](items=[_out(row) for row in found], next=following))


@router.post("/appointments", response={201: AppointmentOut}, summary="Give an hour")
@api_operation(scope="parties:write")
def create_appointment(request: ApiRequest, body: AppointmentIn) -> Answer:
    """409 `hour-taken` when somebody else has it: nobody ever gets an hour twice. They receive a message."""
    _ensure_here(request)
    asker = Asker(
        name=body.name, email=body.email, phone=body.phone, language=body.language, about=body.about,
        party=_party(body.party), proven="staff",
    )  # fmt: skip
    made = give_appointment(
        by=request.actor,
        service=selectors.service_named(body.service),
        starts_at=body.starts_at,
        way=body.way,
        asker=asker,
        through=Appointment.Through.PROGRAM,
    )
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    return Answer(_out(made), status=201, location=f"{base}appointments/{made.pk}")


@router.get("/appointments/{appointment}", response=AppointmentOut, summary="An appointment")
@api_operation(scope="parties:read")
def show_appointment(request: ApiRequest, appointment: UUID) -> Answer:
    """By its identifier."""
    _ensure_here(request)
    return Answer(_out(selectors.appointment_of(appointment)))


@router.post("/appointments/{appointment}/move", response=AppointmentOut, summary="Change its hour")
@api_operation(scope="parties:write")
def move_an_appointment(request: ApiRequest, appointment: UUID, body: AppointmentMove) -> Answer:
    """Whoever has it is told."""
    _ensure_here(request)
    row = selectors.appointment_of(appointment)
    return Answer(_out(move_appointment(row, by=request.actor, starts_at=body.starts_at)))


@router.post("/appointments/{appointment}/cancel", response=AppointmentOut, summary="Cancel it")
@api_operation(scope="parties:write")
def cancel_an_appointment(request: ApiRequest, appointment: UUID, body: AppointmentCancel) -> Answer:
    """Its hour is free again, and whoever had it is told why."""
    _ensure_here(request)
    row = selectors.appointment_of(appointment)
    return Answer(_out(cancel_appointment(row, by=request.actor, by_us=True, reason=body.reason)))


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "appointments"):
        raise NotHere()
    ensure(may_read_agenda(request.actor))


def _party(key: UUID | None) -> Party | None:
    if key is None:
        return None
    found: Party | None = Party.objects.filter(pk=key).first()
    if found is None:
        raise BadInput(_("There is no such person or firm here."), field="party")
    return found


def _service_out(service: Service) -> AppointmentServiceOut:
    return AppointmentServiceOut(
        key=service.key,
        name=service.name,
        about=service.about,
        bring=service.bring,
        minutes=service.minutes,
        ways=selectors.ways_of(service),
    )


def _out(row: Any) -> AppointmentOut:
    return AppointmentOut(
        id=row.pk,
        code=row.code,
        service=row.service.key,
        desk=row.desk.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        way=row.way,
        state=row.state,
        name=row.name,
        email=row.email,
        phone=row.phone,
        about=row.about,
        party=row.party_id,
        through=row.booked_through,
    )
