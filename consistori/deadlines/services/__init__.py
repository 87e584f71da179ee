"""Acts on calendars and on terms."""

from consistori.deadlines.services.publishing import (
    NothingChanges,
    adopt_standard_calendars,
    publish_calendar,
)
from consistori.deadlines.services.stopping import CannotExtend, CannotSuspend, extend, resume, suspend
from consistori.deadlines.services.terms import MAIN, TermEnded, TermRuns, close, end, meet, open_deadline

__all__ = [
    "MAIN",
    "CannotExtend",
    "CannotSuspend",
    "NothingChanges",
    "TermEnded",
    "TermRuns",
    "adopt_standard_calendars",
    "close",
    "end",
    "extend",
    "meet",
    "open_deadline",
    "publish_calendar",
    "resume",
    "suspend",
]
