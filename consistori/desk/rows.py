"""What Today is made of: lines, and sections of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consistori.tenancy.models import Entity

LONGEST_REASON = 160


@dataclass(frozen=True)
class Row:
    """One line of Today: when, what, why, and the one act at its right, done at once where it has `post`.

    Where the law fixes the day: `effect` is what happens if nobody does anything, `article` who says so, `why` the
    address of the sum, `passed` how many of the ten ticks of its rule are behind, `label` what the term is for, and
    `bare_reason` the reason without the name of anybody.
    """

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
    effect: str = ""
    article: str = ""
    why: str = ""
    passed: int | None = None
    act_url: str = ""
    label: str = ""
    bare_reason: str = ""

    @property
    def bare_url(self) -> str:
        """Its address within its town."""
        return self.url.removeprefix(f"/e/{self.entity.slug}")

    @property
    def to(self) -> str:
        """Where its act leads."""
        return self.act_url or self.url

    @property
    def has_second_line(self) -> bool:
        return bool(self.reason or self.effect or self.article)


@dataclass(frozen=True)
class Section:
    """A heading of Today and its lines; `more` says how many were left out, and where they are.

    `pill` is its name among the filters, where the heading is too long or too short for it.
    """

    key: str
    title: str
    rows: Sequence[Row]
    count: int
    more: int = 0
    more_url: str = ""
    pill: str = ""

    @property
    def label(self) -> str:
        return self.pill or self.title


def short(text: str) -> str:
    """A reason that fits in a line."""
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 1].rstrip() + "…"
