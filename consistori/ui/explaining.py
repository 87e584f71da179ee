"""The answer to a «why?» [per què? / ¿por qué?]: of a permission, a term, a refusal, a suggestion. One form for all.

Drawn by `ui/_explanation.html`: the question, the answer in a sentence, its reasons one a row with their article, what
follows, whom to ask, and what may be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class Of(StrEnum):
    """What is explained; it gives the sign and the colour."""

    PERMISSION = "permission"
    TERM = "term"
    REFUSAL = "refusal"
    SUGGESTION = "suggestion"


ICONS = {Of.PERMISSION: "lock", Of.TERM: "hourglass", Of.REFUSAL: "law", Of.SUGGESTION: "compass"}


@dataclass(frozen=True)
class Reason:
    """A row: what, why with its article in small, and its figure at the right. `tone`: pause, void or total."""

    text: Any
    note: Any = ""
    figure: Any = ""
    tone: str = ""


@dataclass(frozen=True)
class Way:
    """What may be done from here."""

    label: Any
    url: str
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """`effect` is what follows, said in bold; `ask`, the post of whom to ask."""

    of: Of
    question: Any
    answer: Any
    reasons: Sequence[Reason] = ()
    article: str = ""
    effect: Any = ""
    ask: Any = ""
    ways: Sequence[Way] = ()

    @property
    def icon(self) -> str:
        return ICONS[self.of]

    @property
    def as_text(self) -> str:
        """The whole of it, to be copied into a mail or a resolution."""
        rows = [_joined(row.text, row.note, row.figure) for row in self.reasons]
        said = [self.question, _joined(self.answer, self.article), *rows, self.effect]
        return "\n".join(str(one) for one in said if one)


def _joined(*parts: str | Promise | Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def of_refusal(refusal: Any, *, question: Any, ask: Any = "", ways: Iterable[Way] = ()) -> Explanation:
    """Why not: what an act refused (its `message`), or what a policy says no to (its `reason`); with its `article`."""
    return Explanation(
        of=Of.REFUSAL,
        question=question,
        answer=_said(refusal, "message") or _said(refusal, "reason"),
        article=_said(refusal, "article"),
        ask=ask,
        ways=tuple(ways),
    )


def _said(refusal: Any, name: str) -> Any:
    """Of a refusal, or of what a template was given in its place."""
    return refusal.get(name, "") if isinstance(refusal, dict) else getattr(refusal, name, "")


def of_suggestion(
    question: Any, reasons: Iterable[Any], *, answer: Any = "", article: str = ""
) -> Explanation:
    """Why the program proposes it: its reasons, a row each."""
    return Explanation(
        of=Of.SUGGESTION,
        question=question,
        answer=answer,
        reasons=tuple(one if isinstance(one, Reason) else Reason(one) for one in reasons),
        article=article,
    )
