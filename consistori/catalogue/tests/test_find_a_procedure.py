"""The finder, asked as people ask: the procedure that answers is the first one, and says why."""

import pytest

from consistori.catalogue.procedures.finding import Index
from consistori.catalogue.procedures.reading import read
from consistori.catalogue.procedures.standard import standard_sheets

SHEETS = [read(text) for text in standard_sheets().values()]
INDEX = Index(SHEETS)

SAID = [
    ("vull fer obres al bany", "URB-02"),
    ("VULL FER OBRES AL BANY!!", "URB-02"),
    ("quiero hacer obras en el baño", "URB-02"),
    ("canviar les rajoles de la cuina", "URB-02"),
    ("arreglar la teulada", "URB-02"),
    ("pintar façana", "URB-02"),
    ("gual", "VIA-01"),
    ("que no em tapin el garatge", "VIA-01"),
    ("un vado para el garaje", "VIA-01"),
    ("guals", "VIA-01"),
    ("vull posar taules al carrer", "VIA-02"),
    ("poner terraza en el bar", "VIA-02"),
    ("terrassa", "VIA-02"),
    ("m’he mudat de pis", "PAD-02"),
    ("canvi domicili padro", "PAD-02"),
    ("empadronarme", "PAD-01"),
    ("acabo d'arribar al poble", "PAD-01"),
    ("volant", "PAD-03"),
    ("papel que diga donde vivo", "PAD-03"),
    ("certificat de residència", "PAD-08"),
    ("certificado empadronamiento juzgado", "PAD-08"),
    ("fanal apagat", "GEN-04"),
    ("farola", "GEN-04"),
    ("no estic d’acord amb el que heu decidit", "GEN-03"),
    ("recurso reposicion", "GEN-03"),
    ("m'han demanat un paper que falta", "GEN-02"),
    ("subvencio per al club", "SUB-01"),
    ("justificar subvención", "SUB-02"),
    ("facturas de la subvención", "SUB-02"),
    ("instància genèrica", "GEN-01"),
    ("instancia generica", "GEN-01"),
    ("ja no ho vull, retirar la sol·licitud", "GEN-10"),
    ("retirar la sollicitud", "GEN-10"),
    ("multa de trànsit", "VIA-05"),
    ("casament", "CIV-01"),
    ("gos perillós", "MED-01"),
    ("bastida", "URB-11"),
    ("URB-02", "URB-02"),
    ("obres al bnay", "URB-02"),
]


@pytest.mark.parametrize(("said", "code"), SAID)
def test_the_words_of_people_find_the_procedure(said: str, code: str) -> None:
    found = [SHEETS[hit.place].code for hit in INDEX.find(said)]

    assert found[:1] == [code], found[:5]


def test_it_says_why() -> None:
    bath, *_ = INDEX.find("vull fer obres al bany")
    name, *_ = INDEX.find("recurs de reposició")

    assert bath.saying in ("obres al bany", "vull fer obres al bany")
    assert name.saying or name.in_name


@pytest.mark.parametrize("said", ["", "   ", "!!", "xyzzy", "’’’", "a" * 10_000, "\x00", "de la"])
def test_what_says_nothing_finds_nothing_much(said: str) -> None:
    assert len(INDEX.find(said)) <= 12


def test_an_index_of_nothing_answers_nothing() -> None:
    assert Index([]).find("gual") == []
