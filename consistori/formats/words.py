"""The words and the outline of any file that has them: for the index, for readers, for who cannot see.

Office documents are given as blocks (headings, paragraphs, rows): their words in order, without their look.
What reads PDF and sheets is loaded when first needed: a fifth of a second of every start.
"""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from consistori.formats import kinds, mail, rtf, zips
from consistori.formats.kinds import Family

MOST_CHARACTERS = 2_000_000
MOST_PAGES = 1_000
MOST_BLOCKS = 4_000
MOST_ROWS = 2_000
_LARGEST_PART = 120 * 1024 * 1024

PDFIUM = threading.RLock()
"""The PDF engine serves one thread at a time."""


class Unreadable(Exception):
    """The words could not be taken out; the file is kept and downloaded all the same."""


class BlockKind(StrEnum):
    """What a block of an office document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ROW = "row"
    SHEET = "sheet"


@dataclass(frozen=True)
class Block:
    """A piece of an office document: a paragraph with its text, or a row with its `cells`."""

    kind: BlockKind
    text: str = ""
    cells: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "\t".join(self.cells) if self.kind is BlockKind.ROW else self.text


def text_of(path: Path, media_type: str) -> str:
    """All the words of the file, up to `MOST_CHARACTERS`; empty for what has none. Raises `Unreadable`."""
    kind = kinds.kind_of(media_type)
    if kind is kinds.PDF:
        return "\n\f".join(_capped(pdf_pages(path)))
    if kind.family is Family.MAIL:
        return _mail_text(path)
    if kind in _OUTLINES:
        return "\n".join(_capped(block.words for block in blocks_of(path, media_type)))
    if kind is kinds.RTF:
        return rtf.text_of(path)[:MOST_CHARACTERS]
    if kind.family is Family.TEXT or kind is kinds.HTML:
        text = plain_text(path)
        return mail.text_of_html(text) if kind is kinds.HTML else text
    return ""


def plain_text(path: Path, *, most: int = MOST_CHARACTERS) -> str:
    """A text file in letters, whatever its encoding."""
    with path.open("rb") as stream:
        raw = stream.read(most)
    for encoding in ("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding.startswith("utf-8") and error.start > len(raw) - 4:
                return raw[: error.start].decode(encoding)
    return raw.decode("latin-1")


def pdf_pages(path: Path, *, most: int = MOST_PAGES) -> Iterator[str]:
    """The words of each page of a PDF. Raises `Unreadable`."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error
        count = min(len(document), most)
    try:
        for number in range(count):
            yield _page_text(document, number)
    finally:
        with PDFIUM:
            document.close()


def pdf_page_text(path: Path, number: int) -> str:
    """The words of one page, counted from 1. Raises `Unreadable`."""
    return next(islice(_one_page(path, number), 1))


def _one_page(path: Path, number: int) -> Iterator[str]:
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
            text = _page_text(document, number - 1)
            document.close()
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise Unreadable(str(error)) from error
    yield text


def _page_text(document: Any, number: int) -> str:
    with PDFIUM:
        page = document[number]
        words = page.get_textpage()
        text: str = words.get_text_bounded()
        words.close()
        page.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x00", "")


def has_outline(kind: kinds.Kind) -> bool:
    """Whether its words can be given in blocks."""
    return kind in _OUTLINES


def blocks_of(path: Path, media_type: str) -> Iterator[Block]:
    """The outline of an office document, up to `MOST_BLOCKS` blocks. Raises `Unreadable`."""
    outline = _OUTLINES.get(kinds.kind_of(media_type))
    if outline is None:
        return
    try:
        yield from islice(outline(path), MOST_BLOCKS)
    except (zips.Broken, etree.XMLSyntaxError, KeyError, ValueError, OSError) as error:
        raise Unreadable(str(error)) from error
    except (
        TypeError,
        AttributeError,
        EOFError,
        zipfile.BadZipFile,
    ) as error:  # what a damaged sheet does to its reader
        raise Unreadable(str(error)) from error


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADINGS = ("heading", "title", "titol", "ttol", "titulo", "ttulo")


