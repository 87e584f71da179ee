"""What the registry needs from others: the seal of its receipts, and to whom a document may go; hung at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from consistori.formats.mux import MuxAnswer, Transaction


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


class NotAnswered(Exception):
    """The main registry did not answer, or is still at it: the same transaction is asked again later."""


class MainRegistry(Protocol):
    """The registry to which ours is accessory [registre principal], where its number counts too."""

    name: str

    def enter(self, said: Transaction) -> MuxAnswer:
        """The number that it gives; the same one whenever the same transaction is asked. Raises `NotAnswered`."""
        ...


def main_registry(entity: Any) -> MainRegistry | None:
    """The main registry of an entity; nothing where its own book is the one that counts. See `MAIN_REGISTRY`."""
    found: MainRegistry | None = import_string(settings.MAIN_REGISTRY)(entity)
    return found


def seal(entity: Any, pdf: bytes, reason: str) -> bytes | None:
    """Ask whoever seals; None when nobody does. Never inside a transaction."""
    for sealer in sealers:
        if (sealed := sealer(entity, pdf, reason)) is not None:
            return sealed
    return None
