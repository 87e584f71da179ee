import json
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistori.eoffice.forms.answers import live, missing, read_again, received, said, typed_of
from consistori.eoffice.forms.checking import check
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.drawing import Proposed, draw_page
from consistori.eoffice.forms.fields import Texts
from consistori.eoffice.forms.schema import to_json_schema
from consistori.eoffice.tests.every_type import FORM, GOOD, PAGE, WRONG, asked, both

SOURCE = Texts("Cadastre", "Catastro")


def _one(type, posted, language="ca", today=None, **more):
    field = asked("it", type, "Què?", "¿Qué?", **more)
    form = read_form({"pages": [{"key": "p", "title": both("P", "P"), "fields": [field]}]})
    if isinstance(posted, str):
        posted = {"it": [posted]}
    return check(form.pages[0], posted, {}, language, today=today)


def test_a_good_page_is_kept_as_plain_values():
    checked = check(PAGE, GOOD, {}, "ca")

    assert checked.ok and checked.errors == {}
    assert checked.values == {
        "premises": "Bar de la Plaça",
        "tables": 6,
        "when": "season",
        "things": ["umbrellas", "plants"],
        "music": True,
        "hours": "Dissabtes\nde 20 a 23 h",
        "area": "1018.5",
        "from_day": "2027-04-01",
        "cost": "1234.50",
        "mail": "merce@exemple.cat",
        "phone": "600000000",
        "address": {
            "street": "plaça Major", "number": "4", "floor": "baixos", "postcode": "17000", "town": "Vall-llobera",
        },
        "spot": {"where": "Davant de l’escola", "lat": "42.00123", "lon": "2.70000"},
        "plot": "7837301VG8173B0001TT",
        "account": "ES9121000418450200051332",
        "firm": "A58818501",
        "owner": {"given": "Mercè", "surname": "Puigdollers i Vila", "nif": "12345678Z"},
        "neighbours": [{"name": "Anna Puig"}, {"name": "Joan Riu", "lives": "year"}],
    }  # fmt: skip
    assert missing(FORM, checked.answers) == []


def test_the_answers_are_said_as_people_read_them():
    answers = check(PAGE, GOOD, {}, "ca").answers

    [(title, lines)] = said(FORM, answers, "ca")
    words = dict(lines)

    assert title == "La terrassa"
    assert words["Quan la voleu?"] == "De l’1 d’abril al 31 d’octubre"
    assert words["Quina superfície ocupa?"] == "1.018,5 m²"
    assert words["Des de quin dia?"] == "1 d’abril de 2027"
    assert words["Quant val el mobiliari?"] == "1.234,50 €"
    assert words["On és?"] == "plaça Major, 4, baixos, 17000 Vall-llobera"
    assert words["Compte on us tornem la fiança"] == "ES91 2100 0418 4502 0005 1332"
    assert words["Veí 2: Què és?"] == "Tot l’any"
    assert read_again(FORM, answers, "es")[0].lines[-1].name == "neighbours.1.lives"


@pytest.mark.parametrize(
    ("type", "typed", "kept"),
    [
        ("money", "1.234", "1234.00"), ("money", "1234.5", "1234.50"), ("money", "230,40 €", "230.40"),
        ("number", "１２", 12), ("phone", "0044 20 7946 0000", "+442079460000"), ("nif", "x1234567l", "X1234567L"),
        ("nif", "123.456-s", "00123456S"), ("email", "a@b.cat", "a@b.cat"), ("text", "a\x00b\u2028 c", "ab c"),
    ],
)  # fmt: skip
def test_what_people_write_in_their_ways_is_understood(type, typed, kept):
    checked = _one(type, typed)

    assert checked.values.get("it") == kept


