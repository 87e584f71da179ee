"""The records of the terms: calendars in versions, the terms themselves, what stops and extends them, their sums."""

from consistori.deadlines.models.calendars import CalendarVersion, CalendarVersionQuerySet
from consistori.deadlines.models.sums import Computation, Recount
from consistori.deadlines.models.terms import Deadline, DeadlineQuerySet, Extension, Suspension

__all__ = [
    "CalendarVersion",
    "CalendarVersionQuerySet",
    "Computation",
    "Deadline",
    "DeadlineQuerySet",
    "Extension",
    "Recount",
    "Suspension",
]
