"""The records of the terms: calendars in versions, terms, what stops and extends them, their sums, who was warned."""

from consistori.deadlines.models.alarms import Alarm, AlarmLetter
from consistori.deadlines.models.calendars import CalendarVersion, CalendarVersionQuerySet
from consistori.deadlines.models.sums import Computation, Recount
from consistori.deadlines.models.terms import Deadline, DeadlineQuerySet, Extension, Suspension

__all__ = [
    "Alarm",
    "AlarmLetter",
    "CalendarVersion",
    "CalendarVersionQuerySet",
    "Computation",
    "Deadline",
    "DeadlineQuerySet",
    "Extension",
    "Recount",
    "Suspension",
]
