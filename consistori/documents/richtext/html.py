"""The tree as the HTML that is kept, and the same as it is shown on a page."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

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
    Marks,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Signatures,
    Table,
)

Address = Callable[[str], str]
"""From the key of a picture to where a browser finds it."""

SIGNATURES = '<div data-block="signatures"></div>'


def to_html(blocks: Blocks, *, address: Address | None = None) -> str:
    """The canonical HTML, a block a line; with `address`, for a page: pictures by where they are."""
    return "\n".join(_block(block, address or _reference) for block in blocks)


def _reference(key: str) -> str:
    return f"image:{key}"


def _block(block: Block, address: Address) -> str:
    if isinstance(block, Paragraph):
        align = f' data-align="{block.align}"' if block.align else ""
        return f"<p{align}>{_inlines(block.inlines, address)}</p>"
    if isinstance(block, Heading):
        return f"<h{block.level}>{_inlines(block.inlines, address)}</h{block.level}>"
    if isinstance(block, Items):
        tag = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        inside = "".join(f"<li>{_inside(item, address)}</li>" for item in block.items)
        return f"<{tag}{start}>{inside}</{tag}>"
    if isinstance(block, Table):
        rows = "".join(f"<tr>{''.join(_cell(cell, address) for cell in row)}</tr>" for row in block.rows)
        return f"<table><tbody>{rows}</tbody></table>"
    if isinstance(block, Quote):
        return f"<blockquote>{_inside(block.blocks, address)}</blockquote>"
    return {PageBreak: "<hr>", Signatures: SIGNATURES}[type(block)]


def _inside(blocks: Blocks, address: Address) -> str:
    return "".join(_block(block, address) for block in blocks) or "<p></p>"


def _cell(cell: Cell, address: Address) -> str:
    tag = "th" if cell.header else "td"
    spans = "".join(
        f' {name}="{value}"'
        for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if value != 1
    )
    return f"<{tag}{spans}>{_inside(cell.blocks, address)}</{tag}>"


def _inlines(inlines: Inlines, address: Address) -> str:
    return "".join(_inline(piece, address) for piece in inlines)


def _inline(piece: Inline, address: Address) -> str:
    if isinstance(piece, Run):
        before, after = _wrapping(piece.marks)
        return f"{before}{escape(piece.text, quote=False)}{after}"
    if isinstance(piece, Footnote):
        return f'<span data-footnote="{escape(piece.text)}"></span>'
    if isinstance(piece, Picture):
        width = f' data-width="{piece.width}"' if piece.width != 100 else ""
        return f'<img src="{escape(address(piece.key))}" alt="{escape(piece.alt)}"{width}>'
    return {Break: "<br>"}[type(piece)]


def _wrapping(marks: Marks) -> tuple[str, str]:
    """The tags of a run, always in the same order."""
    opened: list[tuple[str, str]] = []
    if marks.href:
        opened.append(("a", f' href="{escape(marks.href)}"'))
    if marks.missing:
        field = f' data-field="{escape(marks.field)}"' if marks.field else ""
        opened.append(("span", f'{field} data-missing="{escape(marks.missing)}"'))
    elif marks.field:
        opened.append(("span", f' data-field="{escape(marks.field)}"'))
    for tag, worn in (
        ("strong", marks.bold),
        ("em", marks.italic),
        ("u", marks.underline),
        ("s", marks.strike),
    ):
        if worn:
            opened.append((tag, ""))
    if marks.level:
        opened.append((marks.level, ""))
    before = "".join(f"<{tag}{said}>" for tag, said in opened)
    return before, "".join(f"</{tag}>" for tag, _said in reversed(opened))
