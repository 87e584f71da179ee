"""The words of any file, in order, with the outline of those that have one."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from consistori.formats import kinds, words
from consistori.formats.tests import makers
from consistori.formats.words import Block, BlockKind

_ODF = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    "<text:h>Acta</text:h><text:p>Bon<text:s/>dia, <text:span>veïna</text:span></text:p>"
    '<table:table table:name="Vots"><table:table-row><table:table-cell><text:p>Sí</text:p></table:table-cell>'
    "<table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>"
    "</office:document-content>"
)


def docx(text: str) -> bytes:
    from docx import Document

    made = Document()
    made.add_heading("Memòria", level=1)
    made.add_paragraph(text)
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Partida", "41.200 €"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Pressupost"
    sheet.append(["Concepte", "Import", None])
    sheet.append(["Terrassa", 120.5])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_pdf_gives_the_words_of_each_page(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.pdf", makers.typst_pdf())

    assert "col·lecció" in words.text_of(path, "application/pdf")
    assert "Segell" in words.pdf_page_text(path, 1)
    with pytest.raises(words.Unreadable):
        words.pdf_page_text(path, 9)


def test_a_docx_is_given_as_blocks(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.docx", docx("Bon dia, veïna"))

    assert list(words.blocks_of(path, kinds.DOCX.media_type)) == [
        Block(BlockKind.HEADING, "Memòria"),
        Block(BlockKind.PARAGRAPH, "Bon dia, veïna"),
        Block(BlockKind.ROW, cells=("Partida", "41.200 €")),
    ]


def test_an_odt_is_given_as_blocks(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", _ODF)
    path = makers.written(tmp_path, "a.odt", out.getvalue())

    assert list(words.blocks_of(path, kinds.ODT.media_type)) == [
        Block(BlockKind.HEADING, "Acta"),
        Block(BlockKind.PARAGRAPH, "Bon dia, veïna"),
        Block(BlockKind.SHEET, "Vots"),
        Block(BlockKind.ROW, cells=("Sí", "7")),
    ]


def test_a_sheet_is_given_row_by_row(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.xlsx", xlsx())

    assert words.text_of(path, kinds.XLSX.media_type) == "Pressupost\nConcepte\tImport\nTerrassa\t120.5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = makers.written(tmp_path, "a.txt", "Instància d’un senyor: «sí»".encode(encoding))

    assert words.text_of(path, "text/plain") == "Instància d’un senyor: «sí»"


def test_html_gives_its_words_only(tmp_path: Path) -> None:
    path = makers.written(
        tmp_path, "a.html", b"<html><head><title>x</title></head><p>Hola</p><p>D&eacute;u</p>"
    )

    assert words.text_of(path, "text/html") == "Hola\nDéu"


@pytest.mark.parametrize("media_type", [kinds.DOCX.media_type, kinds.ODT.media_type, kinds.XLSX.media_type])
def test_a_damaged_office_file_says_that_it_cannot_be_read(tmp_path: Path, media_type: str) -> None:
    path = makers.written(tmp_path, "a", makers.archive({"a.txt": b"res"}))

    with pytest.raises(words.Unreadable):
        words.text_of(path, media_type)
