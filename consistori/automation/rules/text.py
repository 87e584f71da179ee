"""What the text of a rule says, once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from consistori.kernel.offers import Plain

LANGUAGES = ("ca", "es")


@dataclass(frozen=True)
class RuleText:
    """A rule as its text says it. Words are by language.

    `design`, `data` and `objective` are what the town publishes of it (Reial decret 203/2021, art. 11.1.i; Llei
    26/2010, art. 44.2); `challenge` is how it is disputed. `holds` is the condition; `said`, what it says to its fact
    and to its act.
    """

    code: str
    name: Mapping[str, str]
    when: str
    holds: str
    does: str
    per_hour: int
    passes_to: str
    design: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    objective: Mapping[str, str] = field(default_factory=dict)
    challenge: Mapping[str, str] = field(default_factory=dict)
    article: str = ""
    said: Mapping[str, Plain] = field(default_factory=dict)


def in_words(words: Mapping[str, str], language: str) -> str:
    """A text in that language, or in the one that there is."""
    return words.get(language) or next((text for text in words.values() if text), "")
