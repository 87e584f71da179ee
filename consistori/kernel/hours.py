"""Hours of a week as people write them («9.00-14.00, 16-19») and as a program reads them. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

WEEK = 7

_SPAN = re.compile(r"^(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|a)\s*(\d{1,2})(?:[.:](\d{2}))?\s*h?$")


class HoursFault(ValueError):
    """Something that is not hours; its argument is what was written."""


@dataclass(frozen=True, order=True)
class Span:
    """From an hour to another of the same day."""

    opens: time
    closes: time


Week = Sequence[Sequence[Span]]
"""The spans of each day, Monday first."""


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
