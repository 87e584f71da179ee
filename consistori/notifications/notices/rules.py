"""The rules of a notice [avís / aviso] (Llei 39/2015, arts. 41.1 and 41.6; RD 203/2021, art. 43; R-NOT-09, R-NOT-10).

It only says that something is at the electronic office: it notifies nothing, carries nothing of the content, and that
it never arrived voids nothing. No clock and no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ARTICLE = "Llei 39/2015, art. 41.6"
ART_DEVICE = "Llei 39/2015, art. 41.1"


class Kind(StrEnum):
    """By what it is sent. A telephone of the wall rings: it is a call of somebody, no notice."""

    EMAIL = "email"
    MOBILE = "mobile"


class State(StrEnum):
    """Where a notice is."""

    WAITING = "waiting"
    """It has to be sent."""
    DELAYED = "delayed"
    """The server said «later», or did not answer: it is tried again by itself."""
    HANDING = "handing"
    """The last word was being said to the server. Found so later, nobody knows whether it took it."""
    SENT = "sent"
    """The server of the person, or the gateway, took it."""
    DOUBTFUL = "doubtful"
    """It stopped in that very moment: it is not sent again, so that nobody receives it twice."""
    REFUSED = "refused"
    """The server refused it for good."""
    BOUNCED = "bounced"
    """It was taken, and came back."""
    GIVEN_UP = "given_up"
    """Two days of trying."""
    NEEDLESS = "needless"
    """Opened, rejected or withdrawn before it left."""


TO_SEND = frozenset({State.WAITING, State.DELAYED})
FAILED = frozenset({State.REFUSED, State.BOUNCED, State.GIVEN_UP})
"""It is known that it did not arrive."""


@dataclass(frozen=True)
class Known:
    """An e-mail or a mobile that a person communicated to us; `wanted`: what they said of notices there, if ever."""

    kind: Kind
    value: str
    is_main: bool = True
    wanted: bool | None = None


@dataclass(frozen=True)
class Target:
    """Where one notice goes and why: `asked`, `communicated`, `only_mobile`."""

    kind: Kind
    value: str
    why: str
    article: str


def whom_to_tell(known: Sequence[Known]) -> list[Target]:
    """Where the notices of a person go.

    Wherever they asked for them, and never where they said no (41.1: they name the device or the address that serves
    for notices). Of the rest, to the main e-mail that they communicated (41.6); to a mobile only where there is no
    e-mail at all, since a text message is asked for.
    """
    targets = [Target(one.kind, one.value, "asked", ART_DEVICE) for one in known if one.wanted]
    silent = [one for one in known if one.wanted is None]
    if not any(one.kind == Kind.EMAIL for one in targets):
        mails = _main_first(one for one in silent if one.kind == Kind.EMAIL)
        targets += [Target(one.kind, one.value, "communicated", ARTICLE) for one in mails[:1]]
    if not targets and not any(one.kind == Kind.EMAIL for one in known):
        mobiles = _main_first(one for one in silent if one.kind == Kind.MOBILE)
        targets += [Target(one.kind, one.value, "only_mobile", ARTICLE) for one in mobiles[:1]]
    return list({(one.kind, one.value.casefold()): one for one in reversed(targets)}.values())[::-1]


def _main_first(known: Iterable[Known]) -> list[Known]:
    return sorted(known, key=lambda one: not one.is_main)


WAITS = (5, 10, 20, 40, 60, 120, 240)
"""Minutes between a try and the next; the last one goes on. A greylist lets one by after a few."""
TRIED_FOR = timedelta(hours=48)
"""Afterwards it would come too late to serve: the ten days go on (43.2)."""
HANDED_WITHIN = timedelta(minutes=15)
"""Whoever was handing one over longer ago does so no more."""


def next_try(tries: int, since_first: timedelta) -> timedelta | None:
    """How long to wait after `tries` tries; None when it is time to give up (RFC 5321, 4.5.4.1)."""
    wait = timedelta(minutes=WAITS[min(max(tries, 1), len(WAITS)) - 1])
    return wait if since_first + wait <= TRIED_FOR else None


STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
"""An enhanced code among the words of a server (RFC 3463)."""


class Trouble(StrEnum):
    """Why it did not arrive, as far as who looks for the person needs to know."""

    NO_SUCH = "no_such"
    """The address or the number does not exist."""
    FULL = "full"
    CLOSED = "closed"
    """The account is there and takes nothing."""
    BLOCKED = "blocked"
    """The server does not want ours: whoever keeps the mail has to look."""
    SILENT = "silent"
    """Nobody answered in all that time."""
    OTHER = "other"


_TROUBLES: Mapping[str, Trouble] = {
    "1.0": Trouble.NO_SUCH, "1.1": Trouble.NO_SUCH, "1.2": Trouble.NO_SUCH, "1.3": Trouble.NO_SUCH,
    "1.6": Trouble.NO_SUCH, "1.10": Trouble.NO_SUCH, "2.1": Trouble.CLOSED, "2.2": Trouble.FULL,
    "4.1": Trouble.SILENT, "4.2": Trouble.SILENT, "4.3": Trouble.NO_SUCH, "4.4": Trouble.NO_SUCH,
    "4.7": Trouble.SILENT,
}  # fmt: skip


def trouble_of(status: str, code: int = 0) -> Trouble:
    """What an enhanced code (RFC 3463: «5.1.1») tells; without it, the basic one (RFC 5321: 550)."""
    _class, _dot, detail = status.partition(".")
    if detail and detail != "0.0":
        if detail in _TROUBLES:
            return _TROUBLES[detail]
        return Trouble.BLOCKED if detail.startswith("7.") else Trouble.OTHER
    return {550: Trouble.NO_SUCH, 551: Trouble.NO_SUCH, 552: Trouble.FULL, 553: Trouble.NO_SUCH,
            554: Trouble.BLOCKED, 452: Trouble.FULL}.get(code, Trouble.OTHER)  # fmt: skip


REACHES_NOBODY = frozenset({Trouble.NO_SUCH, Trouble.CLOSED})
"""Troubles of the address itself: another notice would come back the same."""