@pytest.mark.parametrize(
    ("type", "typed", "sentence"),
    [
        ("number", "sis", "Escriviu un nombre amb xifres. Per exemple, 6."),
        ("money", "1,234,5", "Escriviu l’import en euros. Per exemple, 230,40."),
        ("money", "-3", "Escriviu 0 o més."),
        ("nif", "12345678", "Escriviu-hi també la lletra. La d’aquest número és la Z."),
        ("nif", "12345678A", "Reviseu les xifres i la lletra: amb aquestes xifres, al final hi va Z."),
        ("nif", "AAA123456", "Escriviu el DNI, el NIE o el NIF amb la lletra. Per exemple, 12345678Z."),
        ("iban", "ES9121000418450200051333", "Copieu altre cop l’IBAN: hi ha algun signe que no hi correspon."),
        ("cadastral", "7837301VG8173B0001NN",
         "Copieu altre cop els 20 signes: amb aquests, les dues lletres finals serien TT."),
        ("cadastral", "7837301VG8173B",
         "Escriviu els 20 signes de la referència cadastral. Són al rebut de l’IBI."),
        ("phone", "123", "Escriviu el telèfon amb nou xifres, o amb + i el prefix si és d’un altre país."),
        ("email", "a@b", "Escriviu l’adreça electrònica sencera. Per exemple, nom@exemple.cat."),
        ("text", "", "Escriviu la resposta."),
        ("yesno", "", "Digueu sí o no."),
    ],
)  # fmt: skip
def test_an_error_says_what_to_write(type, typed, sentence):
    checked = _one(type, typed)

    assert checked.errors == {"it": sentence} and not checked.ok
    assert "it" not in checked.values


def test_the_sheet_may_say_what_to_write_in_its_own_words():
    checked = check(PAGE, {}, {}, "es")

    assert checked.errors["tables"] == "Escriba cuántas mesas quiere poner."
    assert checked.errors["address.postcode"].startswith("Escriba un código postal que exista")
    assert "hours" not in checked.errors and "things" not in checked.errors


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (("30", "2", "2027"), "Escriviu un dia que existeixi. Per exemple, 17 11 2026."),
        (("1", "", "2027"), "Escriviu el dia, el mes i l’any. Per exemple, 17 11 2026."),
        (("1", "1", "2027"), "Escriviu el 17 de novembre de 2026 o un dia anterior."),
    ],
)
def test_a_day_is_one_that_exists_and_within_its_limits(day, sentence):
    posted = {f"it.{part}": [one] for part, one in zip(("day", "month", "year"), day, strict=True)}

    checked = _one("date", posted, today=date(2026, 11, 17), not_after="today")

    assert checked.errors == {"it": sentence}


def test_what_was_typed_wrong_is_kept_and_drawn_again():
    checked = check(
        PAGE, GOOD | {"tables": ["sis"], "neighbours.0.name": [""], "neighbours.0.lives": ["year"]}, {}, "ca"
    )
    again = draw_page(PAGE, checked.answers, "ca")

    assert set(checked.errors) == {"tables", "neighbours.0.name"}
    assert next(f for f in again.fields if f.name == "tables").controls[0].value == "sis"
    assert [one.name for one in missing(FORM, checked.answers)] == ["tables", "neighbours.0.name"]

    mended = check(PAGE, GOOD, checked.answers, "ca")
    assert mended.ok and "_written" not in mended.answers


def test_a_question_that_hangs_on_another_comes_when_it_is_needed():
    without = {name: said for name, said in GOOD.items() if name not in ("hours", "music")}
    drawn = draw_page(PAGE, {}, "ca")
    first = check(PAGE, without | {"music": ["yes"], "_asked": list(drawn.asked)}, {}, "ca")
    again = draw_page(PAGE, first.answers, "ca", checked=first)

    assert "hours" not in drawn.asked and first.stay and not first.errors
    assert again.grew and "hours" in again.asked

    second = check(PAGE, without | {"music": ["yes"], "_asked": list(again.asked)}, first.answers, "ca")
    assert set(second.errors) == {"hours"}
    changed = check(PAGE, without | {"music": ["no"]}, check(PAGE, GOOD, {}, "ca").answers, "ca")
    assert changed.ok and "hours" not in changed.answers


def test_what_hangs_on_what_is_no_longer_said_does_not_count():
    answers = check(PAGE, GOOD, {}, "ca").answers | {"music": False}

    assert "hours" not in live(FORM, answers)


def test_rows_are_added_and_taken_away_by_buttons_without_errors():
    posted = {"_rows.neighbours": ["1"], "neighbours.0.name": ["Anna"], "_add": ["neighbours"]}
    added = check(PAGE, posted, {}, "ca")
    rows = next(
        f for f in draw_page(PAGE, added.answers, "ca", checked=added).fields if f.name == "neighbours"
    ).rows

    assert added.stay and added.errors == {} and len(rows) == 2
    assert rows[0].fields[0].controls[0].value == "Anna"

    posted = {
        "_rows.neighbours": ["3"], "neighbours.0.name": ["A"], "neighbours.1.name": ["B"], "neighbours.2.name": ["C"],
        "_remove": ["neighbours.1"],
    }  # fmt: skip
    assert check(PAGE, posted, {}, "ca").values["neighbours"] == [{"name": "A"}, {"name": "C"}]


