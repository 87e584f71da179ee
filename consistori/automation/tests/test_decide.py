"""What a rule decides, as a table: it says yes to what is clear, passes the rest to a person, and never says no."""

from uuid import uuid4

import pytest

from consistori.automation.rules.deciding import What, Why, decide
from consistori.automation.rules.patching import put
from consistori.automation.rules.trial import differs
from consistori.guides.rules.expressions import read_condition
from consistori.kernel.offers import Found, Known, Subject

NAMES = {"own": "", "people": ""}
SUBJECT = Subject("paper", uuid4(), "E2026000001")


def known(**values):
    return {name: Known(value, "padró", "a" * 64) for name, value in values.items()}


def holds(text):
    return read_condition(text, NAMES, {"answer": ""}).holds


@pytest.mark.parametrize(
    ("text", "values", "doubts", "is_act", "what", "why"),
    [
        ("own and people < 4", {"own": True, "people": 3}, (), True, What.DO, Why.HOLDS),
        ("own and people < 4", {"own": True, "people": 4}, (), True, What.PASS, Why.DOES_NOT_HOLD),
        ("own and people < 4", {"own": True, "people": 4}, (), False, What.NOTHING, Why.DOES_NOT_HOLD),
        ("people < 4", {"own": True}, (), True, What.PASS, Why.NOT_SAID),
        ("people < 4", {"people": "tres"}, (), True, What.PASS, Why.NOT_SAID),
        ("own", {"own": True}, ("Hi viu algú protegit.",), True, What.PASS, Why.ROOM),
        ("own", {"own": True}, ("Hi viu algú protegit.",), False, What.PASS, Why.ROOM),
    ],
)
def test_what_is_clear_is_done_and_the_rest_is_of_a_person(text, values, doubts, is_act, what, why):
    made = decide(Found(SUBJECT, known(**values), doubts=doubts), holds(text), is_administrative=is_act)

    assert (made.what, made.why) == (what, why)
    assert {one.name for one in made.inputs} == set(values)


def test_without_a_condition_it_is_always_done():
    assert decide(Found(SUBJECT, {}), None).what == What.DO


def test_what_was_asked_of_the_form_is_an_input_too():
    found = Found(
        SUBJECT, {}, answers=lambda name: Known("6", "E2026000001", "b" * 64) if name == "tables" else None
    )

    made = decide(found, holds('answer("tables") == "6" and answer("other") == ""'))

    assert made.what == What.DO
    assert [one.name for one in made.inputs] == ['answer("tables")']


@pytest.mark.parametrize(
    ("would_do", "ended", "kind"),
    [
        (True, "refused", "against"), (True, "waiting", "sooner"), (True, "done", ""), (False, "done", "left"),
        (False, "refused", ""), (False, "waiting", ""),
    ],
)  # fmt: skip
def test_where_it_would_have_differed(would_do, ended, kind):
    assert differs(would_do, ended) == kind


TEXT = 'code = "A"\nif = "own"\nper_hour = 60\n\n[design]\nca = "if = no"\n'


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"if": 'span == "alone"'}, "if = 'span == \"alone\"'"),
        ({"per_hour": 5}, "per_hour = 5"),
        ({"passes_to": "secretary"}, 'passes_to = "secretary"'),
        ({"if": "a == 'b' and c == \"d\""}, 'if = "a == \'b\' and c == \\"d\\""'),
    ],
)
def test_a_form_changes_one_line_and_leaves_the_rest(said, line):
    import tomllib

    text = put(TEXT, said)

    assert line in text.splitlines() and text.endswith('[design]\nca = "if = no"\n')
    key, value = next(iter(said.items()))
    assert tomllib.loads(text)[key] == value
