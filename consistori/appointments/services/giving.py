"""Giving, moving and cancelling an hour: the desks are taken by turns, and the database has the last word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import Range

from consistori.appointments import selectors
from consistori.appointments.events import AppointmentCancelled, AppointmentGiven, AppointmentMoved
from consistori.appointments.jobs import tell_person
from consistori.appointments.models import Appointment, Desk, Service
from consistori.appointments.models.offer import Way
from consistori.appointments.policies import may_give
from consistori.appointments.rules.line import code_of, is_on_line, stretch
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.parties.models import Party
from consistori.parties.services.checks import checked_channel
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

HELD = timedelta(minutes=10)
MOST_AHEAD = 3
"""Appointments still to come that one line may have, when they are asked for at the e-office."""
MOST_UNPROVEN_A_DAY = 20
"""Those that a town gives in a day to telephones that nobody has proved: a jest does not fill the agenda."""

Through = Appointment.Through


class HourTaken(AlreadyDone):
    """Somebody else has that hour, or it is not given any more (409)."""

    default_code = "hour-taken"


class TooManyAppointments(Refusal):
    """One line has too many appointments ahead (409)."""

    default_code = "too-many-appointments"


@dataclass(frozen=True)
class Asker:
    """Who asks for it: name, and an e-mail or a telephone. `owner` and `proven` as the appointment keeps them."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "ca"
    about: str = ""
    party: Party | None = None
    owner: str = ""
    proven: str = ""


@act
def give_appointment(
    *,
    by: Actor,
    service: Service,
    starts_at: datetime,
    way: str,
    asker: Asker,
    through: str = Through.OFFICE,
    procedure: str = "",
    held: bool = False,
) -> Appointment:
    """Give an hour of a service to somebody. `held`: only for ten minutes, while they prove their line.

    Raises `HourTaken`; `BadInput` (`name`, `email`, `phone`, `way`); `TooManyAppointments` from the e-office.
    """
    ensure(may_give(by))
    asker = _checked(asker, way)
    if way not in selectors.ways_of(service):
        raise BadInput(_("This service does not attend that way."), field="way")
    if through == Through.OFFICE:
        _look_how_many(asker, is_proven=held or bool(asker.proven))
    desk = _take(service, starts_at, at_once=through != Through.OFFICE)
    made = Appointment(
        service=service,
        way=way,
        name=asker.name,
        email=asker.email,
        phone=asker.phone,
        language="es" if asker.language.startswith("es") else "ca",
        about=asker.about,
        party=asker.party,
        owner=asker.owner,
        proven=asker.proven,
        procedure=procedure,
        booked_at=now(),
        booked_through=through,
        booked_by=by.person_id,
        booked_by_name="" if by.is_system else by.name,
        held_until=now() + HELD if held else None,
    )
    _put(made, desk, starts_at)
    if not held:
        _tell_given(made, by)
    return made


@act
def prove_by(appointment: Appointment, line_code: UUID) -> None:
    """Keep by which code whoever asked for a held hour will prove their line."""
    Appointment.objects.filter(pk=appointment.pk).update(line_code=line_code)
    appointment.line_code = line_code


@act
def confirm_line(appointment: Appointment, *, by: Actor, proven: str) -> Appointment:
    """Whoever asked for it proved their line: the hour is theirs. Raises `HourTaken` if the ten minutes are over."""
    ensure(may_give(by))
    row: Appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("service", "desk")
        .get(pk=appointment.pk)
    )
    if row.held_until is None and row.cancelled_at is None:
        return row
    if row.cancelled_at or row.held_until is None or row.held_until < now():
        raise HourTaken(_("The ten minutes are over and the hour is free again. Choose one, it is quick."))
    row.held_until, row.proven = None, proven
    row.save(update_fields=["held_until", "proven"])
    _tell_given(row, by)
    return row


@act
def move_appointment(appointment: Appointment, *, by: Actor, starts_at: datetime) -> Appointment:
    """Change its hour, within its service. Raises `HourTaken`; a cancelled or past one is refused."""
    ensure(may_give(by))
    row = _live(appointment)
    before = row.starts_at
    if before == starts_at:
        return row
    desk = _take(row.service, starts_at, liked=row.desk_id, at_once=by.person_id is not None)
    row.sequence += 1
    row.reminded_at = row.arrived_at = row.called_at = None
    _put(row, desk, starts_at)
    event = AppointmentMoved(
        appointment_id=row.pk,
        code=row.code,
        service=row.service.name_ca,
        starts_at=row.starts_at.isoformat(),
        before=before.isoformat(),
    )
    announce(event, by=by)
    defer(tell_person, appointment_id=str(row.pk), what="moved")
    return row


@act
def cancel_appointment(
    appointment: Appointment, *, by: Actor, by_us: bool = False, reason: str = ""
) -> Appointment:
    """It will not be: its hour is free again, and whoever asked for it is told. `by_us` needs a reason."""
    ensure(may_give(by))
    row = _live(appointment)
    if by_us and not reason.strip():
        raise BadInput(_("Say why: whoever has the hour will read it."), field="reason")
    row.cancelled_at, row.occupied = now(), None
    row.cancelled_by_us, row.cancel_reason = by_us, reason.strip()[:300]
    row.sequence += 1
    row.save(update_fields=["cancelled_at", "occupied", "cancelled_by_us", "cancel_reason", "sequence"])
    event = AppointmentCancelled(
        appointment_id=row.pk, code=row.code, service=row.service.name_ca, by_us=by_us
    )
    announce(event, by=by)
    defer(tell_person, appointment_id=str(row.pk), what="cancelled")
    return row


