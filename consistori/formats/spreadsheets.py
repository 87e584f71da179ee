"""Writing rows as XLSX, ODS or CSV, a row at a time, so that no cell is ever run as a formula."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FORMATS = ("xlsx", "ods", "csv")
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="{name}">'
)
_ODS_FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def looks_like_formula(cell: str) -> bool:
    """Whether a spreadsheet would run this text instead of showing it."""
    text = cell.lstrip()
    if re.fullmatch(r"[-+]?[\d., ]+", text):
        return False
    return cell[:1] in ("\t", "\r") or text[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write_sheet(
    path: Path, kind: str, *, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write a table to `path`. `rows` is read once, in a stream."""
    {"xlsx": _write_xlsx, "ods": _write_ods, "csv": _write_csv}[kind](path, title, header, rows)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs when it opens a CSV: an apostrophe before what begins a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def _write_csv(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    # Semicolon and mark of order: what the spreadsheets of a Catalan town hall open with a double click.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([harmless(str(cell)) for cell in header])
        for row in rows:
            writer.writerow([harmless(_said(cell)) for cell in row])


def _write_xlsx(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    # Loaded when first needed: a sixth of a second of every start.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    blank = partial(WriteOnlyCell, sheet, value="")
    sheet.append([_text_cell(blank, str(cell)) for cell in header])
    for row in rows:
        sheet.append([_typed_cell(blank, cell) for cell in row])
    book.save(path)


def _typed_cell(blank: Callable[[], Any], value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, date | int | float) else _text_cell(blank, _said(value))


def _text_cell(blank: Callable[[], Any], text: str) -> Any:
    cell = blank()
    cell._value = _without_control(text)
    cell.data_type = "s"
    return cell


def _write_ods(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MEDIA["ods"], zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _ODS_MANIFEST.format(media=MEDIA["ods"]))
        with package.open("content.xml", "w", force_zip64=True) as content:
            content.write(_ODS_HEAD.format(name=_quoted(title[:31])).encode())
            content.write(_ods_row(header).encode())
            for row in rows:
                content.write(_ods_row(row).encode())
            content.write(_ODS_FOOT.encode())


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"


def _ods_cell(value: Any) -> str:
    said = f"<text:p>{escape(_without_control(_said(value)))}</text:p>"
    kind = 'office:value-type="string"'
    if isinstance(value, datetime):
        stamp = value.replace(tzinfo=None).isoformat(timespec="seconds")
        kind = f'office:value-type="date" office:date-value="{stamp}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float) and not isinstance(value, bool):
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}>{said}</table:table-cell>"


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _without_control(text: str) -> str:
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
