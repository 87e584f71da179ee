"""What alarms need from higher rooms: which things do not move, and who has the news of the day elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from consistori.deadlines.rules.escalation import Hands


@dataclass(frozen=True)
class Still:
    """A thing that does not move and waits for nothing: in whose hands it is, and the day it last moved."""

    kind: str
    id: UUID
    hands: Hands
    moved_on: date


still: list[Callable[[datetime], list[Still]]] = []
"""(now) -> what is stuck in the entity of the scope. One statement each."""

told_elsewhere: list[Callable[[UUID], bool]] = []
"""(person) -> whether another digest of hers tells her the alarms of the day: then none is sent from here."""


def is_told_elsewhere(person_id: UUID) -> bool:
    """Whether somebody else gives her the alarms of the morning."""
    return any(ask(person_id) for ask in told_elsewhere)
