"""When what is filed takes effect, and whether it is in time (Llei 39/2015, arts. 31 and 32.4)."""

from __future__ import annotations

from datetime import date, datetime

from consistori.deadlines.rules.days import Calendar, Watcher
from consistori.deadlines.rules.values import Incident


def effective_entry(filed_at: datetime, office: Calendar) -> date:
    """The day on which what was filed has effect [data d'efectes / fecha de efectos]: its own, or the next working one.

    31.2.b: a non-working day counts as the first hour of the next working one. 31.3: only the calendar of the e-office
    counts, never the one of who files. `filed_at` by the clock of the town hall.
    """
    return Watcher((office,)).roll(filed_at.date())


def is_in_time(filed_at: datetime, last_day: date) -> bool:
    """Whether it is within the term: until 23:59:59 of its last day (31.2.a).

    Filed on a non-working day before the last day it is deemed filed on that last day at most (31.2.b), so that the
    day on which it really came says it all; and after it nothing brings it back.
    """
    return filed_at.date() <= last_day


def moved_by_incident(last_day: date, incident: Incident) -> date:
    """The last day of a term after an incident of the e-office: moved only if it had not ended (32.4)."""
    return incident.extended_to if incident.since <= last_day < incident.extended_to else last_day
