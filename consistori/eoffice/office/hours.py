"""When the counter is open: reading what the staff writes, and what is so at a moment. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS_AHEAD = 14
WEEK = 7

_SPAN = re.compile(r"^(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|a)\s*(\d{1,2})(?:[.:](\d{2}))?\s*h?$")


class HoursFault(ValueError):
    """Something that is not hours; its argument is what was written."""


@dataclass(frozen=True, order=True)
class Span:
    """From an hour to another of the same day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class AtTheDoor:
    """What one sees at the door: open until an hour, or closed until when; `holiday` says why today it is closed."""

    is_open: bool
    until: time | None = None
    next_day: date | None = None
    next_at: time | None = None
    holiday: str = ""


def read_day(text: str) -> tuple[Span, ...]:
    """The spans of «9.00-14.00, 16-19»; empty: closed. Raises `HoursFault`."""
    spans: list[Span] = []
    for part in (piece.strip() for piece in re.split(r"[,;]| i | y ", text)):
        if not part:
            continue
        found = _SPAN.match(part)
        if not found:
            raise HoursFault(part)
        try:
            opens = time(int(found[1]), int(found[2] or 0))
            closes = time(int(found[3]), int(found[4] or 0))
        except ValueError as fault:
            raise HoursFault(part) from fault
        if closes <= opens or (spans and opens < spans[-1].closes):
            raise HoursFault(part)
        spans.append(Span(opens, closes))
    return tuple(spans)


def read_week(days: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    """Monday to Sunday; empty when nobody has said the hours."""
    return tuple(read_day(text) for text in days) if any(text.strip() for text in days) else ()


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
