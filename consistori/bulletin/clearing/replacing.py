"""Taking words out of a text written here: in its tree, so that what is drawn from it never had them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Break,
    Cell,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Items,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
)

Replacements = Mapping[str, str]
"""What is written -> what is read in its place."""


def form_of(words: str) -> str:
    """The expression of what is written, however its words are parted (a line may end between them)."""
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return rf"(?<!\w){spaced}(?!\w)"


def replaced(text: str, said: Replacements) -> str:
    """The text with each thing as it may be read; the longest first, so that none is left half told."""
    for words in sorted(said, key=len, reverse=True):
        new = said[words]
        text = re.sub(form_of(words), lambda _match, new=new: new, text, flags=re.IGNORECASE)  # type: ignore[misc]
    return text


def cleared(blocks: Blocks, said: Replacements) -> Blocks:
    """The same tree with each thing as it may be read: also half in bold, in notes, links and pictures."""
    return tuple(_block(block, said) for block in blocks)


def _block(block: Block, said: Replacements) -> Block:
    if isinstance(block, Paragraph | Heading):
        return replace(block, inlines=_line(block.inlines, said))
    if isinstance(block, Items):
        return replace(block, items=tuple(cleared(item, said) for item in block.items))
    if isinstance(block, Quote):
        return replace(block, blocks=cleared(block.blocks, said))
    if isinstance(block, Table):
        rows = tuple(tuple(_cell(cell, said) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    return block


def _cell(cell: Cell, said: Replacements) -> Cell:
    return replace(cell, blocks=cleared(cell.blocks, said))


def _line(inlines: Inlines, said: Replacements) -> Inlines:
    """One line: what is looked for may begin in one run and end in another."""
    pieces = [_beside(piece, said) for piece in inlines]
    for words in sorted(said, key=len, reverse=True):
        pieces = _without(pieces, words, said[words])
    return tuple(pieces)


def _beside(piece: Inline, said: Replacements) -> Inline:
    """What is not in the line itself: notes, the words of a picture, the address of a link."""
    if isinstance(piece, Footnote):
        return replace(piece, text=replaced(piece.text, said))
    if isinstance(piece, Picture):
        return replace(piece, alt=replaced(piece.alt, said))
    if isinstance(piece, Run) and piece.marks.href and replaced(piece.marks.href, said) != piece.marks.href:
        return replace(piece, marks=replace(piece.marks, href=""))
    return piece


def _without(pieces: list[Inline], words: str, new: str) -> list[Inline]:
    letters = "".join(_letters(piece) for piece in pieces)
    found = list(re.finditer(form_of(words), letters, re.IGNORECASE))
    for match in reversed(found):
        pieces = _spliced(pieces, match.start(), match.end(), new)
    return pieces


def _letters(piece: Inline) -> str:
    if isinstance(piece, Run):
        return piece.text
    return "\n" if isinstance(piece, Break) else ""


def _spliced(pieces: list[Inline], start: int, end: int, new: str) -> list[Inline]:
    """The letters from `start` to `end` as `new`, in the run where they begin."""
    made: list[Inline] = []
    at, is_put = 0, False
    for piece in pieces:
        text = _letters(piece)
        first, last = at, at + len(text)
        at = last
        if not text or last <= start or first >= end:
            made.append(piece)
            continue
        if not isinstance(piece, Run):
            continue
        kept_before, kept_after = text[: max(start - first, 0)], text[end - first :] if last > end else ""
        middle = "" if is_put else new
        is_put = True
        if said := kept_before + middle + kept_after:
            made.append(replace(piece, text=said))
    return made
