"""By which way each is notified, and why (R-NOT-05, 06, 07, 11, 13; R-ELE-01, 02, 03; R-REP-12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.notifications.rules.channel import ChannelFacts, Told, Why, counts_from, decide
from consistori.parties.rules.channels import PartyKind, Way, duty_to_go_electronic

FREE = duty_to_go_electronic(PartyKind.NATURAL)
FIRM = duty_to_go_electronic(PartyKind.LEGAL)
COMMUNITY = duty_to_go_electronic(PartyKind.UNINCORPORATED)
ARCHITECT = duty_to_go_electronic(PartyKind.NATURAL, professional=True)
AGENT = duty_to_go_electronic(PartyKind.NATURAL, represents_obliged=True)
CLERK = duty_to_go_electronic(PartyKind.NATURAL, public_employee=True)
OF_GROUP = duty_to_go_electronic(PartyKind.NATURAL, obliging_rule="Ordenança 3/2025")
EX_OFFICIO = {"duty": FIRM, "begun_by_party": False}
E, P = Way.ELECTRONIC, Way.PAPER
DAY = date(2026, 6, 12)
NOTICE = date(2026, 6, 8)


def told(way: str, on: date) -> Told:
    return Told(way, on, counts_from(on))


@pytest.mark.parametrize(
    ("said", "way", "why", "lapses", "article"),
    [
        ({"duty": FIRM}, E, Why.OBLIGED, True, "14.2.a"),
        ({"duty": COMMUNITY}, E, Why.OBLIGED, True, "14.2.b"),
        ({"duty": ARCHITECT}, E, Why.OBLIGED, True, "14.2.c"),
        ({"duty": AGENT}, E, Why.OBLIGED, True, "14.2.d"),
        ({"duty": CLERK}, E, Why.OBLIGED, True, "14.2.e"),
        ({"duty": OF_GROUP}, E, Why.OBLIGED, True, "14.3; Ordenança 3/2025"),
        ({}, P, Why.NEVER_CHOSE, False, "14.1"),
        ({"chose": "electronic"}, E, Why.CHOSE_ELECTRONIC, True, "41.3"),
        ({"chose": "paper"}, P, Why.CHOSE_PAPER, False, "41.3"),
        ({"duty": FIRM, "chose": "paper"}, E, Why.OBLIGED, True, "14.2.a"),
        ({"duty": FIRM, "has_unconvertible": True}, P, Why.UNCONVERTIBLE, False, "41.2.a"),
        ({"chose": "electronic", "pays": True}, P, Why.PAYS, False, "41.2.b"),
        ({"duty": FIRM, "by_hand": "asked_at_counter"}, P, Why.ASKED_AT_COUNTER, False, "41.1.a"),
        ({"by_hand": "delivered_by_employee"}, P, Why.DELIVERED_BY_EMPLOYEE, False, "41.1.b"),
        ({**EX_OFFICIO, "has_line": False}, P, Why.FIRST_WITHOUT_LINE, False, "43.2"),
        ({**EX_OFFICIO, "has_line": True}, E, Why.OBLIGED, True, "14.2.a"),
        ({**EX_OFFICIO, "has_line": False, "was_notified": True}, E, Why.OBLIGED, True, "14.2.a"),
        ({"duty": FIRM, "has_line": False}, E, Why.OBLIGED, True, "14.2.a"),
    ],
)  # fmt: skip
def test_the_way_of_each(said: dict[str, Any], way: Way, why: Why, lapses: bool, article: str) -> None:
    found = decide(ChannelFacts(on=DAY, **{"duty": FREE, **said}))

    assert (found.way, found.why, found.lapses) == (way, why, lapses)
    assert found.article.endswith(article)
    assert found.warns_next_electronic == (why == Why.FIRST_WITHOUT_LINE)


def test_a_change_counts_from_the_fifth_working_day() -> None:
    # R-ELE-03: told on Monday 8, it counts from Monday 15; what is issued on Friday 12 goes by the way before.
    facts = {"duty": FREE, "told": (told("electronic", date(2026, 1, 7)), told("paper", NOTICE))}

    before = decide(ChannelFacts(on=DAY, **facts))
    after = decide(ChannelFacts(on=date(2026, 6, 15), **facts))

    assert (before.way, before.why, before.lapses) == (Way.ELECTRONIC, Why.CHANGE_NOT_YET, True)
    assert before.effective_on == date(2026, 6, 15)
    assert (after.way, after.why, after.lapses) == (Way.PAPER, Why.CHOSE_PAPER, False)


def test_who_never_chose_and_has_just_asked_for_it_waits_too() -> None:
    found = decide(ChannelFacts(on=DAY, duty=FREE, told=(told("electronic", NOTICE),)))

    assert (found.way, found.why, found.lapses) == (Way.PAPER, Why.CHANGE_NOT_YET, False)


def test_what_the_application_chose_counts_at_once_and_a_later_change_after_it() -> None:
    facts = {"duty": FREE, "chose": "electronic", "chose_on": date(2026, 6, 1)}

    asked_before = decide(ChannelFacts(on=DAY, told=(told("paper", date(2026, 5, 1)),), **facts))
    asked_since = decide(ChannelFacts(on=date(2026, 6, 15), told=(told("paper", NOTICE),), **facts))

    assert asked_before.way == Way.ELECTRONIC
    assert asked_since.way == Way.PAPER


def test_holidays_do_not_count_among_the_five() -> None:
    assert counts_from(NOTICE) == date(2026, 6, 15)
    assert counts_from(NOTICE, {date(2026, 6, 10)}) == date(2026, 6, 16)
