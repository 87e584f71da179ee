"""An OpenDocument text as our rich text: what paper of ours can say is kept, and what is left out is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from consistori.documents.richtext.brought import Brought, KeepPicture, UnreadableText, brought, no_pictures
from consistori.documents.richtext.cleaning import clean
from consistori.documents.richtext.docx_parts import is_all_bold, runs_of, unbolded, without_bold
from consistori.documents.richtext.html import to_html
from consistori.documents.richtext.lines import tidy_line
from consistori.documents.richtext.odt_parts import Styles, breadth_of, number_of, read_xml
from consistori.documents.richtext.odt_styles import NAMESPACES, named
from consistori.documents.richtext.to_docx import SIGNATURES
from consistori.documents.richtext.tree import (
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
from consistori.formats import zips

_BREADTH = 15.0
_LARGEST_PART = 40 * 1024 * 1024
_LARGEST_PICTURE = 12 * 1024 * 1024
_MOST_SPANNED = 40
_THROUGH = {named("text:section"), named("text:numbered-paragraph"), named("text:soft-page-break")}
_CONTENTS = {
    named(f"text:{kind}") for kind in ("table-of-content", "illustration-index", "alphabetical-index")
}
_DRAWN = {
    named(f"draw:{kind}") for kind in ("custom-shape", "g", "line", "rect", "ellipse", "path", "control")
}
_SILENT = {named(f"text:{name}") for name in ("bookmark-ref-mark", "ruby-text", "note-citation")}
_ROWS = {named("table:table-header-rows"), named("table:table-rows"), named("table:table-row-group")}


class NotWriter(UnreadableText):
    """It is not an OpenDocument text that opens."""


def from_odt(source: Path, *, keep_picture: KeepPicture = no_pictures) -> Brought:
    """Read an .odt (already examined: `ReceivedFile.content`). Raises `NotWriter`."""
    try:
        reader = _Reader(source, keep_picture)
        html = clean(to_html(reader.read()))
    except (zips.Broken, etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise NotWriter(str(error)) from error
    return brought(html, reader.left_out)


class _Reader:
    def __init__(self, path: Path, keep_picture: KeepPicture) -> None:
        self.path = path
        self.keep_picture = keep_picture
        self.left_out: set[str] = set()
        self.content = self._part("content.xml")
        self.around = self._part("styles.xml")
        if self.content is None:
            raise NotWriter("content.xml")
        self.styles = Styles(self.content, self.around)
        self.counted = 0

    def _part(self, name: str) -> Any:
        data = zips.read_part(self.path, name, limit=_LARGEST_PART)
        return read_xml(data) if data else None

    def read(self) -> Blocks:
        body = self.content.find(f"{named('office:body')}/{named('office:text')}")
        if body is None:
            raise NotWriter("text")
        if self.around is not None:
            master = self.around.iter(named("style:header"), named("style:footer"))
            if any("".join(one.itertext()).strip() for one in master):
                self.left_out.add("headers")
        return self._blocks(body)

    def _blocks(self, holder: Any) -> Blocks:
        found: list[Block] = []
        for element in holder:
            found.extend(self._block(element))
        return tuple(found)

    def _block(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in {named("text:p"), named("text:h")}:
            yield from self._paragraph(element)
        elif tag == named("text:list"):
            yield from self._list(element, "", 1)
        elif tag == named("table:table"):
            yield from self._table(element)
        elif tag in _THROUGH:
            yield from self._blocks(element)
        elif tag == named("draw:frame"):
            if line := tuple(self._frame(element)):
                yield Paragraph(line)
        else:
            self._leave_out(element)

    def _leave_out(self, element: Any) -> None:
        if element.tag in _CONTENTS:
            self.left_out.add("contents")
        elif element.tag in _DRAWN:
            self.left_out.add("boxes")
        elif next(element.iter(named("text:deletion")), None) is not None:
            self.left_out.add("deletions")

    def _paragraph(self, element: Any) -> Iterator[Block]:
        name = element.get(named("text:style-name"), "")
        style = self.styles.named_style(name)
        if style == "Title":
            return
        line = tidy_line(list(self._pieces(element, self.styles.worn("paragraph", name, Marks()))))
        if self.styles.breaks(name, "before"):
            yield PageBreak()
        if line:
            yield self._said(element, name, style, line)
        if self.styles.breaks(name, "after"):
            yield PageBreak()

    def _said(self, element: Any, name: str, style: str, line: tuple[Inline, ...]) -> Block:
        if "".join(piece.text for piece in line if isinstance(piece, Run)).strip() == SIGNATURES:
            return Signatures()
        if element.tag == named("text:h"):
            level = number_of(element.get(named("text:outline-level")), most=3) + 1
            return Heading(level, tuple(without_bold(piece) for piece in line))
        shown = Paragraph(line, self.styles.align(name))
        return Quote((shown,)) if style == "Quotations" else shown

    def _list(self, element: Any, outer: str, level: int) -> Iterator[Block]:
        """A list; headings that the program numbers by a list are headings."""
        name = element.get(named("text:style-name"), "") or outer
        ordered, start = self.styles.counts(name, level)
        goes_on = element.get(named("text:continue-numbering")) == "true"
        if ordered and (goes_on or element.get(named("text:continue-list"))) and level == 1:
            start = self.counted + 1
        items: list[Blocks] = []
        for child in element:
            if child.tag not in {named("text:list-item"), named("text:list-header")}:
                continue
            if not items and (said := child.get(named("text:start-value"))):
                start = number_of(said)
            inner = tuple(block for one in child for block in self._listed(one, name, level))
            if inner and all(isinstance(block, Heading | PageBreak) for block in inner):
                if items:
                    yield Items(ordered, tuple(items), start)
                    items = []
                yield from inner
            elif inner:
                items.append(tuple(block for block in inner if not isinstance(block, PageBreak)))
        if items:
            if level == 1 and ordered:
                self.counted = start + len(items) - 1
            yield Items(ordered, tuple(items), start)

    def _listed(self, element: Any, name: str, level: int) -> Iterator[Block]:
        if element.tag == named("text:list"):
            yield from self._list(element, name, level + 1)
        else:
            yield from self._block(element)

    def _table(self, element: Any) -> Iterator[Block]:
        rows: list[tuple[Cell, ...]] = []
        for row, is_head in self._rows(element, is_head=False):
            cells = []
            for cell in row.findall(named("table:table-cell")):
                blocks = self._blocks(cell)
                is_top = is_head or (not rows and is_all_bold(blocks)) or self._is_head(cell)
                wide = number_of(cell.get(named("table:number-columns-spanned")), most=_MOST_SPANNED)
                tall = number_of(cell.get(named("table:number-rows-spanned")), most=200)
                cells.append(Cell(unbolded(blocks) if is_top else blocks, is_top, wide, tall))
            if cells:
                rows.append(tuple(cells))
        if rows:
            yield Table(tuple(rows))

    def _rows(self, holder: Any, *, is_head: bool) -> Iterator[tuple[Any, bool]]:
        for child in holder:
            if child.tag == named("table:table-row"):
                yield child, is_head
            elif child.tag in _ROWS:
                is_top = is_head or child.tag == named("table:table-header-rows")
                yield from self._rows(child, is_head=is_top)

    def _is_head(self, cell: Any) -> bool:
        names = {p.get(named("text:style-name"), "") for p in cell.findall(named("text:p"))}
        return bool(names) and all(self.styles.named_style(name) == "Table_20_Heading" for name in names)

    def _pieces(self, element: Any, marks: Marks) -> Iterator[Inline]:
        yield from runs_of(element.text or "", marks)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._piece(child, marks)
            yield from runs_of(child.tail or "", marks)

    def _piece(self, element: Any, marks: Marks) -> Iterator[Inline]:
        tag = element.tag
        if tag in {named("text:s"), named("text:tab")}:
            yield Run(" ", marks)
        elif tag == named("text:line-break"):
            yield Break()
        elif tag == named("text:span"):
            yield from self._pieces(
                element, self.styles.worn("text", element.get(named("text:style-name"), ""), marks)
            )
        elif tag == named("text:a"):
            href = element.get(named("xlink:href"), "")
            yield from self._pieces(element, replace(marks, href=href, underline=False))
        elif tag == named("text:note"):
            yield from self._note(element)
        elif tag in {named("draw:frame"), named("draw:a")}:
            yield from self._frame(element)
        elif tag in {named("office:annotation"), named("office:annotation-end")}:
            self.left_out.add("comments")
        elif tag in _DRAWN:
            self.left_out.add("boxes")
        elif tag.startswith(f"{{{NAMESPACES['text']}}}") and tag not in _SILENT:
            yield from self._pieces(element, marks)

    def _note(self, element: Any) -> Iterator[Inline]:
        if element.get(named("text:note-class")) == "endnote":
            self.left_out.add("endnotes")
            return
        body = element.find(named("text:note-body"))
        lines = ["".join(one.itertext()).strip() for one in body] if body is not None else []
        if words := " ".join(line for line in lines if line):
            yield Footnote(words)

    def _frame(self, element: Any) -> Iterator[Inline]:
        if element.tag == named("draw:a"):
            for frame in element.findall(named("draw:frame")):
                yield from self._frame(frame)
            return
        image = element.find(named("draw:image"))
        if (
            element.find(named("draw:object")) is not None
            or element.find(named("draw:object-ole")) is not None
        ):
            self.left_out.add("objects")
        elif image is None:
            self.left_out.add("boxes")
        elif (key := self._kept(image.get(named("xlink:href"), ""))) is None:
            self.left_out.add("pictures")
        else:
            said = element.find(named("svg:desc"))
            said = element.find(named("svg:title")) if said is None else said
            alt = (said.text or "") if said is not None else ""
            yield Picture(key, alt[:300], breadth_of(element, _BREADTH))

    def _kept(self, href: str) -> str | None:
        """The key of a picture that is inside; what is linked is never fetched."""
        path = href.removeprefix("./")
        if "://" in path or not path.startswith(("Pictures/", "media/")):
            return None
        data = zips.read_part(self.path, path, limit=_LARGEST_PICTURE + 1)
        return self.keep_picture(data) if data else None
