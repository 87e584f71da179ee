"""A template is filled with values, or says what is wrong, in which line, and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from consistori.catalogue.models import DocumentType
from consistori.documents.models import Template
from consistori.documents.richtext import clean
from consistori.documents.templating import fields
from consistori.documents.templating.checking import faults_of
from consistori.documents.templating.engine import MOST_STEPS
from consistori.documents.templating.faults import TemplateFault
from consistori.documents.templating.fields import Subject
from consistori.documents.templating.merging import fill_body
from consistori.documents.templating.rules import FOOTERS, footer_facts, needs_footer
from consistori.documents.templating.source import tidy
from consistori.documents.templating.starter import standard_templates
from consistori.documents.writing.house import begin_from_code
from consistori.tenancy.scope import working_for

CLAUSES = {
    "peu": "<p>Peu de {{ town.short_name }}</p>",
    "gira": '<p>{% include "volta" %}</p>',
    "volta": '<p>{% include "gira" %}</p>',
    "trencada": "<p>bé</p>\n<p>{{ case.nombre }}</p>",
}


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def _kept(body: str) -> str:
    return tidy(clean(body))


def _fill(body: str, values: dict[str, Any] | None = None, language: str = "ca") -> str:
    told = fields.examples(language) if values is None else values
    return fill_body(_kept(body), told, language=language, clauses=CLAUSES.get)


def _faults(body: str) -> list[tuple[int, str]]:
    return [(fault.line, str(fault.sentence)) for fault in faults_of(_kept(body), CLAUSES.get)]


def test_a_value_comes_out_in_its_place_and_told_apart() -> None:
    made = _fill("<p>Expedient {{ case.number }}</p>", {"case": {"number": "X1"}})

    assert made == '<p>Expedient <span data-field="case.number">X1</span></p>'


def test_what_has_no_value_says_its_name_in_the_language_of_the_text() -> None:
    made = _fill("<p>{{ case.number }}</p>", {})

    assert 'data-missing="' in made
    assert 'data-field="case.number"' in made
    assert _fill("<p>{{ case.number }}</p>", {"case": {"number": ""}}) == made


@pytest.mark.parametrize("letters", ["upper", "lower", "capitalize"])
def test_what_has_no_value_is_missing_in_capitals_too(letters: str) -> None:
    made = _fill(
        f"<p>{{{{ case.number|{letters} }}}} {{{{ case.title|{letters} }}}}</p>", {"case": {"title": "gual"}}
    )

    assert made.count('data-missing="') == 1
    assert getattr("gual", letters)() in made


def test_a_value_is_never_read_as_html() -> None:
    made = _fill("<p>{{ case.title }}</p>", {"case": {"title": '<img src=x onerror=alert(1)> "A" & {{ B }}'}})

    assert "<img" not in made
    assert "&lt;img src=x onerror=alert(1)&gt;" in made
    assert "{{ B }}" in made


def test_a_value_inside_a_tag_stays_a_value() -> None:
    made = _fill('<p><a href="mailto:{{ town.email }}">x</a></p>', {"town": {"email": 'a@b.cat" onclick="x'}})

    assert "onclick" not in made or 'onclick="x"' not in made
    assert "data-field" not in made


def test_a_list_is_repeated_and_paragraphs_that_only_held_marks_go_away() -> None:
    parties = [{"name": "Laia"}, {"name": "Pere"}]
    made = _fill(
        "<p>{% for party in parties %}</p><p>{{ loop.index }}. {{ party.name }}</p><p>{% endfor %}</p>",
        {"parties": parties},
    )

    assert made.count("<p>") == 2
    assert "Laia" in made
    assert "Pere" in made


def test_rows_and_points_are_repeated_too() -> None:
    parties = [{"name": "Laia"}, {"name": "Pere"}, {"name": "Ona"}]
    table = (
        "<table><tr><td>{% for party in parties %}</td><td></td></tr><tr><td>{{ party.name }}</td><td>x</td></tr>"
        "<tr><td>{% endfor %}</td><td></td></tr></table>"
    )
    points = "<ul><li>{% for party in parties %}</li><li>{{ party.name }}</li><li>{% endfor %}</li></ul>"

    assert _fill(table, {"parties": parties}).count("<tr>") == 3
    assert _fill(points, {"parties": parties}).count("<li>") == 3


@pytest.mark.parametrize(
    ("names", "said"),
    [([], "data-missing"), (["Laia"], ">Laia<"), (["Laia", "Pere", "Ona"], ">Laia, Pere i Ona<")],
)
def test_names_are_joined_as_one_says_them(names: list[str], said: str) -> None:
    made = _fill("<p>{{ parties|names }}</p>", {"parties": [{"name": name} for name in names]})

    assert said in made


def test_a_condition_asks_whether_there_is_a_datum() -> None:
    body = "<p>{% if case.unit %}de {{ case.unit }}{% else %}sense unitat{% endif %}</p>"

    assert "sense unitat" in _fill(body, {"case": {"number": "X1"}})
    assert "Obres" in _fill(body, {"case": {"unit": "Obres"}})


def test_marks_that_an_editor_dressed_are_understood() -> None:
    body = "<p>{{ <strong>case</strong>.number }} {% if parties|length &gt; 0 %}«hi ha»{% endif %}</p>"

    assert "X1" in _fill(body, {"case": {"number": "X1"}, "parties": [{"name": "Laia"}]})


def test_a_clause_is_included_in_its_place() -> None:
    assert "Peu de" in _fill('<p>A</p><p>{% include "peu" %}</p>')
    assert "Peu de" in _fill("<p>{% include «peu» %}</p>")


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("<p>a</p><p>{{ case.numer }}</p>", 2, "Perhaps «case.number»?"),
        ("<p>{{ quefem.ara }}</p>", 1, "choose one of the list"),
        ("<p>a</p><p>{% for party in parties %}</p><p>b</p>", 2, "has no end: write «{% endfor %}»"),
        ("<p>{% if case.unit %}x</p>", 1, "has no end: write «{% endif %}»"),
        ("<p>a</p><p>b</p><p>{% endfor %}</p>", 3, "ends nothing"),
        (
            "<p>{% if case.unit %}{% for party in parties %}{% endif %}</p>",
            1,
            "«for» of line 1 is still open",
        ),
        ("<p>{% else %}</p>", 1, "outside any condition"),
        ("<p>{{ case.number</p>", 1, "is not closed"),
        ("<p>case.number }}</p>", 1, "closes nothing"),
        ("<p>{{ parties }}</p>", 1, "is a list"),
        ("<p>{{ case }}</p>", 1, "Say which of «case»"),
        ("<p>{% for x in case %}{% endfor %}</p>", 1, "only be repeated over a list"),
        ('<p>{% include "no-hi-es" %}</p>', 1, "There is no paragraph «no-hi-es»"),
        ("<p>{{ case.number|replace('a','b') }}</p>", 1, "There is no «|replace»"),
        ("<p>{{ case.number + }}</p>", 1, "It is not understood"),
        ("<p>{% set a = 1 %}</p>", 1, "«set» is not used in templates"),
    ],
)
def test_each_fault_says_its_line_and_what_to_do(body: str, line: int, words: str) -> None:
    found = _faults(body)

    assert found[0][0] == line
    assert words in found[0][1]
    with pytest.raises(TemplateFault) as refused:
        _fill(body)
    assert (refused.value.line, str(refused.value.sentence)) == found[0]


@pytest.mark.parametrize(
    "body",
    [
        "<p>{{ case.__class__ }}</p>",
        "<p>{{ case.number.__class__.__mro__ }}</p>",
        "<p>{{ case['number'] }}</p>",
        "<p>{{ case.values() }}</p>",
        "<p>{{ case.items }}</p>",
        "<p>{{ range(10) }}</p>",
        "<p>{{ 'a' * 1000000000 }}</p>",
        "<p>{{ 9 ** 9 ** 9 }}</p>",
        "<p>{{ cycler }}{{ self }}{{ config }}</p>",
        "<p>{% include case.number %}</p>",
        "<p>{% macro a() %}{% endmacro %}</p>",
        "<p>{% for loop in parties recursive %}{{ loop(parties) }}{% endfor %}</p>",
        "<p>{{ case.number|attr('upper') }}</p>",
        "<p>{{ [1, 2] }}{{ {1: 2} }}</p>",
        "<p>{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}</p>",
        "<p>" + "{% if case.unit %}" * 300 + "{% endif %}" * 300 + "</p>",
    ],
)
def test_nothing_of_the_program_can_be_reached_from_a_template(body: str) -> None:
    assert _faults(body)
    with pytest.raises(TemplateFault):
        _fill(body)


def test_a_clause_that_includes_itself_is_told_with_its_way() -> None:
    ((_line, sentence),) = _faults('<p>a</p><p>{% include "gira" %}</p>')
    assert "gira → volta → gira" in sentence

    own = faults_of(_kept('<p>{% include "gira" %}</p>'), CLAUSES.get, code="volta")
    assert "includes itself" in str(own[0].sentence)


def test_a_fault_in_a_clause_says_of_which_clause_it_is() -> None:
    (fault,) = faults_of(_kept('<p>{% include "trencada" %}</p>'), CLAUSES.get)

    assert str(fault).startswith("Paragraph «trencada», line 2: There is no field «case.nombre»")


def test_every_fault_is_told_at_once() -> None:
    assert [line for line, _said in _faults("<p>{{ case.a }}</p><p>b</p><p>{{ town.c }}</p>")] == [1, 3]


def test_a_repetition_inside_another_stops_before_it_never_ends() -> None:
    parties = [{"name": "x"}] * 400
    body = "<p>{% for party in parties %}{% for party in parties %}{% for party in parties %}{% endfor %}{% endfor %}"
    body += "{% endfor %}</p>"
    assert len(parties) ** 2 > MOST_STEPS

    with pytest.raises(TemplateFault, match="repeats too much"):
        _fill(body, {"parties": parties})


def test_a_text_that_would_come_out_endless_stops() -> None:
    body = "<p>{% for party in parties %}{{ party.name }}{% endfor %}</p>"

    with pytest.raises(TemplateFault, match="too long"):
        _fill(body, {"parties": [{"name": "x" * 100_000}] * 200})


def test_comparing_a_text_with_a_number_says_so() -> None:
    with pytest.raises(TemplateFault, match="cannot be compared"):
        _fill("<p>{% if case.number > 5 %}x{% endif %}</p>", {"case": {"number": "X1"}})


@pytest.mark.parametrize("language", ["ca", "es"])
def test_those_that_come_with_the_house_are_whole_in_both_languages(language: str) -> None:
    known = {one.code: _kept(getattr(one, language)) for one in standard_templates()}
    clauses = {one.code: known[one.code] for one in standard_templates() if one.kind != "text"}

    assert {"decret", "informe", "proposta", "edicte", "certificat", "carta", "sollicitud"} <= set(known)
    for one in standard_templates():
        body = known[one.code]
        assert faults_of(body, clauses.get, code=one.code) == [], one.code
        assert _kept(body) == body
        assert "{{" not in fill_body(body, fields.examples(language), language=language, clauses=clauses.get)


def test_each_appeal_footer_tells_the_terms_that_the_law_gives() -> None:
    texts = {one.appeal: one.ca for one in standard_templates() if one.appeal}

    assert "un mes" in texts["ends_way"]
    assert "dos mesos" in texts["ends_way"]
    assert "articles 123 i 124" in texts["ends_way"]
    assert "articles 121 i 122" in texts["not_ends"]
    assert "article 14.2" in texts["local_tax"]
    assert "article 112.1" in texts["step"]
    assert "articles 44 i 46" in texts["other_body"]


def test_the_rules_know_every_kind_of_act_and_which_documents_decide() -> None:
    assert set(FOOTERS) == set(Template.Appeal.values)
    assert needs_footer("DECREE")
    assert not needs_footer("REPORT")
    assert footer_facts("") is None


def test_a_text_of_the_house_has_its_type_also_where_the_town_has_not_the_template(
    town: Any, clerk: Any
) -> None:
    with working_for(town):
        DocumentType.objects.create(code="DECREE", name_ca="Decret", name_es="Decreto", eni_type="TD01")
        made = begin_from_code("resolucio-desistiment", Subject(by=clerk, language="ca"), about="Terrassa")

        assert not Template.objects.exists()
        assert made.type is not None and made.type.code == "DECREE"
