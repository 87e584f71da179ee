"""Reading a table that somebody sends: XLSX, ODS or CSV, whoever made it, without trusting it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lxml import etree

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_COLUMNS = 60
LONGEST_CELL = 5_000


class SheetFault(ValueError):
    """The whole file cannot be read as a table; `code` says why, `most` is the limit where there is one."""

    def __init__(self, code: str, most: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.most = most


@dataclass(frozen=True)
class Sheet:
    """A table: its header as it was written, its rows with the line a person sees, how it was decoded."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""
    notes: list[str] = field(default_factory=list)


def read_sheet(data: bytes, *, most_rows: int) -> Sheet:
    """The table in `data`, told by its content and never by its name. At most `most_rows` rows of data."""
    if not data.strip():
        raise SheetFault("empty")
    if len(data) > LARGEST_FILE:
        raise SheetFault("too_large", LARGEST_FILE)
    if data[:4] == b"PK\x03\x04":
        content = _odf_content(data)
        return _read_workbook(data, most_rows) if content is None else _read_odf(content, most_rows)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise SheetFault("old_excel")
    return _read_csv(data, most_rows)


def _read_workbook(data: bytes, most_rows: int) -> Sheet:
    # Loaded when first needed: a sixth of a second of every start.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED:
                raise SheetFault("too_large", LARGEST_UNPACKED)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as fault:
        raise SheetFault("not_a_workbook") from fault
    try:
        page = book.worksheets[0] if book.worksheets else None
        if page is None:
            raise SheetFault("empty")
        lines = ((number, [_text(c) for c in row]) for number, row in enumerate(page.values, start=1))
        return _table(lines, most_rows, "xlsx")
    finally:
        book.close()


_ODF_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODF_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _odf_content(data: bytes) -> bytes | None:
    """What an ODS has written in it; `None` when it is a package of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if "content.xml" not in package.namelist() or "xl/workbook.xml" in package.namelist():
                return None
            if package.getinfo("content.xml").file_size > LARGEST_UNPACKED:
                raise SheetFault("too_large", LARGEST_UNPACKED)
            return package.read("content.xml")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
        raise SheetFault("not_a_workbook") from fault


def _read_odf(content: bytes, most_rows: int) -> Sheet:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise SheetFault("not_a_workbook") from fault
    page = next(root.iter(f"{_ODF_TABLE}table"), None)
    if page is None:
        raise SheetFault("empty")
    return _table(_odf_lines(page, most_rows), most_rows, "ods")


def _odf_lines(page: Any, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number. A repeated row is given once and again, but never the million of empty ones."""
    number = 0
    for row in page.iter(f"{_ODF_TABLE}table-row"):
        times = _times(row, "number-rows-repeated")
        cells = _odf_cells(row)
        for again in range(min(times, most_rows + 1) if any(cells) else 0):
            yield number + again + 1, cells
        number += times


def _odf_cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_ODF_TABLE}table-cell", f"{_ODF_TABLE}covered-table-cell"):
            continue
        room = MOST_COLUMNS + 1 - len(cells)
        cells += [_odf_value(cell)] * min(_times(cell, "number-columns-repeated"), max(room, 0))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _times(element: Any, name: str) -> int:
    said = element.get(f"{_ODF_TABLE}{name}", "1")
    return max(int(said), 1) if said.isdigit() and len(said) < 9 else 1


def _odf_value(cell: Any) -> str:
    kind = cell.get(f"{_ODF_OFFICE}value-type", "")
    if kind == "float" and (value := cell.get(f"{_ODF_OFFICE}value", "")):
        return value.removesuffix(".0")
    if kind == "date" and (value := cell.get(f"{_ODF_OFFICE}date-value", "")):
        return value[:10]
    lines = (" ".join("".join(line.itertext()).split()) for line in cell.iter(f"{_ODF_TEXT}p"))
    return " ".join(line for line in lines if line)


def _read_csv(data: bytes, most_rows: int) -> Sheet:
    text, encoding = _decoded(data)
    first = text.split("\n", 1)[0]
    mark = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return _table(((reader.line_num, row) for row in reader), most_rows, encoding)
    except csv.Error as fault:
        raise SheetFault("broken_csv", reader.line_num) from fault


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as fault:
                raise SheetFault("wrong_encoding") from fault
    if b"\x00" in data:
        raise SheetFault("not_text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _table(lines: Iterator[tuple[int, list[str]]], most_rows: int, encoding: str) -> Sheet:
    header: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        cells = [cell.strip()[:LONGEST_CELL] for cell in cells]
        if not any(cells):
            continue
        if not header:
            header = cells
            if len(header) > MOST_COLUMNS:
                raise SheetFault("too_many_columns", MOST_COLUMNS)
            continue
        if len(rows) >= most_rows:
            raise SheetFault("too_many_rows", most_rows)
        rows.append((number, cells + [""] * (len(header) - len(cells))))
    if not header:
        raise SheetFault("empty")
    return Sheet(header=header, rows=rows, encoding=encoding)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
