"""When a yearly renewal is due ex officio, and which of last year's cases it comes from. Plain Python.

Llei 39/2015, arts. 58 i 59 (ex officio), 66 (by application) i 88 (resolution).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

ARTICLE = "Llei 39/2015, arts. 58 i 59"
WINDOW = timedelta(days=30)
"""For how many days after its day it is looked for: a rule that comes on later renews nobody."""
_DAY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Season:
    """The day of the year when it begins, and the year whose cases are renewed."""

    begins_on: date
    of_year: int


def season(on: str, day: date) -> Season | None:
    """The season that is open that day for «MM-DD»; None out of it. Raises `ValueError` for what is no day."""
    found = _DAY.fullmatch(on)
    if found is None:
        raise ValueError(on)
    begins = date(day.year, int(found[1]), int(found[2]))
    if begins <= day < begins + WINDOW:
        return Season(begins, day.year - 1)
    return None


def is_before(opened_on: date, day: date) -> bool:
    """Whether a case opened that day is last year's: of the natural year before."""
    return opened_on.year == day.year - 1
