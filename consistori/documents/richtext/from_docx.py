"""A Word document as our rich text: what paper of ours can say is kept, and what is left out is told."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from consistori.documents.richtext.brought import Brought, KeepPicture, UnreadableText, brought, no_pictures
from consistori.documents.richtext.cleaning import clean
from consistori.documents.richtext.docx_parts import (
    Grid,
    Listed,
    aligned,
    nested,
    runs_of,
    without_bold,
    worn_by,
)
from consistori.documents.richtext.html import to_html
from consistori.documents.richtext.lines import tidy_line
from consistori.documents.richtext.to_docx import SIGNATURES
from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Break,
    Footnote,
    Heading,
    Inline,
    Marks,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Signatures,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BREADTH = 15.0 * 360_000
_THROUGH = {
    f"{_W}{name}" for name in ("ins", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "bdo", "dir")
}


class NotWord(UnreadableText):
    """It is not a Word document that opens."""


def from_docx(source: Path | bytes, *, keep_picture: KeepPicture = no_pictures) -> Brought:
    """Read a .docx (already examined: `ReceivedFile.content`). Raises `NotWord`."""
    # Loaded when first needed: a fifth of a second of every start.
    import docx

    try:
        opened = io.BytesIO(source) if isinstance(source, bytes) else str(source)
        reader = _Reader(docx.Document(opened), keep_picture)
        html = clean(to_html(reader.read()))
    except (KeyError, ValueError, AttributeError, OSError, SyntaxError, RecursionError) as error:
        raise NotWord(str(error)) from error
    return brought(html, reader.left_out)


class _Reader:
    def __init__(self, document: Any, keep_picture: KeepPicture) -> None:
        self.document = document
        self.keep_picture = keep_picture
        self.left_out: set[str] = set()
        self.notes = self._notes()

    def read(self) -> Blocks:
        body = self.document.element.body
        if any(text.strip() for text in self._around()):
            self.left_out.add("headers")
        return self._blocks(body)

    def _around(self) -> Iterator[str]:
        for section in self.document.sections:
            for part in (section.header, section.footer):
                if not part.is_linked_to_previous:
                    yield "".join(paragraph.text for paragraph in part.paragraphs)

    def _blocks(self, holder: Any) -> Blocks:
        found: list[Block] = []
        listed: list[Listed] = []
        for element in self._elements(holder):
            if element.tag == f"{_W}tbl":
                made: Block | Listed | None = self._table(element)
            else:
                made = self._paragraph(element, found, listed)
            if isinstance(made, Listed):
                listed.append(made)
            elif made is not None:
                found.extend(nested(listed))
                listed.clear()
                found.append(made)
        found.extend(nested(listed))
        return tuple(found)

    def _elements(self, holder: Any) -> Iterator[Any]:
        for child in holder:
            if child.tag == f"{_W}sdt" and child.find(f".//{_W}docPartGallery") is not None:
                self.left_out.add("contents")
            elif child.tag in _THROUGH:
                yield from self._elements(child)
            elif child.tag in {f"{_W}p", f"{_W}tbl"}:
                yield child

    def _paragraph(self, element: Any, found: list[Block], listed: list[Listed]) -> Block | Listed | None:
        style = self._style(element)
        if style == "title":
            return None
        pieces = list(self._pieces(element, Marks()))
        has_break = any(piece is None for piece in pieces)
        line = tidy_line([piece for piece in pieces if piece is not None])
        if has_break and not line:
            return PageBreak()
        words = "".join(piece.text for piece in line if isinstance(piece, Run)).strip()
        if words == SIGNATURES:
            return Signatures()
        if not line:
            return None
        if level := self._heading(element, style):
            return Heading(level, tuple(without_bold(piece) for piece in line))
        shown = Paragraph(line, aligned(element))
        place = self._list_place(element)
        if place is not None and words:
            return Listed(*place, blocks=[shown])
        if style.startswith("list continue") and listed:
            listed[-1].blocks.append(shown)
            return None
        return Quote((shown,)) if style in {"quote", "intense quote"} else shown

    def _style(self, element: Any) -> str:
        said = element.find(f"{_W}pPr/{_W}pStyle")
        if said is None:
            return ""
        style = self.document.styles.element.get_by_id(said.get(f"{_W}val"))
        return (style.name_val or "").lower() if style is not None else ""

    def _heading(self, element: Any, style: str) -> int:
        match = re.fullmatch(r"heading (\d)", style)
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if match:
            return min(int(match[1]) + 1, 4)
        if outline is not None and (outline.get(f"{_W}val") or "9") < "6":
            return min(int(outline.get(f"{_W}val")) + 2, 4)
        return 0

    def _list_place(self, element: Any) -> tuple[int, bool, str, int] | None:
        numbered = element.find(f"{_W}pPr/{_W}numPr")
        level_more = 0
        if numbered is None:
            said = element.find(f"{_W}pPr/{_W}pStyle")
            style = self.document.styles.element.get_by_id(said.get(f"{_W}val")) if said is not None else None
            numbered = style.find(f"{_W}pPr/{_W}numPr") if style is not None else None
        match = re.fullmatch(r"list (?:bullet|number) (\d)", self._style(element))
        if match:
            level_more = int(match[1]) - 1
        number = numbered.find(f"{_W}numId") if numbered is not None else None
        if number is None or number.get(f"{_W}val") == "0":
            return None
        level = numbered.find(f"{_W}ilvl")
        depth = int(level.get(f"{_W}val")) if level is not None else 0
        key = number.get(f"{_W}val")
        return depth + level_more, self._is_ordered(key, depth), key, self._start(key, depth)

    def _is_ordered(self, number: str, level: int) -> bool:
        numbering = self.document.part.numbering_part.element
        abstract = numbering.find(f"{_W}num[@{_W}numId='{number}']/{_W}abstractNumId")
        if abstract is None:
            return False
        key = abstract.get(f"{_W}val")
        said = numbering.find(
            f"{_W}abstractNum[@{_W}abstractNumId='{key}']/{_W}lvl[@{_W}ilvl='{level}']/{_W}numFmt"
        )
        return said is not None and said.get(f"{_W}val") not in {"bullet", "none"}

    def _start(self, number: str, level: int) -> int:
        numbering = self.document.part.numbering_part.element
        place = f"{_W}num[@{_W}numId='{number}']/{_W}lvlOverride[@{_W}ilvl='{level}']/{_W}startOverride"
        said = numbering.find(place)
        value = said.get(f"{_W}val", "") if said is not None else ""
        return int(value) if value.isdigit() and 0 < len(value) < 5 else 1

    def _pieces(self, element: Any, marks: Marks) -> Iterator[Inline | None]:
        """The pieces of a paragraph; None where a page ends."""
        for child in element:
            tag = child.tag
            if tag == f"{_W}r":
                yield from self._run(child, marks)
            elif tag == f"{_W}hyperlink":
                yield from self._pieces(child, replace(marks, href=self._target(child)))
            elif tag in _THROUGH:
                yield from self._pieces(child, marks)
            elif tag in {f"{_W}del", f"{_W}moveFrom"}:
                self.left_out.add("deletions")
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.left_out.add("objects")

    def _target(self, element: Any) -> str:
        relation = self.document.part.rels.get(element.get(f"{_R}id"))
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def _run(self, element: Any, marks: Marks) -> Iterator[Inline | None]:
        worn = worn_by(element.find(f"{_W}rPr"), marks)
        for child in element:
            name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
            if name == "t":
                yield from runs_of(child.text or "", worn)
            elif name in {"tab", "ptab"}:
                yield Run(" ", worn)
            elif name == "noBreakHyphen":
                yield Run("‑", worn)
            elif name in {"br", "cr"}:
                yield None if child.get(f"{_W}type") == "page" else Break()
            elif name == "footnoteReference":
                if note := self.notes.get(child.get(f"{_W}id")):
                    yield Footnote(note)
            elif name in {"drawing", "pict"}:
                yield from self._drawing(child)
            else:
                self._leave_out(name, child)

    def _leave_out(self, name: str, child: Any) -> None:
        if name == "AlternateContent" or child.tag.endswith("}AlternateContent"):
            self.left_out.add("boxes")
        known = {"object": "objects", "commentReference": "comments", "endnoteReference": "endnotes"}
        if name in known:
            self.left_out.add(known[name])

    def _drawing(self, element: Any) -> Iterator[Inline]:
        if element.find(f".//{_W}txbxContent") is not None:
            self.left_out.add("boxes")
            return
        blips = list(element.iter(_BLIP))
        for blip in blips:
            part = self.document.part.related_parts.get(blip.get(f"{_R}embed") or "")
            key = self.keep_picture(part.blob) if part is not None else None
            if key is None:
                self.left_out.add("pictures")
                continue
            said = next(element.iter(_PROPERTIES), None)
            extent = next(element.iter(_EXTENT), None)
            breadth = int(extent.get("cx", "0")) / _BREADTH * 100 if extent is not None else 100
            alt = (said.get("descr") or "") if said is not None else ""
            yield Picture(key, alt[:300], min(max(round(breadth), 10), 100))
        if not blips:
            self.left_out.add("boxes")

    def _table(self, element: Any) -> Block | None:
        grid = Grid()
        for row in element.findall(f"{_W}tr"):
            grid.begin(is_header=row.find(f"{_W}trPr/{_W}tblHeader") is not None)
            for cell in row.findall(f"{_W}tc"):
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
                wide = int(span.get(f"{_W}val")) if span is not None else 1
                grid.add(self._blocks(cell), wide=wide, goes_on=goes_on)
        return grid.table()

    def _notes(self) -> dict[str, str]:
        from lxml import etree

        for relation in self.document.part.rels.values():
            if relation.reltype.endswith("/footnotes") and not relation.is_external:
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                root = etree.fromstring(relation.target_part.blob, parser)
                return {
                    str(note.get(f"{_W}id")): "".join(t.text or "" for t in note.iter(f"{_W}t")).strip()
                    for note in root.findall(f"{_W}footnote")
                }
        return {}
