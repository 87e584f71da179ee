"""A guide as it is read: its steps in order, each with its reason and, where there is one, its condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("ca", "es")
KINDS = ("work", "wait", "milestone")
OPENS = ("step", "write", "sign", "close")
"""What «Do it» opens: the step itself, the page to write a document, the one to sign, or the closing."""

Words = Mapping[str, str]


def in_words(words: Words, language: str) -> str:
    """In that language, or in the one there is."""
    return words.get(language[:2]) or next((text for text in words.values() if text), "")


@dataclass(frozen=True)
class GuideStep:
    """One proposal of a guide.

    `key` names it for ever, `does` is the code of the step [tràmit] of the case that fulfils it ("" for none), `when`
    the condition that must hold for it to be proposed. `article`: where the law cares, so that skipping asks a reason.
    """

    key: str
    title: Words
    why: Words = field(default_factory=dict)
    does: str = ""
    kind: str = "work"
    when: str = ""
    article: str = ""
    opens: str = "step"
    template: str = ""
    line: int = 1

    @property
    def law_cares(self) -> bool:
        return bool(self.article)


@dataclass(frozen=True)
class GuideText:
    """A whole guide."""

    code: str
    name: Words
    intro: Words = field(default_factory=dict)
    series: tuple[str, ...] = ()
    steps: tuple[GuideStep, ...] = ()
    source: Words = field(default_factory=dict)

    def step(self, key: str) -> GuideStep | None:
        return next((one for one in self.steps if one.key == key), None)

    def place_of(self, key: str) -> int:
        """Its number from 1; 0 if it is not in this guide."""
        return next((n for n, one in enumerate(self.steps, start=1) if one.key == key), 0)
