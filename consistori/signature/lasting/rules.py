"""What weakens a signature with the years, in plain Python: no Django, no clock, no file.

An archive timestamp proves that everything below it was there before its certificate ended; so another one must
cover it before that day (EN 319 142-1 §5.5), and before its algorithms fall (CCN-STIC 807, ETSI TS 119 312).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WITHIN = timedelta(days=180)
WEAK_ALGORITHMS = frozenset({"md5", "sha1", "sha224"})
PATIENCE = timedelta(days=7)
"""How long a version waits for the rest of its circuit before it is made to last as it is: while its certificates
still have somebody to answer for them."""
LONGEST_WAIT = timedelta(hours=6)


class Weakness(StrEnum):
    """Why a signed version needs something."""

    NO_STAMP = "no-stamp"
    NO_EVIDENCE = "no-evidence"
    NO_ARCHIVE_STAMP = "no-archive-stamp"
    STAMP_ENDS = "stamp-ends"
    STAMP_ENDED = "stamp-ended"
    WEAK_ALGORITHM = "weak-algorithm"


@dataclass(frozen=True)
class Need:
    """A weakness, with the day that matters to it."""

    what: Weakness
    on: datetime | None = None


def needs_of(
    level: str,
    holds_until: datetime | None,
    algorithm: str,
    *,
    at: datetime,
    within: timedelta = WITHIN,
    weak: Iterable[str] = WEAK_ALGORITHMS,
) -> list[Need]:
    """What weakens a version of that PAdES level at an instant; empty when it holds for longer than `within`."""
    if level == "B-B":
        return [Need(Weakness.NO_STAMP)]
    if level == "B-T":
        return [Need(Weakness.NO_EVIDENCE)]
    if level == "B-LT":
        return [Need(Weakness.NO_ARCHIVE_STAMP)]
    needs = []
    if algorithm in set(weak):
        needs.append(Need(Weakness.WEAK_ALGORITHM))
    if holds_until is not None and holds_until <= at:
        needs.append(Need(Weakness.STAMP_ENDED, holds_until))
    elif holds_until is not None and holds_until <= at + within:
        needs.append(Need(Weakness.STAMP_ENDS, holds_until))
    return needs


def wait_after(tries: int) -> timedelta:
    """How long to let a silent service rest after so many tries: 2, 4, 8 minutes… six hours at most."""
    return min(LONGEST_WAIT, timedelta(minutes=2 ** min(tries, 9)))
