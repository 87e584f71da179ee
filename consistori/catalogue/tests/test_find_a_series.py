"""People know «guals», not «F601»: the words of the town hall and of the street find the series."""

import pytest

from consistori.catalogue.rules.finding import Findable, found, terms_of_sayings
from consistori.catalogue.starter import starter_rows
from consistori.kernel.text import terms

ASKED = [
    ("gual", "F601"),
    ("guals", "F601"),
    ("vado", "F601"),
    ("placa de gual", "F601"),
    ("vull un gual davant del garatge", "F601"),
    ("padró", "J101"),
    ("padro", "J101"),
    ("empadronar-me", "J101"),
    ("empadronamiento", "J101"),
    ("volant d’empadronament", "J104"),
    ("certificado del padrón", "J104"),
    ("obra menor", "F302"),
    ("obres menors", "F302"),
    ("vull fer obres al bany", "F302"),
    ("cambiar el tejado", "F302"),
    ("obra mayor", "F301"),
    ("fer una piscina a casa", "F301"),
    ("primera ocupació", "F304"),
    ("terrassa", "F603"),
    ("poner terraza en el bar", "F603"),
    ("taules i cadires a la plaça", "F603"),
    ("bastida", "F602"),
    ("contenedor de escombros", "F602"),
    ("factura", "E201"),
    ("contracte menor", "B304"),
    ("contrato menor", "B304"),
    ("decret", "A301"),
    ("ple ordinari", "A401"),
    ("pleno", "A401"),
    ("acta del ple", "A402"),
    ("multa de trànsit", "N201"),
    ("multa", "N201"),
    ("nínxol", "J401"),
    ("nicho", "J401"),
    ("gos perillós", "G402"),
    ("perro peligroso", "G402"),
    ("cremar rostolls", "G301"),
    ("talar un arbre", "G303"),
    ("soroll del veí", "G501"),
    ("ruido", "G501"),
    ("obrir una botiga", "H101"),
    ("abrir un negocio", "H101"),
    ("traspàs del bar", "H105"),
    ("parada al mercat", "H201"),
    ("pis turístic", "H301"),
    ("casament", "J201"),
    ("boda", "J201"),
    ("llar d’infants", "L101"),
    ("guarderia", "L101"),
    ("casal d’estiu", "K301"),
    ("plusvàlua", "E512"),
    ("bonificació IBI família nombrosa", "E507"),
    ("fraccionar un deute", "E602"),
    ("pagar a terminis", "E602"),
    ("devolución de fianza", "E302"),
    ("subvenció a entitats", "E702"),
    ("modificació de crèdit", "E102"),
    ("pressupost de l’any", "E101"),
    ("caiguda a la voravia", "B403"),
    ("responsabilidad patrimonial", "B403"),
    ("recurs de reposició", "B401"),
    ("instància", "B202"),
    ("accés a la informació pública", "A602"),
    ("oposició de regidors", "A206"),
    ("borsa de treball", "C202"),
    ("vacances", "C302"),
    ("nòmina", "C401"),
    ("plaques solars", "F308"),
    ("targeta d’aparcament", "F604"),
    ("sala de actos cesión", "D301"),
    ("F601", "F601"),
    ("e201", "E201"),
    ("parcel·lació", "F305"),
    ("festa major", "K101"),
    ("teleassistència", "M103"),
    ("no puc pagar el lloguer", "M102"),
    ("reunió setmanal", "B701"),
    ("ordenança", "A501"),
]


@pytest.fixture(scope="module")
def series() -> list[Findable]:
    return [
        Findable(
            key=row.code,
            code=row.code,
            title=frozenset(terms(f"{row.title_ca} {row.title_es}")),
            sayings=tuple(frozenset(saying) for saying in terms_of_sayings(row.words_ca, row.words_es)),
            description=frozenset(terms(row.description)),
        )
        for row in starter_rows()
        if row.level == 3
    ]


@pytest.mark.parametrize(("typed", "code"), ASKED)
def test_the_words_of_people_find_the_series_among_the_first_three(
    series: list[Findable], typed: str, code: str
) -> None:
    assert code in found(typed, series)[:3]


def test_most_of_the_time_the_first_is_the_right_one(series: list[Findable]) -> None:
    firsts = [code for typed, code in ASKED if found(typed, series)[:1] == [code]]

    assert len(firsts) / len(ASKED) >= 0.9


def test_what_nobody_says_finds_nothing(series: list[Findable]) -> None:
    assert found("xyzzy", series) == []
    assert found("", series) == []


def test_the_beginning_of_a_code_finds_its_series(series: list[Findable]) -> None:
    assert set(found("E5", series, limit=50)) >= {"E501", "E512"}
