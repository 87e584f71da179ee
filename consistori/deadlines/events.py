"""Facts of the calendars."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class CalendarPublished(Event):
    """An entity has a new version of the holidays of a place in a year; what was counted keeps the one before."""

    subject: ClassVar[str] = "calendar_id"
    says: ClassVar = _("publishes version %(number)s of the holidays of %(place)s of %(year)s (%(source)s)")
    icon: ClassVar[str] = "calendar"

    calendar_id: UUID
    place: str
    year: int
    number: int
    days: list[str]
    source: str
