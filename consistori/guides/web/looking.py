"""How the text of a guide is looked at: as it will be proposed, or what is wrong with it, by its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from consistori.catalogue.procedures.faults import Fault, SheetFault
from consistori.guides.learnt import words_of
from consistori.guides.reading import read
from consistori.guides.rules.guide import GuideText, in_words


@dataclass(frozen=True)
class Look:
    """One look at a text: the guide, or its faults."""

    language: str
    text: GuideText | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        return in_words(self.text.name, self.language) if self.text else ""

    @property
    def intro(self) -> str:
        return in_words(self.text.intro, self.language) if self.text else ""

    @property
    def source(self) -> str:
        return in_words(self.text.source, self.language) if self.text else ""

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Each step in words, with the name of the step of the case that fulfils it."""
        if self.text is None:
            return []
        return [
            {
                "number": n,
                "key": one.key,
                "title": in_words(one.title, self.language),
                "why": in_words(one.why, self.language),
                "when": one.when,
                "article": one.article,
                "does": one.does,
                "does_name": words_of(one.does) if one.does else "",
                "kind": one.kind,
            }
            for n, one in enumerate(self.text.steps, start=1)
        ]


def look_at(text: str, language: str) -> Look:
    """Read a text, and what would be proposed in that language."""
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
