"""What a sheet of people says: of three kinds, with the headings and the names of a town."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistori.formats.sheets import read_sheet
from consistori.formats.spreadsheets import write_sheet
from consistori.parties.rules.sheets import guess_columns, split_full_name, split_surnames


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_three_kinds_of_sheet_say_the_same(tmp_path: Path, kind: str) -> None:
    header, rows = ["NIF", "Nom", "", "CP"], [["12345678Z", "Laia Ç", "", 8001], ["", "Pere", "x", "17001"]]
    write_sheet(tmp_path / "s", kind, title="Gent", header=header, rows=rows)

    sheet = read_sheet((tmp_path / "s").read_bytes(), most_rows=10)

    assert sheet.header[:2] == ["NIF", "Nom"]
    assert [cells[:4] for _line, cells in sheet.rows] == [
        ["12345678Z", "Laia Ç", "", "8001"],
        ["", "Pere", "x", "17001"],
    ]
    assert [line for line, _cells in sheet.rows] == [2, 3]


def test_headings_of_a_town_are_understood() -> None:
    assert guess_columns(["DNI/NIE", "COGNOM_1", "Cognom 2", "Nom", "E-mail", "Mòbil", "Observacions"]) == [
        "identifier", "surname1", "surname2", "name", "email", "mobile", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Riubrugent Pou, Laia", ("Laia", "Riubrugent", "Pou")),
        ("de la Torre i Mas, Pere", ("Pere", "de la Torre", "i Mas")),
        ("Forn de l’Església, S.L.", ("Forn de l’Església, S.L.", "", "")),
        ("Laia Riubrugent", ("Laia Riubrugent", "", "")),
        ("RIUBRUGENT POU, ANA", ("ANA", "RIUBRUGENT", "POU")),
        ("MAS, PAU", ("PAU", "MAS", "")),
        ("Mas, Bo", ("Bo", "Mas", "")),
        ("FORN MAS, SLU", ("FORN MAS, SLU", "", "")),
        ("Forn Mas, S. L. U.", ("Forn Mas, S. L. U.", "", "")),
        ("Advocades Mas, SLP", ("Advocades Mas, SLP", "", "")),
        ("Aigües, S.A.U.", ("Aigües, S.A.U.", "", "")),
        ("Germans Mas, CB", ("Germans Mas, CB", "", "")),
        ("Metges Pou, S.C.P.", ("Metges Pou, S.C.P.", "", "")),
        ("Queviures, SCCL", ("Queviures, SCCL", "", "")),
    ],
)
def test_a_whole_name_is_told_apart(said: str, name: tuple[str, str, str]) -> None:
    assert split_full_name(said) == name


@given(st.text(max_size=40))
def test_surnames_lose_no_word(text: str) -> None:
    assert " ".join(split_surnames(text)).split() == text.split()
