"""Whether these pages exist here, and days in addresses."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from consistori.appointments.hangings import has_appointments
from consistori.appointments.rules.line import is_on_line
from consistori.directory.access import StaffRequest
from consistori.kernel.errors import NotHere


def ensure_here(request: StaffRequest) -> None:
    """`NotHere` where the town does not give appointments with this program."""
    if not has_appointments(request):
        raise NotHere()


def day_in(text: str, otherwise: date) -> date:
    """The day that an address says, or another."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if is_on_line(day) else otherwise


def hour_in(text: str) -> datetime | None:
    """The hour that a form says (`2026-11-26T10:20`), of the town hall; None if it is not one."""
    try:
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M")
    except ValueError:
        return None
    return timezone.make_aware(at) if is_on_line(at.date()) else None
