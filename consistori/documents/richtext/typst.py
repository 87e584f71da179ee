"""The tree as plain data for the templates of paper: every word is data, so no word can be an instruction."""

from __future__ import annotations

from typing import Any

from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Break,
    Footnote,
    Heading,
    Inline,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Signatures,
    Table,
)


def to_typst(html: str) -> list[dict[str, Any]]:
    """The blocks of an HTML as `written.typ` draws them: dicts with `is` and what each kind carries."""
    return drawn(parse(html))


def drawn(blocks: Blocks) -> list[dict[str, Any]]:
    """The same from the tree."""
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"is": "p", "align": block.align, "in": _inlines(block.inlines)}
    if isinstance(block, Heading):
        return {"is": "h", "level": block.level, "in": _inlines(block.inlines)}
    if isinstance(block, Items):
        items = [drawn(item) for item in block.items]
        return {"is": "ol" if block.ordered else "ul", "start": block.start, "items": items}
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Quote):
        return {"is": "quote", "blocks": drawn(block.blocks)}
    return {"is": {PageBreak: "page", Signatures: "signatures"}[type(block)]}


def _table(table: Table) -> dict[str, Any]:
    """Rows where all the cells are headings, at the top, are repeated on each page (PDF/UA: TH)."""
    rows = _rows_that_fit(table)
    heads = 0
    for row in table.rows:
        if not all(cell.header for cell in row) or any(cell.rowspan > 1 for cell in row):
            break
        heads += 1
    if heads == len(rows):
        heads = 0 if len(rows) == 1 else 1
    return {"is": "table", "columns": rows.columns, "heads": heads, "rows": rows.cells}


class _Fitted:
    """The cells of a table laid on a grid, with spans that stay inside it."""

    def __init__(self) -> None:
        self.columns = 1
        self.cells: list[list[dict[str, Any]]] = []

    def __len__(self) -> int:
        return len(self.cells)


def _rows_that_fit(table: Table) -> _Fitted:
    fitted = _Fitted()
    taken: set[tuple[int, int]] = set()
    count = len(table.rows)
    for y, row in enumerate(table.rows):
        x, line = 0, []
        for cell in row:
            while (y, x) in taken:
                x += 1
            wide = _free(taken, y, x, cell.colspan)
            tall = min(cell.rowspan, count - y)
            taken.update((y + down, x + along) for down in range(tall) for along in range(wide))
            line.append(
                {
                    "x": x,
                    "y": y,
                    "colspan": wide,
                    "rowspan": tall,
                    "th": cell.header,
                    "in": drawn(cell.blocks),
                }
            )
            x += wide
            fitted.columns = max(fitted.columns, x)
        fitted.cells.append(line)
    return fitted


def _free(taken: set[tuple[int, int]], y: int, x: int, wanted: int) -> int:
    wide = 1
    while wide < wanted and (y, x + wide) not in taken:
        wide += 1
    return wide


def _inlines(inlines: tuple[Inline, ...]) -> list[dict[str, Any]]:
    return [_inline(piece) for piece in inlines]


def _inline(piece: Inline) -> dict[str, Any]:
    if isinstance(piece, Run):
        worn = piece.marks
        marks = {
            "b": worn.bold, "i": worn.italic, "u": worn.underline, "s": worn.strike,
            "level": worn.level, "href": worn.href, "missing": bool(worn.missing),
        }  # fmt: skip
        return {"t": piece.text, **{name: value for name, value in marks.items() if value}}
    if isinstance(piece, Footnote):
        return {"note": piece.text}
    if isinstance(piece, Picture):
        return {"picture": piece.key, "alt": piece.alt, "width": piece.width}
    return {Break: {"br": True}}[type(piece)]
