"""The port of those who sign outside: only what the AOC Signador and Autofirma both need (connectors come later).

Both are the same journey. We give the bytes and a reference, and send the person somewhere: to a page of theirs
(Signador), or to an address that her computer opens (`afirma://`). Later the signed bytes are there: they are given
to us (the callback of the Signador, the storage servlet of Autofirma), or we ask for them. Neither is believed:
`receiving.accept` looks at what came back. Nothing of this happens inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Outgoing:
    """What goes out to be signed: our reference, which cannot be guessed, and the whole file as it is now."""

    reference: str
    name: str
    data: bytes
    sha256: str
    identifier: str = ""
    """Identity number of who must sign; empty when whoever holds the certificate is known otherwise."""

    reason: str = ""
    come_back_to: str = ""
    """The page of ours where the person goes on."""


@dataclass(frozen=True)
class Begun:
    """Where the person goes to sign, how they call it there, and until when it is waited for."""

    reference: str
    theirs: str
    goes_to: str
    until: datetime


class SignsElsewhere(Protocol):
    """Somebody who signs outside. Any of both may raise `ServiceSilent`; what they refuse, `SigningStopped`."""

    name: str
    label: Any

    def begin(self, what: Outgoing) -> Begun:
        """Give it to be signed."""
        ...

    def bring(self, begun: Begun) -> bytes | None:
        """The signed file; None while nobody has signed it. Asking again gives the same."""
        ...


providers: dict[str, SignsElsewhere] = {}
"""Those of this installation, by name; connectors hang theirs (`config`)."""


def provider(name: str) -> SignsElsewhere:
    """Raises `KeyError` when this installation has none of that name."""
    return providers[name]
