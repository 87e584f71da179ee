"""What a rule decides of what is known: do it, leave it, or pass it to a person.

Only objective criteria (Llei 26/2010, art. 44.2): a comparison that holds or does not; in doubt, a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from consistori.kernel.offers import Found, Known

ARTICLE = "Llei 26/2010, art. 44.2"

Asked = Callable[[Mapping[str, object], Mapping[str, Callable[[str], object]]], bool | None]
"""A condition: (values, questions) -> whether it holds; None where what is known does not say."""


class What(StrEnum):
    """What is decided."""

    DO = "do"
    PASS = "pass"  # noqa: S105
    NOTHING = "nothing"


class Why(StrEnum):
    """Why it is not done by itself."""

    HOLDS = ""
    ROOM = "room"
    DOES_NOT_HOLD = "unmet"
    NOT_SAID = "unsaid"


@dataclass(frozen=True)
class Input:
    """Something that the decision looked at: its name in the condition, and where it was read."""

    name: str
    known: Known


@dataclass(frozen=True)
class Decision:
    """What is decided, why, with which inputs. `article` is what lets it be decided so."""

    what: What
    why: Why
    inputs: tuple[Input, ...]
    words: str = ""
    article: str = ARTICLE


def decide(found: Found, holds: Asked | None, *, is_administrative: bool = True) -> Decision:
    """What to do with what is known; `holds` is None for a rule without a condition.

    What the room doubts of, and what the condition cannot say, is for a person. What does not meet the condition too,
    where it is an act of the administration: it says yes to what is clear, and never says no by itself.
    """
    asked: list[Input] = []

    def answer(name: str) -> object:
        known = found.answers(name)
        if known is None:
            return ""
        asked.append(Input(f'answer("{name}")', known))
        return known.value

    verdict = (
        True if holds is None else holds({n: k.value for n, k in found.known.items()}, {"answer": answer})
    )
    inputs = tuple(Input(name, known) for name, known in found.known.items()) + tuple(dict.fromkeys(asked))
    if found.doubts:
        return Decision(What.PASS, Why.ROOM, inputs, words=" ".join(found.doubts))
    if verdict is None:
        return Decision(What.PASS, Why.NOT_SAID, inputs)
    if not verdict:
        return Decision(What.PASS if is_administrative else What.NOTHING, Why.DOES_NOT_HOLD, inputs)
    return Decision(What.DO, Why.HOLDS, inputs)
