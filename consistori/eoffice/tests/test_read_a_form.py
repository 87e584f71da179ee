import copy
import tomllib

import pytest

from consistori.catalogue.procedures import form_checks
from consistori.catalogue.procedures.standard import standard_sheets
from consistori.eoffice.forms.definition import faults_of, pages_for, read_form
from consistori.eoffice.forms.faults import FormFault
from consistori.eoffice.tests.every_type import DATA, both


def _with(*path, value):
    data = copy.deepcopy(DATA)
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


FIELD, HANGS = ("pages", 0, "fields", 2), ("pages", 0, "fields", 5)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("pages",), [], ("pages",)),
        (("pages", 0, "title"), {"ca": "Només una"}, ("pages", 0, "title")),
        ((*FIELD, "type"), "colour", (*FIELD, "type")),
        ((*FIELD, "key"), "Amb Espais", (*FIELD, "key")),
        ((*FIELD, "key"), "tables", (*FIELD, "key")),
        ((*FIELD, "label"), None, (*FIELD, "label")),
        ((*FIELD, "options"), [], (*FIELD, "options")),
        ((*FIELD, "colour"), "red", (*FIELD, "colour")),
        ((*FIELD, "show_if"), {"field": "nobody", "is": "x"}, (*FIELD, "show_if", "field")),
        ((*FIELD, "show_if"), {"field": "music", "is": "yes"}, (*FIELD, "show_if", "field")),
        ((*FIELD, "show_if"), "music", (*FIELD, "show_if")),
        ((*HANGS, "show_if"), {"field": "when", "is": "never"}, (*HANGS, "show_if", "is")),
        (("pages", 0, "fields", 1, "min"), 90, ("pages", 0, "fields", 1)),
        (("pages", 0, "fields", 1, "max"), "many", ("pages", 0, "fields", 1, "max")),
        (("pages", 0, "fields", 7, "not_before"), "tomorrow", ("pages", 0, "fields", 7, "not_before")),
        (("pages", 0, "fields", 18, "fields", 0, "type"), "group", ("pages", 0, "fields", 18, "fields", 0, "type")),
        (("pages", 0, "fields", 18, "most"), 5000, ("pages", 0, "fields", 18, "most")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(path, value, where):
    with pytest.raises(FormFault) as caught:
        read_form(_with(*path, value=value))

    assert caught.value.where == where
    assert caught.value.said("ca") and caught.value.said("es") and caught.value.sentence in str(caught.value)


def test_everything_wrong_is_said_at_once():
    data = _with(*FIELD, "type", value="colour")
    data["pages"][0]["fields"][0]["label"] = "Bar"

    assert [place for place, _ in faults_of(data, "es")] == [
        ("pages", 0, "fields", 0, "label"),
        (*FIELD, "type"),
    ]
    assert faults_of(DATA) == []


def test_a_page_may_hang_on_what_is_said_before():
    more = {
        "key": "more",
        "title": both("Més", "Más"),
        "show_if": {"any": [{"field": "when", "in": ["year"]}, {"not": {"field": "cost", "answered": True}}]},
        "fields": [{"key": "why", "type": "text", "label": both("Per què?", "¿Por qué?")}],
    }
    form = read_form({"pages": [*DATA["pages"], more]})

    assert [page.key for page in pages_for(form, {"when": "year", "cost": "1.00"})] == ["terrace", "more"]
    assert [page.key for page in pages_for(form, {"when": "season", "cost": "1.00"})] == ["terrace"]


def test_the_forms_of_the_sheets_of_the_house_can_be_used():
    sheets = {code: tomllib.loads(text) for code, text in standard_sheets().items()}
    faults = {code: faults_of(sheet["form"]) for code, sheet in sheets.items() if "form" in sheet}

    assert {code: wrong for code, wrong in faults.items() if wrong} == {}


def test_a_sheet_whose_form_cannot_be_used_is_not_published():
    [(place, _)] = form_checks.faults_of(_with(*FIELD, "type", value="colour"))

    assert place == (*FIELD, "type")
