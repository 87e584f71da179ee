"""From any HTML (an editor, a paste, a template, a form without script) to the tree that we keep.

`nh3` takes out what could do something; what is left is read into the tree, which can only say what paper can.
So `clean` is canonical: cleaning twice changes nothing, and two texts that look the same are the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import nh3
from lxml import html as lxml_html

from consistori.documents.richtext.html import to_html
from consistori.documents.richtext.lines import SPACES, depth_of, loose_letters, tidy_line
from consistori.documents.richtext.tree import (
    PLAIN,
    Block,
    Blocks,
    Break,
    Cell,
    Footnote,
    Heading,
    Inline,
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

MOST_LETTERS = 2_000_000
"""The longest HTML that is read: some 600 pages."""

_DEEPEST = 24
_MOST_DEPTH = 150
_LONGEST_NOTE = 2_000
_ANY_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_OUR_PICTURE = re.compile(
    r"(?:^image:|/pictures/)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/?$"
)
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_MARKS: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "b": {"bold": True},
    "em": {"italic": True},
    "i": {"italic": True},
    "u": {"underline": True},
    "s": {"strike": True},
    "del": {"strike": True},
    "strike": {"strike": True},
    "sub": {"level": "sub"},
    "sup": {"level": "sup"},
}
_GROUPS = {
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "pre",
}
_BLOCKS = {
    *_HEADINGS,
    *_GROUPS,
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
} | {
    "blockquote",
    "hr",
    "caption",
}
_TAGS = {*_BLOCKS, *_MARKS, "span", "a", "br", "img"}
_ATTRIBUTES = {
    "p": {"data-align", "style", "align"},
    "div": {"data-block", "data-align", "style", "align"},
    "span": {"data-field", "data-missing", "data-footnote", "style"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "a": {"href"},
    "img": {"src", "alt", "data-width"},
}
_ALIGNED = re.compile(r"text-align:\s*(center|right|justify)")


def clean(html: str) -> str:
    """The canonical HTML of whatever comes: only what may be written stays, and its words are never lost.

    Raises `ValueError` beyond `MOST_LETTERS`.
    """
    return to_html(parse(html))


def parse(html: str) -> Blocks:
    """The tree of whatever HTML comes. Raises `ValueError` beyond `MOST_LETTERS`."""
    if len(html) > MOST_LETTERS:
        raise ValueError("too long")
    safe = nh3.clean(
        _CONTROL.sub("", html),
        tags=_TAGS,
        clean_content_tags={
            "script",
            "style",
            "title",
            "template",
            "noscript",
            "iframe",
            "object",
            "svg",
            "math",
        },
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "image"},
        link_rel=None,
    )
    if not safe.strip():
        return ()
    if depth_of(safe) > _MOST_DEPTH:
        # No hand writes so deep, and the parser would lose words: the words alone are kept.
        safe = f"<p>{_ANY_TAG.sub(' ', safe)}</p>"
    root = lxml_html.fragment_fromstring(safe, create_parent="div")
    return _blocks(root, 0)


def _blocks(element: Any, depth: int, marks: Marks = PLAIN) -> Blocks:
    """The blocks inside an element; loose words between them become paragraphs."""
    found: list[Block] = []
    loose: list[Inline] = []

    def close() -> None:
        line = tidy_line(loose)
        if line:
            found.append(Paragraph(line, _align(element)))
        loose.clear()

    loose.extend(loose_letters(element.text, marks))
    for child in element:
        if depth < _DEEPEST and (child.tag in _BLOCKS or _holds_blocks(child)):
            close()
            found.extend(_block(child, depth + 1, marks))
        else:
            loose.extend(_inlines(child, marks, depth))
        loose.extend(loose_letters(child.tail, marks))
    close()
    return tuple(found)


def _block(element: Any, depth: int, marks: Marks) -> Blocks:
    tag = element.tag
    if tag in _HEADINGS:
        line = tidy_line([_unbolded(piece) for piece in _inner(element, marks, depth)])
        return (Heading(_HEADINGS[tag], line),) if line else ()
    if tag == "p" and not _holds_blocks(element):
        return (Paragraph(tidy_line(_inner(element, marks, depth)), _align(element)),)
    if tag in {"ul", "ol"}:
        return _items(element, depth, marks)
    if tag == "table":
        return _table(element, depth, marks)
    if tag == "hr":
        return (PageBreak(),)
    if tag == "div" and element.get("data-block") == "signatures":
        return (Signatures(),)
    if tag == "blockquote":
        inner = _blocks(element, depth, marks)
        return (Quote(inner),) if inner else ()
    return _blocks(element, depth, _marked(element, marks))


def _items(element: Any, depth: int, marks: Marks) -> Blocks:
    items: list[Blocks] = []
    for child in element:
        inner = _block(child, depth, marks) if child.tag in {"ul", "ol"} else _blocks(child, depth, marks)
        if child.tag == "li" or not items:
            items.append(inner)
        else:
            items[-1] = (*items[-1], *inner)
        if child.tail and child.tail.strip():
            items.append((Paragraph(tidy_line(loose_letters(child.tail, marks))),))
    kept = tuple(item for item in items if item)
    start = _number(element.get("start"), 1, 9_999, 1) if element.tag == "ol" else 1
    return (Items(element.tag == "ol", kept, start),) if kept else ()


def _table(element: Any, depth: int, marks: Marks) -> Blocks:
    rows: list[tuple[Cell, ...]] = []
    for row in element.iter("tr"):
        if next(row.iterancestors("table"), None) is not element:
            continue
        cells = tuple(
            Cell(
                _flat(_blocks(cell, depth, marks)),
                cell.tag == "th",
                _number(cell.get("colspan"), 1, 40, 1),
                _number(cell.get("rowspan"), 1, 200, 1),
            )
            for cell in row
            if cell.tag in {"td", "th"}
        )
        if cells:
            rows.append(cells)
    return (Table(tuple(rows)),) if rows else ()


def _flat(blocks: Blocks) -> Blocks:
    """What a cell can hold: no table in a table, no page break, no boxes of signatures."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            kept.extend(inner for row in block.rows for cell in row for inner in cell.blocks)
        elif not isinstance(block, PageBreak | Signatures):
            kept.append(block)
    return tuple(kept)


