"""The words of a rich text, a block a line: for the search, for screens that cannot draw, for comparing."""

from __future__ import annotations

from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Footnote,
    Heading,
    Inlines,
    Items,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
)


def to_text(html: str) -> str:
    """The words of an HTML: a line a block, cells of a row parted by tabs, notes between brackets."""
    return "\n".join(lines_of(parse(html)))


def lines_of(blocks: Blocks) -> list[str]:
    """The lines of some blocks."""
    return [line for block in blocks for line in _lines(block)]


def line_of(inlines: Inlines) -> str:
    """A paragraph as words, with its notes and what its pictures show."""
    return "".join(_piece(piece) for piece in inlines)


def _piece(piece: object) -> str:
    if isinstance(piece, Run):
        return piece.text
    if isinstance(piece, Footnote):
        return f" [{piece.text}]"
    if isinstance(piece, Picture):
        return f"[{piece.alt}]" if piece.alt else ""
    return "\n"


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph | Heading):
        return [line_of(block.inlines)]
    if isinstance(block, Items):
        return [
            line
            for number, item in enumerate(block.items, block.start)
            for line in _item(block, number, item)
        ]
    if isinstance(block, Table):
        return ["\t".join(" ".join(lines_of(cell.blocks)) for cell in row) for row in block.rows]
    return lines_of(block.blocks) if isinstance(block, Quote) else []


def _item(block: Items, number: int, item: Blocks) -> list[str]:
    first, *others = lines_of(item) or [""]
    sign = f"{number}. " if block.ordered else "- "
    return [sign + first, *("  " + line for line in others)]
