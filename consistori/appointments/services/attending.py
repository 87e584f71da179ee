"""The day itself: somebody arrives, is called, is attended, or does not come."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.appointments.events import AppointmentAttended, AppointmentMissed, AppointmentTakenBack
from consistori.appointments.models import Appointment
from consistori.appointments.policies import may_give
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.trail import act, announce


@act
def welcome(appointment: Appointment, *, by: Actor) -> Appointment:
    """They are here, and wait: the screen shows their code."""
    row = _of_today(appointment, by)
    row.arrived_at = row.arrived_at or now()
    row.save(update_fields=["arrived_at"])
    return row


@act
def call(appointment: Appointment, *, by: Actor) -> Appointment:
    """Call them: the screen says at which desk. Calling again shows them first again."""
    row = _of_today(appointment, by)
    row.called_at = now()
    row.arrived_at = row.arrived_at or row.called_at
    row.save(update_fields=["called_at", "arrived_at"])
    return row


@act
def attend(appointment: Appointment, *, by: Actor) -> Appointment:
    """They were attended. Told twice, it is written once."""
    row = _begun(appointment, by)
    if row.attended_at:
        return row
    row.attended_at = now()
    row.arrived_at = row.arrived_at or row.attended_at
    row.missed_at = None
    row.save(update_fields=["attended_at", "arrived_at", "missed_at"])
    announce(AppointmentAttended(appointment_id=row.pk, code=row.code, service=row.service.name_ca), by=by)
    return row


@act
def was_missed(appointment: Appointment, *, by: Actor) -> Appointment:
    """Nobody came: it is counted, once."""
    row = _begun(appointment, by)
    if row.attended_at:
        raise AlreadyDone(_("It says that they were attended. Take that back first."))
    if row.missed_at:
        return row
    if row.starts_at > now():
        raise AlreadyDone(_("Its hour has not come yet."))
    row.missed_at = now()
    row.save(update_fields=["missed_at"])
    announce(AppointmentMissed(appointment_id=row.pk, code=row.code, service=row.service.name_ca), by=by)
    return row


@act
def take_back(appointment: Appointment, *, by: Actor) -> Appointment:
    """Undo what was written of how it went."""
    row = _begun(appointment, by)
    was_told = row.attended_at or row.missed_at
    row.attended_at = row.missed_at = row.called_at = None
    row.save(update_fields=["attended_at", "missed_at", "called_at"])
    if was_told:
        announce(
            AppointmentTakenBack(appointment_id=row.pk, code=row.code, service=row.service.name_ca), by=by
        )
    return row


def _begun(appointment: Appointment, by: Actor) -> Appointment:
    ensure(may_give(by))
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("service", "desk")
    row: Appointment = rows.get(pk=appointment.pk)
    if row.cancelled_at or row.held_until:
        raise AlreadyDone(_("This appointment is already cancelled."))
    return row


def _of_today(appointment: Appointment, by: Actor) -> Appointment:
    row = _begun(appointment, by)
    if row.attended_at or row.missed_at:
        raise AlreadyDone(_("This appointment is already past: ask for another one."))
    if timezone.localdate(row.starts_at) != today():
        raise AlreadyDone(_("It is not today."))
    return row