def test_rows_do_not_pass_their_limit():
    posted = {"_rows.neighbours": ["999"], "_add": ["neighbours"]}

    drawn = draw_page(PAGE, {}, "ca", checked=check(PAGE, posted, {}, "ca"))

    assert len(next(f for f in drawn.fields if f.name == "neighbours").rows) == 3


def test_what_we_know_is_shown_as_text_until_the_person_says_it_is_not_so():
    known = {"premises": Proposed("Bar de la Plaça", SOURCE)}
    first = draw_page(PAGE, {}, "ca", proposed=known)
    pressed = check(PAGE, {"premises": ["Bar de la Plaça"], "_not_so": ["premises"]}, {}, "ca")
    opened = draw_page(PAGE, pressed.answers, "ca", checked=pressed, proposed=known)

    assert [field.known for field in first.known] == ["Bar de la Plaça"]
    assert first.known[0].hidden == (("premises", "Bar de la Plaça"),)
    assert pressed.stay and not opened.known
    assert next(f for f in opened.fields if f.name == "premises").controls[0].value == "Bar de la Plaça"


def test_the_summary_counts_in_words_and_leads_to_each_control():
    checked = check(PAGE, GOOD | {"tables": [""], "address.town": [""]}, {}, "ca")
    page = draw_page(PAGE, checked.answers, "ca", checked=checked)

    assert page.window_title == "Error: La terrassa"
    assert page.summary == "Falten dues coses en aquesta pàgina"
    assert [where for where, _ in page.errors] == ["f-tables", "f-address-town"]


def test_the_schema_admits_what_is_kept_and_refuses_what_is_not():
    schema = to_json_schema(FORM, "ca")
    jsonschema.Draft202012Validator.check_schema(schema)
    values = check(PAGE, GOOD, {}, "ca").values

    jsonschema.validate(values, schema)
    for broken in ({"tables": 0}, {"when": "never"}, {"plot": "1"}, {"other": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(values | broken, schema)


NAMES = sorted({*GOOD, *WRONG, "_asked", "things", "hours", "neighbours.0.lives", "cost"})
TYPED = st.lists(st.text(max_size=40) | st.sampled_from([v for vs in GOOD.values() for v in vs]), max_size=3)
POSTED = st.dictionaries(st.sampled_from(NAMES), TYPED, max_size=len(NAMES))
BUTTONS = st.dictionaries(
    st.sampled_from(["_add", "_remove", "_not_so"]),
    st.lists(
        st.sampled_from(["neighbours", "neighbours.0", "neighbours.9", "premises", "x", ""]), max_size=2
    ),
)


@settings(max_examples=50, deadline=None)
@given(POSTED, BUTTONS, st.sampled_from(["ca", "es"]))
def test_nothing_that_is_posted_makes_it_fail(posted, buttons, language):
    checked = check(PAGE, posted | buttons, {}, language)

    assert "\\u0000" not in json.dumps(checked.answers)
    json.dumps(checked.answers, ensure_ascii=False).encode()
    draw_page(PAGE, checked.answers, language, checked=checked)
    said(FORM, checked.answers, language)
    missing(FORM, checked.answers, language)


@settings(max_examples=50, deadline=None)
@given(POSTED)
def test_a_checked_answer_said_again_is_accepted(posted):
    posted.pop("_asked", None)
    first = check(PAGE, GOOD | posted, {}, "ca")
    again = check(PAGE, typed_of(PAGE, first.answers), {}, "ca")

    assert {key: again.values.get(key) for key in first.values} == first.values
    assert {name.split(".")[0] for name in again.errors}.isdisjoint(first.values)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
ANYTHING = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=8), PLAIN, max_size=3)
KEYS = [field.key for field in PAGE.fields]


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=len(KEYS)))
def test_what_a_program_sends_is_checked_as_if_it_had_been_typed(sent):
    got = received(FORM, sent)

    again = received(FORM, got.values)
    assert {key: again.values.get(key) for key in got.values} == got.values
    said(FORM, sent, "es")
    draw_page(PAGE, sent, "ca")


def test_a_program_may_send_the_same_answers():
    values = check(PAGE, GOOD, {}, "ca").values

    assert received(FORM, values | {"cost": 1234.5, "music": "yes"}).values == values
    wrong = received(FORM, values | {"music": "perhaps", "address": "carrer Nou", "tables": True})
    assert {one.name for one in wrong.missing} >= {"music", "address.street", "tables"}