def _live(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("service", "desk")
    row: Appointment = rows.get(pk=appointment.pk)
    if row.held_until:
        # Nobody has proved the line: nothing is written to it but its code, and the hour frees itself.
        raise NotHere()
    if row.cancelled_at:
        raise AlreadyDone(_("This appointment is already cancelled."))
    if row.attended_at or row.missed_at or row.ends_at <= now():
        raise AlreadyDone(_("This appointment is already past: ask for another one."))
    return row


def _take(service: Service, starts_at: datetime, *, at_once: bool, liked: Any = None) -> Desk:
    """The desk that will attend then. Those of the service are locked in order, so that two who ask wait their turn."""
    if not is_on_line(starts_at.date()):
        raise HourTaken(_("Choose an hour."), field="starts_at")
    candidates = [desk.pk for desk in selectors.open_desks(service)]
    locked = list(Desk.objects.filter(pk__in=candidates).order_by("number").select_for_update(no_key=True))
    _free_what_was_held(candidates)
    offered = selectors.day_offer(service, timezone.localdate(starts_at), at_once=at_once)
    numbers = next((free for at, free in offered.hours.items() if at == starts_at), ())
    free = [desk for desk in locked if desk.number in numbers]
    if not free:
        raise HourTaken(_("Somebody has just taken that hour. Choose another one."), field="starts_at")
    busy = _load(free, starts_at)
    return min(free, key=lambda desk: (desk.pk != liked, busy.get(desk.pk, 0), desk.number))


def _load(desks: list[Desk], starts_at: datetime) -> dict[Any, int]:
    if len(desks) == 1:
        return {}
    rows = Appointment.objects.taking().on(timezone.localdate(starts_at)).filter(desk__in=desks)
    found: dict[Any, int] = {}
    for key in rows.values_list("desk_id", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def _free_what_was_held(desks: list[Any]) -> None:
    rows = Appointment.objects.filter(desk_id__in=desks, cancelled_at=None, held_until__lt=now())
    rows.update(cancelled_at=now(), occupied=None)


def _put(row: Appointment, desk: Desk, starts_at: datetime) -> None:
    """Write it on the line. The constraint of the database refuses it whatever went wrong before."""
    length = timedelta(minutes=row.service.minutes)
    whole = length + timedelta(minutes=row.service.break_minutes)
    row.desk, row.starts_at, row.ends_at = desk, starts_at, starts_at + length
    row.code = code_of(desk.number, timezone.localtime(starts_at))
    row.occupied = Range(*stretch(current_entity().pk, desk.number, starts_at, starts_at + whole))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        if "a_desk_attends_one_at_a_time" not in str(fault):
            raise
        raise HourTaken(
            _("Somebody has just taken that hour. Choose another one."), field="starts_at"
        ) from fault


def _tell_given(row: Appointment, by: Actor) -> None:
    event = AppointmentGiven(
        appointment_id=row.pk,
        code=row.code,
        service=row.service.name_ca,
        starts_at=row.starts_at.isoformat(),
        through=row.booked_through,
    )
    announce(event, by=by)
    defer(tell_person, appointment_id=str(row.pk), what="given")


def _checked(asker: Asker, way: str) -> Asker:
    name = " ".join(asker.name.split())[:200]
    if not name:
        raise BadInput(_("Write the name of whoever comes."), field="name")
    email = checked_channel("email", asker.email, field="email") if asker.email.strip() else ""
    phone = checked_channel("phone", asker.phone, field="phone") if asker.phone.strip() else ""
    if way == Way.PHONE and not phone:
        raise BadInput(_("Write the telephone at which we will call."), field="phone")
    if way == Way.VIDEO and not email:
        raise BadInput(_("Write an e-mail: there we send the link to enter."), field="email")
    if not email and not phone:
        raise BadInput(_("Write an e-mail or a telephone, in case something changes."), field="email")
    about = asker.about.strip()[:300]
    return Asker(name, email, phone, asker.language, about, asker.party, asker.owner, asker.proven)


def _look_how_many(asker: Asker, *, is_proven: bool) -> None:
    if selectors.still_to_come(asker.email, asker.phone, asker.owner) >= MOST_AHEAD:
        raise TooManyAppointments(
            _("You already have three appointments ahead. Cancel one, or call us."), field="email"
        )
    if is_proven:
        return
    since = now() - timedelta(days=1)
    # What was only held while a code was awaited is not one of those.
    given = Appointment.objects.filter(held_until=None)
    lately = given.filter(booked_through=Through.OFFICE, proven="", booked_at__gt=since)
    if lately.count() >= MOST_UNPROVEN_A_DAY:
        raise TooManyAppointments(
            _("Many appointments are being asked for just now. Call us, or leave an e-mail."), field="email"
        )
