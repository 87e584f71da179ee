"""Whether slips may come out by themselves, day or night: only once an approval is on record, and until it ends.

Llei 40/2015, art. 41.2 (R-AUT-01). A room that keeps approvals hangs here how it answers; with none, a slip waits for a
person of the house, who orders it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SLIPS = "residence_slip"


@dataclass(frozen=True)
class Approval:
    """What somebody decided, in words that a citizen reads («Decret 2026/0151, de 12/11/2026»)."""

    words: str
    since: date


Source = Callable[[str, date], Approval | None]
"""(kind, day) -> the approval in force that day in the town of the scope; None when there is none."""

sources: list[Source] = []


def in_force(kind: str, on: date) -> Approval | None:
    """The approval of that kind; None, the usual, when nobody has put one on record."""
    for ask in sources:
        if (found := ask(kind, on)) is not None:
            return found
    return None
