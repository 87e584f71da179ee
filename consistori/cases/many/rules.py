"""Plain rules of batches: where one stands, which three are looked at, how long one may think better of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

WINDOW = timedelta(minutes=10)
"""Between «send» and the first thing that has no way back (number, code, the signer sees them)."""

MOST_CASES = 3_000


class What(StrEnum):
    """What is done in each case."""

    WRITE = "write"
    STEP = "step"
    TASK = "task"
    HAND_OVER = "hand_over"
    LABEL = "label"
    FOLLOW = "follow"
    NOTIFY = "notify"


ONCE_IS_ENOUGH = frozenset({What.HAND_OVER, What.LABEL, What.FOLLOW})
"""Where «it was so already» is as good as done. A step or a task refused so was not written."""


class Stage(StrEnum):
    """Where a batch stands. What is only done goes from `DOING` to `DONE`; what is written may go on to be signed."""

    DOING = "doing"
    DONE = "done"
    LEAVING = "leaving"
    """Sent to be signed: until its hour it may be taken back."""
    SENDING = "sending"
    SENT = "sent"
    UNDOING = "undoing"
    UNDONE = "undone"
    WITHDRAWING = "withdrawing"


class Outcome(StrEnum):
    """Where one of its cases stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    SENT = "sent"
    NOT_SENT = "not_sent"
    UNDONE = "undone"
    KEPT = "kept"
    """It was to be thrown away and somebody had written in it: it stays."""


class Way(StrEnum):
    """The legal ways to mend what is signed (Llei 39/2015, arts. 106, 107 and 109)."""

    CORRECT = "correct"
    REVOKE = "revoke"
    ANNUL = "annul"


ARTICLES = {
    Way.CORRECT: "Llei 39/2015, art. 109.2",
    Way.REVOKE: "Llei 39/2015, art. 109.1",
    Way.ANNUL: "Llei 39/2015, arts. 106 i 107",
}

IN_HAND = {
    Stage.DOING: Outcome.WAITING,
    Stage.SENDING: Outcome.DONE,
    Stage.UNDOING: Outcome.DONE,
    Stage.WITHDRAWING: Outcome.SENT,
}
"""Of which items each stage takes one after another; when there are none left, the stage is over."""

NEXT = {
    Stage.DOING: Stage.DONE,
    Stage.SENDING: Stage.DONE,
    Stage.UNDOING: Stage.UNDONE,
    Stage.WITHDRAWING: Stage.DONE,
}
"""What comes after each, when nothing of the batch is in the tray; with something there, it is `SENT`."""


class Measured(Protocol):
    """What is needed of an item to choose among them."""

    place: int
    letters: int


M = TypeVar("M", bound=Measured)


def three_of(items: Sequence[M]) -> list[M]:
    """The first, the last and the longest, without repeating; fewer when there are fewer."""
    if not items:
        return []
    in_order = sorted(items, key=lambda one: one.place)
    chosen = [in_order[0], in_order[-1], max(in_order, key=lambda one: (one.letters, -one.place))]
    if len(in_order) > 2 and chosen[2] in chosen[:2]:
        middle = in_order[1:-1]
        chosen[2] = max(middle, key=lambda one: (one.letters, -one.place))
    return list(dict.fromkeys(chosen))
