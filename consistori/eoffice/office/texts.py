"""Texts of the legal pages: the one that the town wrote, or the one that the program proposes; and their paragraphs."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

Block = tuple[str, list[str]]
"""A paragraph (`p`, one text) or a list (`ul`, its points)."""


@functools.cache
def proposed() -> Mapping[str, Mapping[str, str]]:
    """The proposed texts by page and language."""
    return tomllib.loads((HERE / "proposed.toml").read_text(encoding="utf-8"))


@functools.cache
def checks() -> Mapping[str, Any]:
    """What is checked of our pages, for the accessibility statement."""
    return tomllib.loads((HERE / "checks.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class PageText:
    """A text of a page and where it comes from. `number` 0: proposed by the program, nobody validated it."""

    blocks: list[Block]
    raw: str
    number: int = 0
    made_at: Any = None
    made_by_name: str = ""

    @property
    def is_proposed(self) -> bool:
        return self.number == 0


def blocks_of(text: str) -> list[Block]:
    """Paragraphs parted by blank lines; those whose lines begin with «- » are lists. Nothing else has a meaning."""
    found: list[Block] = []
    for piece in re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n")):
        lines = [line.strip() for line in piece.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(("ul", [line[2:].strip() for line in lines]))
        elif lines:
            found.append(("p", [" ".join(lines)]))
    return found