def _inner(element: Any, marks: Marks, depth: int) -> list[Inline]:
    found = list(loose_letters(element.text, marks))
    for child in element:
        found.extend(_inlines(child, marks, depth + 1))
        found.extend(loose_letters(child.tail, marks))
    return found


def _inlines(element: Any, marks: Marks, depth: int) -> list[Inline]:
    tag = element.tag
    if not isinstance(tag, str):
        return []
    if tag == "br":
        return [Break()]
    if tag == "img":
        return _picture(element)
    note = element.get("data-footnote") if tag == "span" else None
    if note is not None:
        text = SPACES.sub(" ", note).strip()[:_LONGEST_NOTE]
        return [Footnote(text)] if text else []
    if depth > _DEEPEST * 2:
        return list(loose_letters(element.text_content(), marks))
    inner = _inner(element, _marked(element, marks), depth)
    return [Break(), *inner] if tag in _BLOCKS and inner else inner


def _picture(element: Any) -> list[Inline]:
    match = _OUR_PICTURE.search(element.get("src") or "")
    if match is None:
        return []
    alt = SPACES.sub(" ", element.get("alt") or "").strip()[:300]
    return [Picture(str(UUID(match[1])), alt, _number(element.get("data-width"), 10, 100, 100))]


def _marked(element: Any, marks: Marks) -> Marks:
    tag = element.tag
    if tag in _MARKS:
        return replace(marks, **_MARKS[tag])
    if tag == "a":
        href = (element.get("href") or "").strip()
        return replace(marks, href=href) if re.match(r"(https?://|mailto:|tel:)\S", href) else marks
    if tag == "span":
        return _spanned(element, marks)
    return marks


def _spanned(element: Any, marks: Marks) -> Marks:
    """A datum; or the looks that a text processor writes in its paste."""
    style = element.get("style") or ""
    marks = replace(
        marks,
        bold=marks.bold or bool(re.search(r"font-weight:\s*(bold|[6-9]00)", style)),
        italic=marks.italic or bool(re.search(r"font-style:\s*italic", style)),
        underline=marks.underline or bool(re.search(r"text-decoration[^;]*underline", style)),
    )
    field = _name(element.get("data-field"))
    missing = SPACES.sub(" ", element.get("data-missing") or "").strip()[:120]
    if missing:
        return replace(marks, missing=missing, field=field or marks.field)
    return replace(marks, field=field) if field else marks


def _name(said: str | None) -> str:
    return said if said and re.fullmatch(r"[A-Za-z_][\w.\[\]-]{0,119}", said) else ""


def _unbolded(piece: Inline) -> Inline:
    """A heading is bold already."""
    return Run(piece.text, replace(piece.marks, bold=False)) if isinstance(piece, Run) else piece


def _holds_blocks(element: Any) -> bool:
    return isinstance(element.tag, str) and any(child.tag in _BLOCKS for child in element.iterdescendants())


def _align(element: Any) -> str:
    if element.tag not in {"p", "div"}:
        return ""
    said = element.get("data-align") or element.get("align") or ""
    match = _ALIGNED.search(element.get("style") or "")
    said = match[1] if match else said.lower()
    return said if said in {"center", "right", "justify"} else ""


def _number(said: str | None, least: int, most: int, otherwise: int) -> int:
    return min(max(int(said), least), most) if said and re.fullmatch(r"\d{1,6}", said.strip()) else otherwise
