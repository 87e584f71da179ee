"""Pieces of Word as pieces of ours: lists from their paragraphs, tables from their grid, looks of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Cell,
    Inline,
    Items,
    Marks,
    Paragraph,
    Run,
    Table,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MISSING = re.compile(r"\[\[([^\[\]]{1,120})\]\]")
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify"}


@dataclass
class Listed:
    """A paragraph of a list, before the list is made. `number` is the numbering that Word gives it."""

    level: int
    ordered: bool
    number: str
    start: int = 1
    blocks: list[Block] = field(default_factory=list)


def nested(listed: list[Listed]) -> list[Block]:
    """The lists of some paragraphs in a row: deeper ones inside the one before."""
    made: list[Block] = []
    place = 0
    while place < len(listed):
        first = listed[place]
        items: list[list[Block]] = []
        while place < len(listed):
            one = listed[place]
            if one.level > first.level and items:
                end = place
                while end < len(listed) and listed[end].level > first.level:
                    end += 1
                items[-1].extend(nested(listed[place:end]))
                place = end
            elif (one.ordered, one.number) == (first.ordered, first.number) and one.level >= first.level:
                items.append(list(one.blocks))
                place += 1
            else:
                break
        made.append(Items(first.ordered, tuple(tuple(item) for item in items), first.start))
    return made


@dataclass
class _Placed:
    blocks: Blocks
    header: bool
    wide: int
    tall: int = 1


class Grid:
    """A table of Word: cells that go on from the row above are counted in the cell where they began."""

    def __init__(self) -> None:
        self.rows: list[list[_Placed]] = []
        self._above: dict[int, _Placed] = {}
        self._x = 0
        self._is_header = False

    def begin(self, *, is_header: bool) -> None:
        """Another row."""
        self.rows.append([])
        self._x, self._is_header = 0, is_header

    def add(self, blocks: Blocks, *, wide: int, goes_on: bool) -> None:
        """Another cell of the row."""
        begun = self._above.get(self._x)
        if goes_on and begun is not None:
            begun.tall += 1
        else:
            is_head = self._is_header or (len(self.rows) == 1 and is_all_bold(blocks))
            begun = _Placed(unbolded(blocks) if is_head else blocks, is_head, wide)
            self._above[self._x] = begun
            self.rows[-1].append(begun)
        self._x += wide

    def table(self) -> Table | None:
        """What was laid; None if there is nothing."""
        rows = tuple(
            tuple(Cell(cell.blocks, cell.header, cell.wide, cell.tall) for cell in row)
            for row in self.rows
            if row
        )
        return Table(rows) if rows else None


def worn_by(properties: Any, marks: Marks) -> Marks:
    """The looks of a run; what a link already is stays."""
    if properties is None:
        return marks
    raised = properties.find(f"{_W}vertAlign")
    level = (
        {"superscript": "sup", "subscript": "sub"}.get(raised.get(f"{_W}val"), "")
        if raised is not None
        else ""
    )
    underlined = properties.find(f"{_W}u")
    return replace(
        marks,
        bold=_is_on(properties, "b"),
        italic=_is_on(properties, "i"),
        strike=_is_on(properties, "strike"),
        underline=not marks.href and underlined is not None and underlined.get(f"{_W}val") != "none",
        level=level,
    )


def runs_of(text: str, marks: Marks) -> Iterator[Inline]:
    """Its words; `[[what lacks]]` is again a datum that lacks."""
    end = 0
    for match in _MISSING.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()], marks)
        name = match[1].strip()
        is_place = name == "signatures"
        yield Run(match[0] if is_place else name, marks if is_place else replace(marks, missing=name))
        end = match.end()
    if end < len(text):
        yield Run(text[end:], marks)


def aligned(element: Any) -> str:
    """How a paragraph is aligned; what is justified in Word is so by habit, and is left at the left."""
    said = element.find(f"{_W}pPr/{_W}jc")
    found = _ALIGN.get(said.get(f"{_W}val"), "") if said is not None else ""
    return "" if found == "justify" else found


def without_bold(piece: Inline) -> Inline:
    """A heading is bold already."""
    return Run(piece.text, replace(piece.marks, bold=False)) if isinstance(piece, Run) else piece


def _is_on(properties: Any, name: str) -> bool:
    said = properties.find(f"{_W}{name}")
    return said is not None and said.get(f"{_W}val", "1") not in {"0", "false", "off"}


def unbolded(blocks: Blocks) -> Blocks:
    """A cell that heads a column is bold already."""
    return tuple(
        replace(block, inlines=tuple(without_bold(piece) for piece in block.inlines))
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    )


def is_all_bold(blocks: Blocks) -> bool:
    runs = [
        piece
        for block in blocks
        if isinstance(block, Paragraph)
        for piece in block.inlines
        if isinstance(piece, Run) and piece.text.strip()
    ]
    return bool(runs) and all(piece.marks.bold for piece in runs)
