"""Conditions of guides: what they may ask, and what is refused before it is ever evaluated."""

from __future__ import annotations

import pytest

from consistori.guides.rules.expressions import LONGEST, ExpressionFault, condition

FACTS = {"series": "F302", "applicants": 2, "documents": 5, "reserved": False, "silence": "positive"}
FUNCTIONS = {
    "done": lambda code: code == "04",
    "skipped": lambda key: False,
    "answer": lambda field: {"amount": 12000.0, "where": "plaça"}.get(field, ""),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("applicants > 1", True),
        ("applicants > 1 and not done('04')", False),
        ('done("04") or done("08")', True),
        ("series in ('F301', 'F302')", True),
        ("series not in ('F301', 'F302')", False),
        ("answer('amount') >= 3000", True),
        ("answer('where') == 'plaça'", True),
        ("not reserved", True),
        ("1 < applicants <= 2", True),
        ("silence == 'negative'", False),
        ("documents == -1", False),
    ],
)
def test_it_answers_of_a_case(text: str, holds: bool) -> None:
    assert condition(text).holds(FACTS, FUNCTIONS) is holds


@pytest.mark.parametrize(
    "text", ["answer('where') > 3", "days_open > 10", "answer('none') > 1", "has_document('TD14')"]
)
def test_what_the_case_does_not_say_is_no_answer(text: str) -> None:
    assert condition(text).holds(FACTS, FUNCTIONS) is None


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "'a' * 10**9",
        "'%1000000000d' % 1",
        "[x for x in range(10**9)]",
        "(lambda: 1)()",
        "().__class__.__bases__",
        "series.__class__",
        "series.upper()",
        "'{0.__class__}'.format(series)",
        "open('/etc/passwd')",
        "__import__('os')",
        "done(series)",
        "done('04', '05')",
        "done(code='04')",
        "done(4)",
        "done",
        "series[0]",
        "f'{series}'",
        "x := 1",
        "1 if reserved else 2",
        "while True: pass",
        "series == None",
        "b'a' == b'b'",
        "unknown > 1",
        "1 << 1000000000",
        "applicants + 1 > 2",
        "{'a': 1}",
        "await series",
        "*series",
        "",
        "   ",
        "(" * 250 + "1" + ")" * 250,
        "not " * 60 + "reserved",
        "-" * 290 + "1",
        "reserved and " * 40 + "reserved",
        "a" * (LONGEST + 1),
        "series == 'a' # \x00",
    ],
)
def test_what_is_not_a_comparison_is_refused(text: str) -> None:
    with pytest.raises(ExpressionFault) as refused:
        condition(text)

    assert str(refused.value.sentence)


def test_it_asks_only_what_it_names() -> None:
    read = condition("applicants > 1 and answer('amount') > 3")

    assert read.names == {"applicants"}
    assert read.calls == {"answer"}
