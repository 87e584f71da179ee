"""Guesses of title, date, type and language, in tables."""

from dataclasses import dataclass
from datetime import date

import pytest

from consistori.documents.rules.dates import date_in_name, date_of_property, spelt_date
from consistori.documents.rules.guessing import certain_type, language_of, likely_types, title_of
from consistori.documents.rules.seals import code_seal

TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Words:
    name_ca: str
    name_es: str = ""
    words_ca: str = ""
    words_es: str = ""
    default_origin: str = "administration"


REPORT = Words("Informe", "Informe", "dictamen")
PLAN = Words("Plànol", "Plano", "planta, alçat")
APPLICATION = Words("Sol·licitud", "Solicitud", "instància, petició")
DECREE = Words("Decret d’alcaldia", "Decreto de alcaldía", "resolució d’alcaldia")
TYPES = [REPORT, PLAN, APPLICATION, DECREE]


@pytest.mark.parametrize(
    ("name", "inside", "title"),
    [
        ("Informe_tecnic.pdf", "", "Informe tecnic"),
        ("informe (1).pdf", "", "Informe"),
        ("certificat final d'obra_signat.pdf", "", "Certificat final d'obra"),
        ("IMG_20260820_181203.jpg", "", "IMG 20260820 181203"),
        ("SCAN0042.pdf", "Pressupost 26/204", "Pressupost 26/204"),
        ("scan.pdf", "Microsoft Word - doc1", "Scan"),
        ("document.pdf", "Untitled", "Document"),
        ("acta-de-la-comissio.odt", "", "Acta de la comissio"),
        ("Plànol.tar.pdf", "", "Plànol.tar"),
    ],
)
def test_a_title_comes_from_the_name_or_from_inside(name: str, inside: str, title: str) -> None:
    assert title_of(name, {"title": inside} if inside else {}) == title


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("acta 2026-11-24.pdf", date(2026, 11, 24)),
        ("acta comissió festes 3-11-2026.odt", date(2026, 11, 3)),
        ("IMG_20260820_181203.jpg", date(2026, 8, 20)),
        ("Convocatòria del 12 de novembre de 2026", date(2026, 11, 12)),
        ("Factura 2026-118.pdf", None),
        ("futur 2027-01-01.pdf", None),
        ("res 31-02-2026.pdf", None),
        ("12345678901234.pdf", None),
    ],
)
def test_a_date_in_the_name(name: str, found: date | None) -> None:
    assert date_in_name(name, today=TODAY) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vall-llobera, 24 de novembre de 2026", date(2026, 11, 24)),
        ("l’1 d’octubre de 2025 … 9 d'abril de 2026", date(2026, 4, 9)),
        ("a 3 de marzo de 2026", date(2026, 3, 3)),
        ("l’any 2026", None),
        ("40 de maig de 2026", None),
    ],
)
def test_the_last_date_written_in_words(text: str, found: date | None) -> None:
    assert spelt_date(text, today=TODAY) == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("D:20261124091207+01'00'", date(2026, 11, 24)),
        ("2026:08:20 18:12:03", date(2026, 8, 20)),
        ("D:19000101", date(1900, 1, 1)),
        ("D:20991231", None),
        ("ahir", None),
        ("", None),
    ],
)
def test_the_date_that_a_file_says(raw: str, found: date | None) -> None:
    assert date_of_property(raw, today=TODAY) == found


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Informe de la policia local", REPORT),
        ("sol·licitud gual", APPLICATION),
        ("SOLICITUD de gual", APPLICATION),
        ("Instància: Nínxol", None),
        ("Esmena: nou plànol i aforament", None),
        ("IMG 1234", None),
        ("Informes", None),
    ],
)
def test_only_a_clear_type_is_said(title: str, kind: Words | None) -> None:
    assert certain_type(title, TYPES) == kind


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Esmena: nou plànol i aforament", PLAN),
        ("Instància: Nínxol", APPLICATION),
        ("Dictamen sobre la plaça", REPORT),
    ],
)
def test_a_likely_type_is_proposed(title: str, first: Words) -> None:
    assert likely_types(title, TYPES)[0][0] == first


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Amb els veïns i les taules que són dels bars, per la plaça", "ca"),
        ("Con los vecinos y las mesas de la plaza, por el ayuntamiento", "es"),
        ("Lorem ipsum dolor", ""),
        ("", ""),
    ],
)
def test_the_language_is_heard_in_the_little_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_seal_of_a_code_depends_on_everything() -> None:
    seal = code_seal("key", "VLL-1", "ab", "ES_1")

    assert len(seal) == 64
    assert seal != code_seal("other", "VLL-1", "ab", "ES_1")
    assert seal != code_seal("key", "VLL-2", "ab", "ES_1")
    assert seal != code_seal("key", "VLL-1", "ac", "ES_1")
    assert seal != code_seal("key", "VLL-1", "ab", "ES_2")
