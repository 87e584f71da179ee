"""Whether slips may come out by themselves, day or night: only once an approval is on record, and until it ends.

Llei 40/2015, art. 41.2 (R-AUT-01). A room that keeps approvals hangs here how it answers; with none, a slip waits for a
person of the house, who orders it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

SLIPS = "residence_slip"


@dataclass(frozen=True)
class Approval:
    """What somebody decided, in words that a citizen reads («Decret 2026/0151, de 12/11/2026»).

    `by_rule`: a rule of the town decides each one in a moment, when it hears that it was asked; until then it waits.
    """

    words: str
    since: date
    by_rule: bool = False


Source = Callable[[str, date], Approval | None]
"""(kind, day) -> the approval in force that day in the town of the scope; None when there is none."""

sources: list[Source] = []


@dataclass(frozen=True)
class Explanation:
    """Why a paper came out by itself: a sealed document, which comes some seconds after the paper (None until then)."""

    document: Any


explained: list[Callable[[UUID], Explanation | None]] = []
"""Of a paper, what explains why it came out by itself; None when a person ordered it."""


def explanation_of(paper_id: UUID) -> Explanation | None:
    """What explains it, if a rule issued it. One statement for each room that hangs here."""
    return next((found for ask in explained if (found := ask(paper_id)) is not None), None)


def in_force(kind: str, on: date) -> Approval | None:
    """The approval of that kind; None, the usual, when nobody has put one on record."""
    for ask in sources:
        if (found := ask(kind, on)) is not None:
            return found
    return None
