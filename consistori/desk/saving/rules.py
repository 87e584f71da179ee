"""Who will probably not open a notification, and what the law lets be done meanwhile. No clock, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LPAC = "Llei 39/2015, art. "
RD203 = "RD 203/2021, art. "
FROM_DAY = 5
"""Natural days after it was put at disposal: half of the ten that there are (43.2)."""


class Sign(StrEnum):
    """Why somebody will probably not open it."""

    NEVER_ENTERED = "never_entered"
    """They have never come in to the electronic office."""
    BOUNCED = "bounced"
    """The notice came back, or no server took it."""
    NO_LINE = "no_line"
    """We know no e-mail nor mobile of theirs."""
    NO_PHONE = "no_phone"
    """We know no telephone by which to call them."""


@dataclass(frozen=True)
class Known:
    """What is known of whoever has to open it."""

    has_entered: bool
    has_bounced: bool
    has_email: bool
    has_mobile: bool
    has_phone: bool
    is_obliged: bool


def signs_of(known: Known) -> tuple[Sign, ...]:
    """The signs that it will not be opened, the strongest first; none means only that it has not been opened yet."""
    found = []
    if not known.has_entered:
        found.append(Sign.NEVER_ENTERED)
    if known.has_bounced:
        found.append(Sign.BOUNCED)
    if not (known.has_email or known.has_mobile):
        found.append(Sign.NO_LINE)
    if not (known.has_mobile or known.has_phone):
        found.append(Sign.NO_PHONE)
    return tuple(found)


def is_at_risk(signs: Sequence[Sign]) -> bool:
    """Whether it deserves somebody's time: to lack a telephone alone says nothing of whether they read their e-mail."""
    return any(sign is not Sign.NO_PHONE for sign in signs)


class Do(StrEnum):
    """What can be done."""

    REMIND = "remind"
    CALL = "call"
    BY_HAND = "by_hand"
    PAPER = "paper"


@dataclass(frozen=True)
class Way:
    """Something that can be done, or why it cannot: `reason` is a code, `words.WAYS` says it."""

    what: Do
    ok: bool
    reason: str
    article: str


def ways_of(known: Known) -> tuple[Way, ...]:
    """What may be done, in the order in which it costs less.

    A second notice is only a notice (41.6). By hand a public employee always may (41.1.b). On paper only whoever is not
    obliged and asks for it, from the fifth working day on (RD 203/2021, 3.2): paper never saves an obliged one (14.2).
    """
    reached = (known.has_email or known.has_mobile) and not known.has_bounced
    called = known.has_mobile or known.has_phone
    return (
        Way(Do.REMIND, reached, "" if reached else "nowhere_to_tell", f"{LPAC}41.6"),
        Way(Do.CALL, called, "" if called else "no_number", f"{LPAC}41.6"),
        Way(Do.BY_HAND, True, "", f"{LPAC}41.1.b"),
        Way(
            Do.PAPER,
            not known.is_obliged,
            "obliged" if known.is_obliged else "if_they_ask",
            f"{LPAC}14.2" if known.is_obliged else f"{RD203}3.2",
        ),
    )


class Outcome(StrEnum):
    """How a call went."""

    TOLD = "told"
    """They know, and will open it."""
    MESSAGE = "message"
    """Somebody else, or a machine, took the message: it never says what it is about."""
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    WANTS_HELP = "wants_help"
    """They do not know how: they will come to the counter."""


def days_left(last_day: date, on: date) -> int:
    """Natural days that are left to open it, today among them."""
    return max((last_day - on).days + 1, 0)
