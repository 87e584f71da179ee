"""What changed between two texts of a sheet, line by line and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_WORDS = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
_AROUND = 3

Piece = tuple[str, bool]
"""Words, and whether they are on this side only."""


@dataclass(frozen=True)
class Row:
    """A line of one text beside that of the other: `kind` is same, changed, added, removed or gap (lines left out)."""

    kind: str
    before_line: int = 0
    after_line: int = 0
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Both texts side by side, without the long stretches that are the same."""

    rows: tuple[Row, ...]
    added: int
    removed: int

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed)


def compare(before: str, after: str) -> Comparison:
    """The lines that changed, each with three around it."""
    rows = list(_rows(before.splitlines(), after.splitlines()))
    changed = [place for place, row in enumerate(rows) if row.kind != "same"]
    near = {place + step for place in changed for step in range(-_AROUND, _AROUND + 1)}
    kept: list[Row] = []
    for place, row in enumerate(rows):
        if place in near:
            kept.append(row)
        elif changed and (not kept or kept[-1].kind != "gap"):
            kept.append(Row("gap"))
    return Comparison(
        rows=tuple(kept),
        added=sum(1 for row in rows if row.kind in ("added", "changed")),
        removed=sum(1 for row in rows if row.kind in ("removed", "changed")),
    )


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    for tag, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(a_end - a):
                same = ((before[a + step], False),)
                yield Row("same", a + step + 1, b + step + 1, same, same)
            continue
        pairs = zip_longest(range(a, a_end), range(b, b_end))
        for one, other in pairs:
            yield _changed(before, after, one, other)


def _changed(before: list[str], after: list[str], one: int | None, other: int | None) -> Row:
    if other is None:
        return Row("removed", (one or 0) + 1, 0, ((before[one or 0], True),), ())
    if one is None:
        return Row("added", 0, other + 1, (), ((after[other], True),))
    left, right = _by_words(before[one], after[other])
    return Row("changed", one + 1, other + 1, left, right)


def _by_words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    a, b = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if a2 > a1:
            left.append(("".join(a[a1:a2]), tag != "equal"))
        if b2 > b1:
            right.append(("".join(b[b1:b2]), tag != "equal"))
    return tuple(left), tuple(right)
