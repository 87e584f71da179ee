"""What higher rooms tell of the acts that are notified: the number and the day that a book gave them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Numbered:
    """How a book calls an act: «2026/0151», its day, and whose act it is in words."""

    number: str
    on: date
    body: str = ""


numbers: list[Callable[[Sequence[UUID]], dict[UUID, Numbered]]] = []
"""Each is asked with documents, and answers those that its book has numbered."""


def numbered(document_ids: Sequence[UUID]) -> dict[UUID, Numbered]:
    """The number of each document that a book has, of those asked."""
    found: dict[UUID, Numbered] = {}
    for ask in numbers:
        found.update(ask(document_ids))
    return found
