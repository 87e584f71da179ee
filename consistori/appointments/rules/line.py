"""The line of minutes on which a desk can be taken only once. Plain Python.

Each desk has its own stretch of one long line of whole numbers: the entity, the desk, and the minute since 2000. Two
appointments of a desk that touch are two ranges that overlap, which PostgreSQL refuses with what it brings by itself
(a GiST index of `int8range`), without the extension that a pair of desk and hours would need.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

MOST_DESKS = 2**14
MINUTES = 2**26
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(2000, 1, 2), date(2100, 12, 31)
"""Days that the line holds, and a whole week after them."""


def is_on_line(day: date) -> bool:
    """Whether an appointment can be on that day: the calendar of a computer ends, and so does the line."""
    return FIRST_DAY <= day <= LAST_DAY


def stretch(entity: int, desk: int, begins: datetime, ends: datetime) -> tuple[int, int]:
    """The stretch that these minutes of a desk are; its end is not inside. Raises `ValueError` out of the line."""
    if not 0 < desk < MOST_DESKS:
        raise ValueError(f"No desk {desk}")
    first, last = _minute(begins), _minute(ends)
    if not 0 <= first < last < MINUTES:
        raise ValueError(f"From {begins} to {ends}")
    base = (entity * MOST_DESKS + desk) * MINUTES
    return base + first, base + last


def code_of(desk: int, begins: datetime) -> str:
    """What the waiting screen calls: the letters of the desk and the hour in fives of minutes, as «B124».

    It says nothing of the person, and nobody else has it that day: no two people have the same desk and hour.
    """
    letters, rest = "", desk
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(ord("A") + place) + letters
    minute = begins.hour * 60 + begins.minute
    fives, more = divmod(minute, 5)
    return f"{letters}{fives:03d}" + ("" if not more else chr(ord("a") + more - 1))


def _minute(at: datetime) -> int:
    return int((at - _BEGINNING).total_seconds() // 60)
