"""What the law says of terms (Llei 39/2015, arts. 21-25, 29-33 and 95): plain Python, days come as arguments."""

from consistori.deadlines.rules.acts import (
    automatic_session_on,
    court_term,
    last_day_to_call,
    rejection_of_electronic_notification,
)
from consistori.deadlines.rules.days import (
    Calendar,
    Layer,
    Missing,
    NonWorkingDay,
    VersionUsed,
    Whose,
    union_for,
)
from consistori.deadlines.rules.entries import is_in_time, moved_by_incident
from consistori.deadlines.rules.pauses import Cause, Interruption, Suspension
from consistori.deadlines.rules.sums import StepKind, Sum, SumStep
from consistori.deadlines.rules.terms import last_day, last_moment
from consistori.deadlines.rules.values import (
    Ending,
    Extension,
    ExtensionRule,
    Incident,
    StartKind,
    Term,
    TermFault,
    Unit,
)

__all__ = [
    "Calendar",
    "Cause",
    "Ending",
    "Extension",
    "ExtensionRule",
    "Incident",
    "Interruption",
    "Layer",
    "Missing",
    "NonWorkingDay",
    "StartKind",
    "StepKind",
    "Sum",
    "SumStep",
    "Suspension",
    "Term",
    "TermFault",
    "Unit",
    "VersionUsed",
    "Whose",
    "automatic_session_on",
    "court_term",
    "is_in_time",
    "last_day",
    "last_day_to_call",
    "last_moment",
    "moved_by_incident",
    "rejection_of_electronic_notification",
    "union_for",
]
