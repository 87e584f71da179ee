"""Whether what is filed is in time (Llei 39/2015, arts. 31 and 32.4). When it takes effect, the registry says."""

from __future__ import annotations

from datetime import date, datetime

from consistori.deadlines.rules.values import Incident


def is_in_time(filed_at: datetime, last_day: date) -> bool:
    """Whether it is within the term: until 23:59:59 of its last day (31.2.a).

    Filed on a non-working day before the last day it is deemed filed on that last day at most (31.2.b), so that the
    day on which it really came says it all; and after it nothing brings it back.
    """
    return filed_at.date() <= last_day


def moved_by_incident(last_day: date, incident: Incident) -> date:
    """The last day of a term after an incident of the e-office: moved only if it had not ended (32.4)."""
    return incident.extended_to if incident.since <= last_day < incident.extended_to else last_day
