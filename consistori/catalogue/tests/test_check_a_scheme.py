"""A scheme from a spreadsheet is checked row by row, and says in which row and why."""

import io

import pytest
from openpyxl import Workbook

from consistori.catalogue.rows import scheme_rows
from consistori.catalogue.rules.scheme import SchemeRow, faults_in
from consistori.catalogue.starter import starter_crosswalk, starter_rows, starter_types
from consistori.formats.sheets import SheetFault, read_sheet
from consistori.formats.spreadsheets import looks_like_formula


def _faults(text: str) -> list[tuple[int, str, str]]:
    rows, faults, _unknown = scheme_rows(read_sheet(text.encode(), most_rows=5_000))
    return [(fault.row, fault.column, fault.code) for fault in faults or faults_in(rows)]


HEAD = "codi,pare,nivell,títol\n"
BROKEN = [
    ("Z000,,1,Funció\nZ100,Z000,2,Activitat\nZ101,Z100,3,Sèrie\n", []),
    (",,1,Sense codi\n", [(2, "code", "no_code")]),
    ("Z 0,,1,Espai\n", [(2, "code", "bad_code")]),
    ("Z000,,1,\n", [(2, "title_ca", "no_title")]),
    ("Z000,,1,Una\nZ000,,1,Dues\n", [(3, "code", "repeated")]),
    ("Z101,Z999,3,Òrfena\n", [(2, "parent", "unknown_parent")]),
    ("Z101,,3,Sense pare\n", [(2, "parent", "no_parent")]),
    ("Z000,,1,Funció\nZ100,Z000,1,Mal\n", [(3, "level", "not_below")]),
    ("Z000,,nou,Nivell estrany\n", [(2, "parent", "no_parent"), (2, "level", "bad_level")]),
    ('Z000,,1,=HYPERLINK("http://x")\n', [(2, "title_ca", "formula")]),
    ("Z000,,1,@SUM(A1)\n", [(2, "title_ca", "formula")]),
    (
        "Z1,Z2,2,Una\nZ2,Z1,3,Dues\n",
        [(2, "level", "not_below"), (2, "parent", "cycle"), (3, "parent", "cycle")],
    ),
    ("Z1,Z1,2,Pare de si mateixa\n", [(2, "parent", "cycle")]),
]


@pytest.mark.parametrize(("body", "faults"), BROKEN)
def test_each_fault_says_its_row_and_column(body: str, faults: list[tuple[int, str, str]]) -> None:
    assert sorted(_faults(HEAD + body)) == sorted(faults)


def test_a_sheet_without_codes_nor_titles_says_which_column_is_missing() -> None:
    assert _faults("nom,color\nA,vermell\n") == [(1, "code", "no_column")]


def test_a_sheet_of_an_old_program_is_read_with_its_accents() -> None:
    sheet = read_sheet("codi;títol\nA1;Sèrie d’obres\n".encode("cp1252"), most_rows=10)

    assert sheet.encoding == "cp1252"
    assert sheet.rows == [(2, ["A1", "Sèrie d’obres"])]


def test_a_byte_order_mark_does_not_hide_the_first_column() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        sheet = read_sheet("code\ttitle\nA1\tUna\n".encode(encoding), most_rows=10)

        assert sheet.header == ["code", "title"]


def test_a_workbook_is_read_by_its_content_and_not_by_its_name() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Codi", "Pare", "Nivell", "Títol", "Codi oficial"])
    page.append(["A000", None, 1, "Govern", 1001])
    data = io.BytesIO()
    book.save(data)

    rows, faults, unknown = scheme_rows(read_sheet(data.getvalue(), most_rows=10))

    assert (faults, unknown) == ([], [])
    assert (rows[0].code, rows[0].level, rows[0].official_code) == ("A000", 1, "1001")


NOT_TABLES = [
    (b"", "empty"),
    (b"  \n ", "empty"),
    (b"PK\x03\x04 not a zip", "not_a_workbook"),
    (b"\xd0\xcf\x11\xe0 old", "old_excel"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
    (b'code,title\nA,"never closed', "broken_csv"),
    (b"x," * 100 + b"\n", "too_many_columns"),
    (b"a" * (6 * 1024 * 1024), "too_large"),
]


@pytest.mark.parametrize(("data", "code"), NOT_TABLES)
def test_what_is_not_a_table_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(SheetFault) as fault:
        read_sheet(data, most_rows=10)

    assert fault.value.code == code


def test_a_hundred_thousand_rows_are_refused_before_they_are_kept() -> None:
    data = b"code,title\n" + b"A1,Una\n" * 100_000

    with pytest.raises(SheetFault) as fault:
        read_sheet(data, most_rows=5_000)

    assert (fault.value.code, fault.value.most) == ("too_many_rows", 5_000)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", " =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_known(cell: str) -> None:
    assert looks_like_formula(cell)


@pytest.mark.parametrize("cell", ["Obres", "12", "-12,5", "+34 972", ""])
def test_an_ordinary_cell_is_left_alone(cell: str) -> None:
    assert not looks_like_formula(cell)


def test_the_starter_scheme_has_no_fault() -> None:
    rows = starter_rows()

    assert faults_in(rows) == []
    assert len([row for row in rows if row.level == 3]) == 245


def test_the_short_list_of_types_has_eni_types_and_both_languages() -> None:
    types = starter_types()

    assert 25 <= len(types) <= 45
    assert all(kind.name_ca and kind.name_es for kind in types)
    assert {kind.eni_type for kind in types} <= {f"TD{n:02d}" for n in (*range(1, 21), 99)}
    assert {kind.default_origin for kind in types} == {"citizen", "administration"}


def test_the_crosswalk_names_series_that_exist() -> None:
    codes = {row.code for row in starter_rows()}

    assert all(line["code"] in codes for line in starter_crosswalk())


def test_known_codes_of_the_scheme_are_parents_too() -> None:
    row = SchemeRow(row=2, code="Z9", title_ca="Nova", parent="F600")

    assert faults_in([row], known_codes={"F600"}) == []
