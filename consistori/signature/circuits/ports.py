"""What circuits need from above: who has identified themselves at the electronic office, and where its door is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Proven:
    """A person who has identified themselves (Llei 39/2015, art. 9): `evidence` is the hash of what says so, kept whole
    by whoever identified them."""

    identifier: str
    name: str
    method: str
    level: str
    evidence: str


class GuestIdentity(Protocol):
    """Whoever identifies the people who do not work here."""

    def who(self, request: Any) -> Proven | None:
        """Who has come in at the town of this request; None: nobody yet."""
        ...

    def door(self, request: Any, back: str) -> str:
        """The address where one identifies and from which one comes back to `back`; empty where there is none."""
        ...


_hung: list[GuestIdentity] = []


def hang_identity(identity: GuestIdentity) -> None:
    """Called once by the room of the electronic office, when the program starts."""
    _hung[:] = [identity]


def identity() -> GuestIdentity | None:
    """Whoever identifies guests here, if anybody does."""
    return _hung[0] if _hung else None
