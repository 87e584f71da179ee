"""Acts on calendars."""

from consistori.deadlines.services.publishing import (
    NothingChanges,
    adopt_standard_calendars,
    publish_calendar,
)

__all__ = ["NothingChanges", "adopt_standard_calendars", "publish_calendar"]
