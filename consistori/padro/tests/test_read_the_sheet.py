"""The sheet of the register: what is understood, and what is wrong in each row."""

from datetime import date

import pytest

from consistori.padro.rules.sheet import Column, columns_of, day_said, missing_columns, read_rows

TODAY = date(2026, 11, 27)
HEADER = ["full", "document", "nom", "cognom1", "data_naixement", "via", "codi_postal", "data_alta", "tutors"]
HEADER.append("protegida")
GOOD = ["1", "12345678Z", "Laia", "Riubrugent", "14/03/1984", "Carrer Major", "17850", "2012-09-01", "", ""]


def row(**changed):
    cells = dict(zip(HEADER, GOOD, strict=True)) | changed
    (read,) = read_rows(columns_of(HEADER), [(2, list(cells.values()))], on=TODAY)
    return read


def test_a_row_says_who_lives_where_and_since_when():
    read = row(document="1234567-8z", codi_postal="8001", tutors="00000001R, X1234567L", protegida="Sí")

    assert not read.faults
    assert (read.identifier, read.postcode, read.is_protected) == ("12345678Z", "08001", True)
    assert (read.birth_date, read.since) == (date(1984, 3, 14), date(2012, 9, 1))
    assert read.guardians == ["00000001R", "X1234567L"]


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"full": ""}, Column.SHEET, "missing"),
        ({"nom": " "}, Column.NAME, "missing"),
        ({"document": "12345678A"}, Column.IDENTIFIER, "wrong_letter"),
        ({"document": "B12345674"}, Column.IDENTIFIER, "firm"),
        ({"data_naixement": ""}, Column.BIRTH, "missing"),
        ({"data_naixement": "31/02/1984"}, Column.BIRTH, "not_a_day"),
        ({"data_naixement": "01/01/2030"}, Column.BIRTH, "impossible"),
        ({"data_naixement": "01/01/1850"}, Column.BIRTH, "impossible"),
        ({"data_alta": "01/01/1980"}, Column.SINCE, "before_birth"),
        ({"data_alta": "28/11/2026"}, Column.SINCE, "to_come"),
        ({"codi_postal": "178"}, Column.POSTCODE, "not_a_postcode"),
        ({"protegida": "potser"}, Column.PROTECTED, "yes_or_no"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(changed, column, code):
    assert [(one.column, one.code) for one in row(**changed).faults] == [(column, code)]


def test_the_same_document_twice_is_wrong_the_second_time():
    first, second = read_rows(columns_of(HEADER), [(2, GOOD), (3, GOOD)], on=TODAY)

    assert not first.faults
    assert [(one.code, one.line) for one in second.faults] == [("repeated", 2)]


def test_headings_are_understood_in_catalan_spanish_and_english():
    assert columns_of(["Hoja", "Apellido 1", "Fecha de nacimiento", "since", "Estudis", "hoja"]) == [
        Column.SHEET, Column.SURNAME1, Column.BIRTH, Column.SINCE, None, None,
    ]  # fmt: skip
    assert missing_columns(columns_of(["full", "nom", "via"])) == [Column.BIRTH, Column.SINCE]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        ("2026-11-27 00:00:00", date(2026, 11, 27)),
        ("27.11.2026", date(2026, 11, 27)),
        ("11/27/2026", None),
        ("ahir", None),
    ],
)
def test_days_as_sheets_write_them(text, day):
    assert day_said(text) == day
