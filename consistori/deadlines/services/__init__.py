"""Acts on calendars and on terms."""

from consistori.deadlines.services.again import hurry, reopen
from consistori.deadlines.services.publishing import (
    NothingChanges,
    adopt_standard_calendars,
    publish_calendar,
)
from consistori.deadlines.services.stopping import (
    CannotExtend,
    CannotSuspend,
    extend,
    regrant,
    resume,
    suspend,
)
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
    "hurry",
    "meet",
    "open_deadline",
    "publish_calendar",
    "regrant",
    "reopen",
    "resume",
    "suspend",
]
