"""A rich text in a plain text area, for whoever writes without script: what is not touched stays as it was.

A blank line parts the blocks; `# ` begins a heading, `- ` or `1. ` an item, `**` wraps what is bold. Tables, pictures
and marks that plain words cannot say are between brackets: while their line stays as it is, they stay too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from consistori.documents.richtext.lines import tidy_line
from consistori.documents.richtext.plain import line_of
from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Break,
    Heading,
    Inline,
    Inlines,
    Items,
    Marks,
    PageBreak,
    Paragraph,
    Run,
    Signatures,
    Table,
)

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"(?:[-*•]|(\d{1,4})[.)])\s+(.*)")


def to_plain(blocks: Blocks) -> str:
    """The text for the text area."""
    return "\n\n".join(_shown(block, place) for place, block in enumerate(blocks))


def from_plain(text: str, before: Blocks) -> Blocks:
    """The blocks of what was written; those whose words nobody touched are taken from `before`, whole."""
    known: dict[str, list[Block]] = {}
    for place, block in enumerate(before):
        known.setdefault(_normal(_shown(block, place)), []).append(block)
    found: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        said = _normal(chunk)
        if known.get(said):
            found.append(known[said].pop(0))
        elif said:
            found.append(_read(chunk.strip()))
    return tuple(found)


def _normal(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _shown(block: Block, place: int) -> str:
    if isinstance(block, Heading):
        return "#" * (block.level - 1) + " " + _line(block.inlines)
    if isinstance(block, Paragraph):
        return _line(block.inlines) or "."
    if isinstance(block, Items) and all(_is_simple(item) for item in block.items):
        return "\n".join(_items(block))
    if isinstance(block, PageBreak):
        return f"[{_('page break')}]"
    if isinstance(block, Signatures):
        return f"[{_('signatures')}]"
    name = _("table") if isinstance(block, Table) else _("paragraphs")
    opening = " · ".join(line_of_block.replace("\t", " · ") for line_of_block in _first_lines(block))
    return f"[{name} {place + 1}: {opening[:80]}]"


def _first_lines(block: Block) -> list[str]:
    from consistori.documents.richtext.plain import lines_of

    return lines_of((block,))[:1]


def _items(block: Items) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        sign = f"{number}." if block.ordered else "-"
        first = item[0]
        yield f"{sign} {_line(first.inlines) if isinstance(first, Paragraph) else ''}"


def _is_simple(item: Blocks) -> bool:
    return (
        len(item) == 1
        and isinstance(item[0], Paragraph)
        and not any(isinstance(piece, Break) for piece in item[0].inlines)
    )


def _line(inlines: Inlines) -> str:
    shown = ""
    for piece in inlines:
        text = line_of((piece,))
        shown += f"**{text}**" if isinstance(piece, Run) and piece.marks.bold and text.strip() else text
    return shown


def _read(chunk: str) -> Block:
    lines = chunk.splitlines()
    if match := re.fullmatch(r"(#{1,3})\s+(.+)", chunk):
        return Heading(len(match[1]) + 1, _pieces(match[2]))
    items = [_ITEM.fullmatch(line.strip()) for line in lines]
    if lines and all(items):
        first = items[0]
        assert first is not None  # noqa: S101 - all of them matched
        shown = tuple((Paragraph(_pieces(match[2])),) for match in items if match)
        return Items(first[1] is not None, shown, int(first[1] or 1))
    pieces: list[Inline] = []
    for place, line in enumerate(lines):
        pieces.extend([Break()] if place else [])
        pieces.extend(_pieces(line))
    return Paragraph(tidy_line(pieces))


def _pieces(text: str) -> Inlines:
    pieces: list[Inline] = []
    end = 0
    for match in _BOLD.finditer(text):
        pieces.append(Run(text[end : match.start()]))
        pieces.append(Run(match[1], Marks(bold=True)))
        end = match.end()
    pieces.append(Run(text[end:]))
    return tidy_line([piece for piece in pieces if not isinstance(piece, Run) or piece.text])
