"""What the addresses of appointments say: ways in Catalan, days and hours."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from consistori.appointments.models.offer import Way
from consistori.appointments.rules.line import is_on_line
from consistori.kernel.errors import NotHere

WAYS = {"taulell": Way.COUNTER, "telefon": Way.PHONE, "video": Way.VIDEO}
WORDS = {str(way): word for word, way in WAYS.items()}


def way_of(word: str) -> str:
    """The way that an address names; `NotHere` for another word."""
    if word not in WAYS:
        raise NotHere()
    return str(WAYS[word])


def hour_in(at: datetime) -> str:
    """An hour as it goes in an address: `2026-11-26T10.20`."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H.%M}"


def hour_of(text: str) -> datetime | None:
    """The hour that an address says, or None."""
    try:
        at = datetime.strptime(text, "%Y-%m-%dT%H.%M")
    except ValueError:
        return None
    return timezone.make_aware(at) if is_on_line(at.date()) else None


def day_of(text: str) -> date | None:
    """The day that an address says, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
