"""The calendar of the registry's seat: the holidays that count when something is filed (R-REG-13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from consistori.deadlines.rules.days import Calendar
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.registry.rules.effect import WhyNotWorking
from consistori.tenancy.scope import current_entity


@dataclass(frozen=True)
class Seat:
    """Why a day is not a working one at the registry, and the versions of the calendars that say it."""

    why_not_working: WhyNotWorking
    versions: list[str] = field(default_factory=list)


def of_seat() -> Seat:
    """The calendar of the seat of the entity of the scope, with the versions in force today. One statement."""
    (calendar,) = calendars_of([place_of(current_entity())])
    return Seat(lambda day: _why_not(calendar, day), [used.id for used in calendar.versions])


def _why_not(calendar: Calendar, day: date) -> str:
    if holiday := calendar.days.get(day):
        return holiday.name
    return {5: _("Saturday"), 6: _("Sunday")}.get(day.weekday(), "")
