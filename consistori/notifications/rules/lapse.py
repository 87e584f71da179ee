"""Until when an electronic notification may be opened (Llei 39/2015, art. 43.2; R-NOT-14, R-NOT-20)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Madrid")
DAYS = 10
"""Natural days, from the day after it was put at disposal; the last one neither rolls nor stops (law, E40 and E42)."""


def last_day(available_at: datetime, extended_to: date | None = None) -> date:
    """The last day to open it: the tenth, or that to which an incident of the office extended it, if later (32.4)."""
    tenth = available_at.astimezone(HERE).date() + timedelta(days=DAYS)
    return max(tenth, extended_to) if extended_to else tenth


def expires_at(available_at: datetime, extended_to: date | None = None) -> datetime:
    """00:00:00 of day 11 in Madrid: from that instant on it is rejected. Nights of 23 or 25 hours change nothing."""
    day = last_day(available_at, extended_to) + timedelta(days=1)
    return datetime.combine(day, time.min, HERE)