def _docx_blocks(path: Path) -> Iterator[Block]:
    root = _safe_xml(zips.read_part(path, "word/document.xml", limit=_LARGEST_PART))
    for element in root.iter(f"{_W}tr", f"{_W}p"):
        if element.tag == f"{_W}tr":
            cells = tuple(_docx_text(cell) for cell in element.iter(f"{_W}tc"))
            if any(cells):
                yield Block(BlockKind.ROW, cells=cells)
        elif not _is_inside(element, f"{_W}tc") and (text := _docx_text(element)):
            style = element.find(f"{_W}pPr/{_W}pStyle")
            named = "" if style is None else style.get(f"{_W}val", "").lower()
            heading = named.startswith(_HEADINGS)
            yield Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, text)


def _docx_text(element: Any) -> str:
    pieces: list[str] = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}p"):
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif pieces:
            pieces.append("\t" if node.tag == f"{_W}tab" else "\n")
    return "".join(pieces).strip()


def _safe_xml(content: bytes) -> Any:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _is_inside(element: Any, tag: str) -> bool:
    return any(parent.tag == tag for parent in element.iterancestors())


def _xlsx_blocks(path: Path) -> Iterator[Block]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with path.open("rb") as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except InvalidFileException as error:
            raise Unreadable(str(error)) from error
        for sheet in book.worksheets:
            yield Block(BlockKind.SHEET, sheet.title)
            for row in islice(sheet.iter_rows(values_only=True), MOST_ROWS):
                cells = tuple("" if value is None else str(value) for value in row)
                if any(cells):
                    yield Block(BlockKind.ROW, cells=_trimmed(cells))
        book.close()


_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODF_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _odf_blocks(path: Path) -> Iterator[Block]:
    root = _safe_xml(zips.read_part(path, "content.xml", limit=_LARGEST_PART))
    for element in root.iter(
        f"{_ODF_TABLE}table", f"{_ODF_TABLE}table-row", f"{_ODF_TEXT}h", f"{_ODF_TEXT}p"
    ):
        if element.tag == f"{_ODF_TABLE}table":
            yield Block(BlockKind.SHEET, element.get(f"{_ODF_TABLE}name", ""))
        elif element.tag == f"{_ODF_TABLE}table-row":
            cells = tuple(_odf_text(cell) for cell in element if cell.tag == f"{_ODF_TABLE}table-cell")
            if any(cells):
                yield Block(BlockKind.ROW, cells=_trimmed(cells))
        elif not _is_inside(element, f"{_ODF_TABLE}table-cell") and (text := _odf_text(element)):
            heading = element.tag == f"{_ODF_TEXT}h"
            yield Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, text)


_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")


def _pptx_blocks(path: Path) -> Iterator[Block]:
    slides = [(int(found.group(1)), name) for name in zips.names(path) if (found := _SLIDE.fullmatch(name))]
    for number, name in sorted(slides):
        yield Block(BlockKind.SHEET, str(number))
        root = _safe_xml(zips.read_part(path, name, limit=_LARGEST_PART))
        for paragraph in root.iter(f"{_A}p"):
            if text := "".join(run.text or "" for run in paragraph.iter(f"{_A}t")).strip():
                yield Block(BlockKind.PARAGRAPH, text)


def _odf_text(element: Any) -> str:
    pieces: list[str] = []
    for node in element.iter():
        if node.tag == f"{_ODF_TEXT}tab":
            pieces.append("\t")
        elif node.tag in (f"{_ODF_TEXT}s", f"{_ODF_TEXT}line-break"):
            pieces.append(" ")
        pieces.append(node.text or "")
        if node is not element:
            pieces.append(node.tail or "")
    return "".join(pieces).strip()


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _mail_text(path: Path) -> str:
    return mail.all_words(path)[:MOST_CHARACTERS]


def _capped(pieces: Iterator[str]) -> Iterator[str]:
    left = MOST_CHARACTERS
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


_OUTLINES: dict[kinds.Kind, Callable[[Path], Iterator[Block]]] = {
    kinds.DOCX: _docx_blocks,
    kinds.XLSX: _xlsx_blocks,
    kinds.ODT: _odf_blocks,
    kinds.ODS: _odf_blocks,
    kinds.ODP: _odf_blocks,
    kinds.PPTX: _pptx_blocks,
}
