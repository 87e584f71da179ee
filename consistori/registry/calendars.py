"""The calendar of the registry's seat; the room of deadlines keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from consistori.registry.rules.effect import WhyNotWorking


@dataclass(frozen=True)
class Seat:
    """Why a day is not a working one at the registry, and the versions of the calendars that say it."""

    why_not_working: WhyNotWorking
    versions: list[str] = field(default_factory=list)


def of_seat() -> Seat:
    """The calendar that counts for the registry of the entity of the scope (R-REG-13)."""
    return Seat(_weekend)


def _weekend(day: date) -> str:
    return {5: _("Saturday"), 6: _("Sunday")}.get(day.weekday(), "")
