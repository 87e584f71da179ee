"""Reading a table that somebody sends: XLSX or CSV, whoever made it, without trusting it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

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
        return _read_workbook(data, most_rows)
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
    return str(value)
