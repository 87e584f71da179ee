"""When the counter is open at a moment, from the hours that the staff writes. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consistori.kernel.hours import WEEK, HoursFault, Span, read_day, read_week

__all__ = ["WEEK", "AtTheDoor", "HoursFault", "Span", "at_the_door", "read_day", "read_week", "together"]

DAYS_AHEAD = 14


@dataclass(frozen=True)
class AtTheDoor:
    """What one sees at the door: open until an hour, or closed until when; `holiday` says why today it is closed."""

    is_open: bool
    until: time | None = None
    next_day: date | None = None
    next_at: time | None = None
    holiday: str = ""


def at_the_door(
    week: Sequence[tuple[Span, ...]], moment: datetime, holiday: Callable[[date], str] = lambda day: ""
) -> AtTheDoor | None:
    """Whether the counter is open at a local moment; None where the hours were never said."""
    if not any(week):
        return None
    today, hour = moment.date(), moment.time()
    why_closed = holiday(today)
    if not why_closed:
        for span in week[today.weekday()]:
            if span.opens <= hour < span.closes:
                return AtTheDoor(True, until=span.closes)
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        if holiday(day):
            continue
        for span in week[day.weekday()]:
            if ahead or span.opens > hour:
                return AtTheDoor(False, next_day=day, next_at=span.opens, holiday=why_closed)
    return AtTheDoor(False, holiday=why_closed)


def together(week: Sequence[tuple[Span, ...]]) -> list[tuple[list[int], Span]]:
    """Each span with the weekdays that have it, the most common first: «Monday to Friday, from 9 to 14»."""
    found: dict[Span, list[int]] = {}
    for weekday, spans in enumerate(week):
        for span in spans:
            found.setdefault(span, []).append(weekday)
    return [(days, span) for span, days in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))]
