"""What a case says in the templates of documents, to whoever may read it."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import merging, services
from consistori.documents.templating.fields import Subject, values_of
from consistori.documents.templating.merging import fill_body
from consistori.kernel.errors import NotHere
from consistori.parties.models import Address, Channel, Party


def _values(case: Any, by: Any, language: str = "ca", party: Any = None) -> dict[str, Any]:
    return values_of(Subject(by=by, language=language, thing=case, party=party))


def _fill(body: str, values: dict[str, Any], language: str = "ca") -> str:
    return fill_body(body, values, language=language, clauses=lambda code: None)


@pytest.fixture
def peopled(case: Any, clerk: Any, bakery: Any, neighbour: Any) -> Any:
    """The case of the bakery, for which Laia speaks."""
    firm = services.add_party(case, bakery, by=clerk)
    services.add_party(case, neighbour, by=clerk, role="representative", represents=firm)
    Address.objects.create(
        party=bakery, lines="Plaça de l’Església, 3", postcode="17999", place="Vall-llobera"
    )
    Channel.objects.create(party=bakery, kind="email", value="forn@example.cat")
    return case


def test_a_case_fills_its_number_its_people_and_its_dates(peopled: Any, clerk: Any) -> None:
    values = _values(peopled, clerk)

    assert values["case"]["number"] == peopled.number
    assert values["case"]["series_code"] == "D402"
    assert [row["name"] for row in values["parties"]] == ["Forn de l’Església, SL"]
    assert values["party"]["representative"] == "Laia Riubrugent"
    assert values["party"]["address"] == "Plaça de l’Església, 3 · 17999 Vall-llobera"
    assert values["party"]["email"] == "forn@example.cat"
    made = _fill("<p>{{ case.opened_on }} {{ me.name }} {{ party.role }}</p>", values)
    assert "data-missing" not in made
    assert "Núria Camps" in made


def test_the_same_case_speaks_spanish(peopled: Any, clerk: Any, town: Any) -> None:
    values = _values(peopled, clerk, language="es")

    assert values["town"]["name"] == "Ayuntamiento de Vall-llobera"
    assert " de 20" in values["today"]
    assert values["party"]["role"] == "Solicitante"
    assert _values(peopled, clerk)["town"]["name"] == "Ajuntament de Vall-llobera"


def test_a_text_goes_to_the_one_that_is_chosen(peopled: Any, clerk: Any, neighbour: Any) -> None:
    assert _values(peopled, clerk, party=neighbour)["party"]["name"] == "Laia Riubrugent"


def test_where_a_protected_person_lives_is_not_told(
    peopled: Any, clerk: Any, secretary: Any, bakery: Any
) -> None:
    Party.objects.filter(pk=bakery.pk).update(is_protected=True)

    hidden, seen = _values(peopled, clerk)["party"], _values(peopled, secretary)["party"]

    assert (hidden["name"], hidden["address"], hidden["email"]) == ("Forn de l’Església, SL", "", "")
    assert seen["address"]


def test_only_what_enters_the_index_is_told_among_the_documents(
    resolved: Any, clerk: Any, paper: Any
) -> None:
    services.add_documents(resolved, [paper("Esborrany", state="draft")], by=clerk)

    told = _values(resolved, clerk)["documents"]

    assert [row["title"] for row in told] == ["Sol·licitud", "Decret"]
    assert told[0]["folios"] == "1"


def test_without_a_case_what_is_of_a_case_is_missing(at_work: Any, clerk: Any) -> None:
    values = _values(None, clerk)

    assert "data-missing" in _fill("<p>{{ case.number }}</p>", values)
    assert "data-missing" not in _fill("<p>{{ town.short_name }} {{ today }}</p>", values)


def test_a_template_is_tried_only_with_a_case_that_one_may_read(
    peopled: Any, clerk: Any, secretary: Any, reserved_series: Any
) -> None:
    hidden = services.open_case(by=secretary, title="Ajut", series=reserved_series)

    assert merging.find(clerk, f" {peopled.number} ") == peopled
    assert peopled.number in dict(merging.recent(clerk))
    assert merging.find(secretary, hidden.number) == hidden
    assert hidden.number not in dict(merging.recent(clerk))
    for number in (hidden.number, "X1900"):
        with pytest.raises(NotHere):
            merging.find(clerk, number)


def test_the_language_is_the_one_that_the_party_chose(peopled: Any, bakery: Any) -> None:
    assert merging.language_of(peopled) == "ca"
    Party.objects.filter(pk=bakery.pk).update(language="es")
    bakery.refresh_from_db()
    assert merging.language_of(peopled) == "es"


def test_the_values_of_a_case_take_few_statements(peopled: Any, clerk: Any, statements: Any) -> None:
    with statements() as few:
        _values(peopled, clerk)

    assert few.count <= 12, few.sql
