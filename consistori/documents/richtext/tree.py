"""The tree of a rich text: blocks of runs. Everything that is drawn, compared or sent out starts here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """How a run looks, and what it is: `field` names the datum it came from, `missing` the one it lacks."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    level: str = ""
    href: str = ""
    field: str = ""
    missing: str = ""


PLAIN = Marks()


@dataclass(frozen=True, slots=True)
class Run:
    """Letters with the same marks."""

    text: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class Break:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page [nota al peu]."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture kept by us, by its key. `width` is in hundredths of the breadth of the text (10 to 100)."""

    key: str
    alt: str = ""
    width: int = 100


Inline = Run | Break | Footnote | Picture
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `align` is empty (left), `center`, `right` or `justify`."""

    inlines: Inlines
    align: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 (part), 3 or 4. Level 1 is the title of the document, which is not in its text."""

    level: int
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `start` counts only when it is ordered."""

    ordered: bool
    items: tuple[Blocks, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, with what it spans."""

    blocks: Blocks
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, as HTML gives them: what another spans is not repeated."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What another said, or a clause set apart."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on another page [salt de pàgina]."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Where the boxes of who signs are drawn [peu de signatures]."""


Block = Paragraph | Heading | Items | Table | Quote | PageBreak | Signatures
Blocks = tuple[Block, ...]


def walk(blocks: Blocks) -> Iterator[Block]:
    """All the blocks in reading order, those inside lists, tables and quotes too."""
    for block in blocks:
        yield block
        for inner in _inside(block):
            yield from walk(inner)


def inlines_of(blocks: Blocks) -> Iterator[Inline]:
    """All that is inside the paragraphs and headings, in reading order."""
    for block in walk(blocks):
        if isinstance(block, Paragraph | Heading):
            yield from block.inlines


def letters(inlines: Inlines) -> str:
    """The words of a line, with its notes left out."""
    return "".join(
        piece.text if isinstance(piece, Run) else "\n" if isinstance(piece, Break) else ""
        for piece in inlines
    )


def _inside(block: Block) -> tuple[Blocks, ...]:
    if isinstance(block, Items):
        return block.items
    if isinstance(block, Table):
        return tuple(cell.blocks for row in block.rows for cell in row)
    return (block.blocks,) if isinstance(block, Quote) else ()
