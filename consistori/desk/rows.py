"""What Today is made of: lines, and sections of lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consistori.tenancy.models import Entity

LONGEST_REASON = 160


@dataclass(frozen=True)
class Row:
    """One line of Today: when, what, why, and the one act at its right, done at once where it has `post`."""

    entity: Entity
    icon: str
    title: str
    url: str
    reason: str = ""
    number: str = ""
    at: date | None = None
    since: bool = False
    act: str = ""
    tone: str = ""
    is_new: bool = False
    post: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of Today and its lines; `more` says how many were left out, and where they are."""

    key: str
    title: str
    rows: list[Row]
    count: int
    more: int = 0
    more_url: str = ""


def short(text: str) -> str:
    """A reason that fits in a line."""
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 1].rstrip() + "…"
