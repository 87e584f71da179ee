"""How the text of a rule is looked at: what it would do in words, or what is wrong with it, by its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from consistori.automation.reading import condition_of, read
from consistori.automation.rules.text import RuleText, in_words
from consistori.catalogue.procedures.faults import Fault, SheetFault
from consistori.directory.roles import Role
from consistori.kernel import offers


@dataclass(frozen=True)
class Look:
    """One look at a text: the rule, or its faults."""

    language: str
    text: RuleText | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        return in_words(self.text.name, self.language) if self.text else ""

    @property
    def when(self) -> Any:
        return offers.facts[self.text.when].label if self.text else ""

    @property
    def does(self) -> Any:
        return offers.acts[self.text.does].label if self.text else ""

    @property
    def is_administrative(self) -> bool:
        return bool(self.text) and offers.acts[self.text.does].is_administrative if self.text else False

    @property
    def passes_to(self) -> Any:
        return Role(self.text.passes_to).label if self.text else ""

    @property
    def asked(self) -> list[tuple[str, Any]]:
        """Each name of its condition, in words."""
        if self.text is None or not self.text.holds:
            return []
        condition, names = condition_of(self.text), offers.facts[self.text.when].names
        return [(name, names[name]) for name in sorted(condition.names)] if condition else []

    @property
    def published(self) -> dict[str, str]:
        """What the town publishes of it, in the language of whoever reads."""
        if self.text is None:
            return {}
        said = {
            "design": self.text.design, "data": self.text.data, "objective": self.text.objective,
            "challenge": self.text.challenge,
        }  # fmt: skip
        return {name: in_words(words, self.language) for name, words in said.items()}

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.text.said) if self.text else {}


def look_at(text: str, language: str) -> Look:
    """Read a text, and what it would do in that language."""
    try:
        return Look(language[:2], read(text))
    except SheetFault as fault:
        return Look(language[:2], faults=fault.faults)


def marked(text: str, faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    """Each fault with the words of its line, so that it is found at a glance."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [
        {
            "line": fault.line,
            "sentence": str(fault.sentence),
            "excerpt": lines[fault.line - 1].strip()[:120] if 0 < fault.line <= len(lines) else "",
        }
        for fault in faults[:20]
    ]
