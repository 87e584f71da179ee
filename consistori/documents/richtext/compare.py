"""What changed between two texts, block by block and word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any, Literal

from django.utils.translation import ngettext

from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.html import to_html
from consistori.documents.richtext.plain import lines_of
from consistori.documents.richtext.tree import Block, Heading, PageBreak, Signatures

_WORDS = re.compile(r"\s+|[\w·’'-]+|[^\w\s]", re.UNICODE)
_ALIKE = 0.4

Kind = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class Row:
    """A block of one text beside that of the other, as safe HTML with `<del>` and `<ins>`."""

    kind: Kind
    before: str = ""
    after: str = ""
    is_heading: bool = False


@dataclass(frozen=True)
class Comparison:
    """The two texts side by side."""

    rows: tuple[Row, ...]

    def count(self, kind: Kind) -> int:
        """How many blocks of a kind."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def is_same(self) -> bool:
        return all(row.kind == "same" for row in self.rows)

    @property
    def sentences(self) -> list[str]:
        """What changed, in words: «2 paragraphs changed», «1 paragraph added»."""
        changed, added, removed = (self.count(kind) for kind in ("changed", "added", "removed"))
        said: list[tuple[int, Any]] = [
            (changed, ngettext("%(n)s paragraph changed", "%(n)s paragraphs changed", changed)),
            (added, ngettext("%(n)s paragraph added", "%(n)s paragraphs added", added)),
            (removed, ngettext("%(n)s paragraph taken out", "%(n)s paragraphs taken out", removed)),
        ]
        return [words % {"n": count} for count, words in said if count]


def compare(before: str, after: str) -> Comparison:
    """What changed from one HTML to another; only looks changed (bold, a list that is now numbered) is a change too."""
    old, new = parse(before), parse(after)
    keys_old, keys_new = [to_html((block,)) for block in old], [to_html((block,)) for block in new]
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, keys_old, keys_new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows.extend(_same(block) for block in new[c:d])
        else:
            rows.extend(_paired(old[a:b], new[c:d]))
    return Comparison(tuple(rows))


def _same(block: Block) -> Row:
    shown = escape(_words_of(block))
    return Row("same", shown, shown, isinstance(block, Heading))


def _paired(old: Sequence[Block], new: Sequence[Block]) -> list[Row]:
    """Blocks that say nearly the same are the same one, changed; the rest went or came."""
    rows: list[Row] = []
    waiting = list(new)
    for block in old:
        match = next((place for place, other in enumerate(waiting) if _are_alike(block, other)), None)
        if match is None:
            rows.append(
                Row("removed", f"<del>{escape(_words_of(block))}</del>", "", isinstance(block, Heading))
            )
            continue
        rows.extend(_added(other) for other in waiting[:match])
        before, after = _marked(_words_of(block), _words_of(waiting[match]))
        rows.append(Row("changed", before, after, isinstance(waiting[match], Heading)))
        waiting = waiting[match + 1 :]
    return [*rows, *(_added(block) for block in waiting)]


def _added(block: Block) -> Row:
    return Row("added", "", f"<ins>{escape(_words_of(block))}</ins>", isinstance(block, Heading))


def _are_alike(one: Block, other: Block) -> bool:
    a, b = _words_of(one), _words_of(other)
    if a == b:
        return True
    matcher = SequenceMatcher(None, _WORDS.findall(a), _WORDS.findall(b), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _words_of(block: Block) -> str:
    if isinstance(block, PageBreak):
        return "⤓"
    if isinstance(block, Signatures):
        return "✍"
    return "\n".join(lines_of((block,))).replace("\t", " | ")


def _marked(before: str, after: str) -> tuple[str, str]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape("".join(old[a:b])), escape("".join(new[c:d]))
        left.append(gone if tag == "equal" or not gone else f"<del>{gone}</del>")
        right.append(come if tag == "equal" or not come else f"<ins>{come}</ins>")
    return "".join(left), "".join(right)
