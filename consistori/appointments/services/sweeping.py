"""What is done each night with the appointments that are over."""

from __future__ import annotations

from datetime import datetime

from consistori.appointments.events import AppointmentMissed
from consistori.appointments.models import Appointment
from consistori.appointments.selectors import midnight
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.tenancy.models import Entity
from consistori.trail import act, announce


@act
def free_held() -> int:
    """Hours that were held for somebody who never proved their line: nobody asked for them."""
    rows = Appointment.objects.filter(cancelled_at=None, held_until__lt=now())
    return int(rows.update(cancelled_at=now(), occupied=None))


@act
def count_missed(entity: Entity) -> int:
    """Nobody wrote anything of those of the days before, and nobody saw them arrive: they did not come."""
    rows = Appointment.objects.waiting().filter(starts_at__lt=midnight(today()), arrived_at=None)
    by = Actor.program(entity.pk)
    # Locked: whoever writes at this moment that they were attended waits, or is seen here.
    missed = list(rows.select_related("service").select_for_update(of=("self",)))
    for row in missed:
        announce(AppointmentMissed(appointment_id=row.pk, code=row.code, service=row.service.name_ca), by=by)
    Appointment.objects.filter(pk__in=[row.pk for row in missed]).update(missed_at=now())
    return len(missed)


@act
def forget_old(before: datetime) -> int:
    """Erase who came and how to reach them; that somebody came, when and for what stays, to be counted."""
    rows = Appointment.objects.filter(starts_at__lt=before, forgotten_at=None)
    return int(
        rows.update(
            name="", email="", phone="", about="", owner="", party=None, cancel_reason="", forgotten_at=now()
        )
    )
