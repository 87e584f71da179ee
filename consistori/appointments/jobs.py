"""What the machine does for appointments: writes to whoever has one, reminds, counts who did not come, forgets."""

from __future__ import annotations

from datetime import timedelta

from consistori.appointments.models import Appointment
from consistori.kernel.clock import now
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

REMINDED_BEFORE = timedelta(hours=24)
NOT_REMINDED_WITHIN = timedelta(hours=3)
"""Whoever has just asked for it needs no reminder."""
FORGOTTEN_AFTER = timedelta(days=365)


@entity_job(name="appointments.tell_person", queue="mail", retry=8)
def tell_person(*, entity: Entity, appointment_id: str, what: str) -> None:
    """Write to whoever left an e-mail that it is given, moved, cancelled or near, with its file for calendars.

    What was cancelled before the message left is told only as cancelled.
    """
    from consistori.appointments.letters import letter_of

    with working_for(entity):
        row = Appointment.objects.select_related("service", "desk").filter(pk=appointment_id).first()
        is_late = row is not None and what != "cancelled" and row.cancelled_at is not None
        letter = letter_of(row, what, entity) if row is not None and row.email and not is_late else None
    if letter is not None:
        letter.send()


@by_the_clock("*/15 * * * *", name="appointments.remind")
def remind_often(timestamp: int) -> None:
    """Every quarter of an hour: remind those of the next day."""
    in_each_town(remind)


def remind(entity: Entity) -> int:
    """Remind, in one town, who has an appointment within a day and was not reminded; how many."""
    moment = now()
    with working_for(entity):
        soon = Appointment.objects.waiting().filter(
            reminded_at=None,
            starts_at__gt=moment,
            starts_at__lte=moment + REMINDED_BEFORE,
            booked_at__lte=moment - NOT_REMINDED_WITHIN,
        )
        keys = list(soon.exclude(email="").values_list("pk", flat=True))
        for key in keys:
            defer(tell_person, appointment_id=str(key), what="reminder")
        Appointment.objects.filter(pk__in=keys).update(reminded_at=moment)
    return len(keys)


@by_the_clock("41 2 * * *", name="appointments.sweep")
def sweep_every_night(timestamp: int) -> None:
    """Every night: free what was only held, count who did not come, and forget who came a year ago."""
    in_each_town(sweep)


def sweep(entity: Entity) -> int:
    """The same in one town; how many did not come."""
    from consistori.appointments.services.sweeping import count_missed, forget_old, free_held

    with working_for(entity):
        free_held()
    with working_for(entity):
        missed = count_missed(entity)
    with working_for(entity):
        forget_old(now() - FORGOTTEN_AFTER)
    return missed
