"""What the registry needs from others: the seal of its receipts, and to whom a document may go; hung at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class NotSealed(Exception):
    """The seal cannot be put now; what is there stays, and it is tried again. `message` is a sentence for people."""

    def __init__(self, message: Any = "", *, again: bool = True) -> None:
        super().__init__(str(message))
        self.message = message
        self.again = again


Sealer = Callable[[Any, bytes, str], bytes | None]
"""(entity, PDF, reason) -> the same PDF with the seal of the body; None where the town has none. Raises `NotSealed`."""

sealers: list[Sealer] = []


Addressees = Callable[[Any], Iterable[Any]]
"""(document) -> the parties to whom it may go: those of the cases where it lies."""

addressees: list[Addressees] = []


Entering = Callable[[Any], None]
"""(entry that is being registered, its key already known and its number not yet): leave a job for later, no more."""

entering: list[Entering] = []


def seal(entity: Any, pdf: bytes, reason: str) -> bytes | None:
    """Ask whoever seals; None when nobody does. Never inside a transaction."""
    for sealer in sealers:
        if (sealed := sealer(entity, pdf, reason)) is not None:
            return sealed
    return None
