"""Who will probably not open theirs, and what the law lets be done: a table."""

from __future__ import annotations

from datetime import date

import pytest

from consistori.desk.saving.rules import Do, Known, Sign, days_left, is_at_risk, signs_of, ways_of

ALL = dict.fromkeys(("has_entered", "has_email", "has_mobile", "has_phone"), True)
NONE = {"has_bounced": False, "is_obliged": True}

PEOPLE = [
    # what is known besides                                            signs                         at risk
    ({}, (), False),
    ({"has_entered": False}, (Sign.NEVER_ENTERED,), True),
    ({"has_bounced": True}, (Sign.BOUNCED,), True),
    ({"has_mobile": False, "has_phone": False}, (Sign.NO_PHONE,), False),
    ({"has_email": False, "has_mobile": False}, (Sign.NO_LINE,), True),
    ({"has_email": False}, (), False),
    ({"has_email": False, "has_mobile": False, "has_phone": False}, (Sign.NO_LINE, Sign.NO_PHONE), True),
]


@pytest.mark.parametrize("said,signs,at_risk", PEOPLE)
def test_the_signs_that_it_will_not_be_opened(said, signs, at_risk):
    found = signs_of(Known(**{**ALL, **NONE, **said}))

    assert (found, is_at_risk(found)) == (signs, at_risk)


WAYS = [
    # what is known besides                               what          may     reason             article
    ({}, Do.REMIND, True, "", "41.6"),
    ({"has_bounced": True}, Do.REMIND, False, "nowhere_to_tell", "41.6"),
    ({"has_email": False, "has_mobile": False}, Do.REMIND, False, "nowhere_to_tell", "41.6"),
    ({"has_mobile": False, "has_phone": False}, Do.CALL, False, "no_number", "41.6"),
    ({"has_mobile": False}, Do.CALL, True, "", "41.6"),
    ({}, Do.BY_HAND, True, "", "41.1.b"),
    ({}, Do.PAPER, False, "obliged", "14.2"),
    ({"is_obliged": False}, Do.PAPER, True, "if_they_ask", "3.2"),
]


@pytest.mark.parametrize("said,what,ok,reason,article", WAYS)
def test_what_may_be_done_and_why_not(said, what, ok, reason, article):
    ways = {way.what: way for way in ways_of(Known(**{**ALL, **NONE, **said}))}

    assert (ways[what].ok, ways[what].reason) == (ok, reason)
    assert ways[what].article.endswith(article)


@pytest.mark.parametrize("on,left", [(date(2026, 6, 6), 6), (date(2026, 6, 11), 1), (date(2026, 6, 12), 0)])
def test_the_days_that_are_left(on, left):
    assert days_left(date(2026, 6, 11), on) == left
