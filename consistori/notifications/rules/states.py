"""Where a notification may stand and what moves it, as data with articles (Llei 39/2015, arts. 40-44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LPAC = "Llei 39/2015, art. "


class State(StrEnum):
    """Where it stands. `AVAILABLE` is sent and waiting, one on paper too: it is at disposal in the office (42.1)."""

    PREPARED = "prepared"
    AVAILABLE = "available"
    ACCESSED = "accessed"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    DELIVERED = "delivered"
    REFUSED = "refused"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class What(StrEnum):
    """What may happen to it."""

    SEND = "send"
    ACCESS = "access"
    REJECT = "reject"
    LAPSE = "lapse"
    DELIVER = "deliver"
    REFUSE = "refuse"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """From one state to another, and the article that says so."""

    start: State
    what: What
    end: State
    article: str


MOVES = (
    Move(State.PREPARED, What.SEND, State.AVAILABLE, f"{LPAC}43.3"),
    Move(State.PREPARED, What.WITHDRAW, State.WITHDRAWN, f"{LPAC}40.1"),
    Move(State.AVAILABLE, What.ACCESS, State.ACCESSED, f"{LPAC}43.2"),
    Move(State.AVAILABLE, What.REJECT, State.REJECTED, f"{LPAC}41.5"),
    Move(State.AVAILABLE, What.LAPSE, State.LAPSED, f"{LPAC}43.2"),
    Move(State.AVAILABLE, What.DELIVER, State.DELIVERED, f"{LPAC}42.2"),
    Move(State.AVAILABLE, What.REFUSE, State.REFUSED, f"{LPAC}41.5"),
    Move(State.AVAILABLE, What.PUBLISH, State.PUBLISHED, f"{LPAC}44"),
    Move(State.AVAILABLE, What.WITHDRAW, State.WITHDRAWN, f"{LPAC}109.1"),
)
"""What is not here cannot happen: a notification that is practised stays as it was practised (41.7)."""

PRACTISED = frozenset(
    {State.ACCESSED, State.REJECTED, State.LAPSED, State.DELIVERED, State.REFUSED, State.PUBLISHED}
)
"""In these the act counts as notified: the step is done and the terms of the party run."""
FINAL = PRACTISED | {State.WITHDRAWN}
_BY = {(move.start, move.what): move for move in MOVES}


def allowed(state: str, what: What) -> Move | None:
    """The move, if from there that may happen."""
    return _BY.get((State(state), what))


def standing(state: str, expires_at: datetime | None, at: datetime) -> State:
    """Where it stands at an instant: at 00:00 of day 11 it is rejected, whoever has written it or not (43.2)."""
    if state == State.AVAILABLE and expires_at is not None and expires_at <= at:
        return State.LAPSED
    return State(state)
