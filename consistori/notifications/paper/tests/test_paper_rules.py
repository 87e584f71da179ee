"""Who may take it, how it is announced, what a scanner reads, and where the address stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consistori.deadlines.rules import Calendar
from consistori.notifications.paper.rules import announcing, codes
from consistori.notifications.paper.rules.attempts import Result
from consistori.notifications.paper.rules.taking import Taker, may_take
from consistori.notifications.paper.rules.window import LEFT, RIGHT, Box

SEAT = [Calendar.of("Vall-llobera", [], [2026])]

TAKERS = [
    # who                   name     number      over 14 tax    person  may   reason
    (Taker.ADDRESSEE, "Laia", "12345678Z", True, False, True, True, "addressee"),
    (Taker.REPRESENTATIVE, "Pere", "12345678Z", True, False, True, True, "representative"),
    (Taker.AT_HOME, "Joan", "12345678Z", True, False, True, True, "at_home"),
    (Taker.AT_HOME, "Nil", "12345678Z", False, False, True, False, "too_young"),
    (Taker.AT_HOME, "Joan", " ", True, False, True, False, "no_identity"),
    (Taker.AT_HOME, "", "12345678Z", True, False, True, False, "no_name"),
    (Taker.AT_FIRM, "Marta", "12345678Z", True, False, False, True, "at_firm"),
    (Taker.AT_FIRM, "Marta", "12345678Z", True, False, True, False, "not_a_firm"),
    (Taker.PORTER, "Quim", "12345678Z", True, True, True, True, "porter"),
    (Taker.PORTER, "Quim", "12345678Z", True, False, True, False, "porter_only_taxes"),
]


@pytest.mark.parametrize("taker,name,identifier,over_14,is_tax,is_person,ok,reason", TAKERS)
def test_whoever_is_over_fourteen_and_says_who_they_are_takes_it(
    taker, name, identifier, over_14, is_tax, is_person, ok, reason
):
    answer = may_take(
        taker, name=name, identifier=identifier, is_over_14=over_14, is_tax=is_tax, is_person=is_person
    )

    assert (bool(answer), answer.reason) == (ok, reason)
    assert "42.2" in answer.article or "111.1" in answer.article


def test_an_announcement_names_by_the_whole_number_and_never_beside_the_name():
    shown = announcing.called("Laia Riubrugent Pou", "12345678-Z")

    assert (shown.words, shown.is_number) == ("12345678Z", True)


def test_the_name_is_announced_only_where_there_is_no_document():
    shown = announcing.called("Amadou Diallo", "")

    assert (shown.words, shown.is_number) == ("Amadou Diallo", False)


def test_a_tax_that_is_announced_is_notified_the_day_after_fifteen_natural_days():
    counted = announcing.tax_term(date(2026, 10, 5), SEAT)  # E57

    assert counted.last_day == date(2026, 10, 20)
    assert announcing.tax_notified_on(counted) == date(2026, 10, 21)


def test_without_its_calendar_nobody_says_when_a_tax_is_notified():
    counted = announcing.tax_term(date(2027, 10, 5), SEAT)

    assert announcing.tax_notified_on(counted) is None


def test_any_other_act_is_notified_on_the_day_of_the_journal():
    assert announcing.notified_on(date(2026, 10, 5)) == date(2026, 10, 5)


@pytest.mark.parametrize(
    "facts,is_brief,article",
    [
        ({}, False, "44"),
        ({"is_tax": True}, True, "112"),
        ({"is_protected": True}, True, "46"),
        ({"would_harm": True, "is_tax": True}, True, "46"),
        ({"has_others": True}, True, "46"),
    ],
)
def test_what_would_harm_is_announced_in_brief(facts, is_brief, article):
    asked = dict.fromkeys(("is_tax", "is_protected", "would_harm", "has_others"), False) | facts

    shape = announcing.shape_of(**asked)

    assert shape.is_brief == is_brief and article in shape.article


NUMBERS = some.integers(1, 9_999_999)


def code(number: int) -> str:
    return codes.code_of("VLL", f"N2026-{number:06d}")


def test_a_scanner_and_a_hand_give_the_same_number():
    written = code(123)

    assert written[:-1] == "VLL260000123"
    assert codes.number_of(f" {codes.in_groups(written).lower()} ", "VLL") == "N2026-000123"
    assert codes.number_of("n2026-000123", "VLL") == "N2026-000123"


@given(NUMBERS, some.integers(0, 9), some.integers(0, 9))
def test_a_wrong_figure_is_always_caught(number, place, figure):
    written = code(number)
    wrong = written[: 3 + place] + str(figure) + written[4 + place :]
    if wrong == written:
        return

    with pytest.raises(codes.NotADelivery, match="control"):
        codes.number_of(wrong, "VLL")


@given(NUMBERS, some.integers(0, 8))
def test_two_figures_exchanged_are_always_caught(number, place):
    figures = list(code(number)[3:])
    figures[place], figures[place + 1] = figures[place + 1], figures[place]
    wrong = f"VLL{''.join(figures)}"
    if wrong == code(number):
        return

    with pytest.raises(codes.NotADelivery, match="control"):
        codes.number_of(wrong, "VLL")


@pytest.mark.parametrize("read,why", [("", "form"), ("R1", "form"), ("VLL12", "form"), ("CAS2600001230", "")])
def test_what_is_of_no_delivery_here_is_said(read, why):
    other = codes.code_of("CAS", "N2026-000123")

    with pytest.raises(codes.NotADelivery, match=why or "town"):
        codes.number_of(read if why else other, "VLL")


def test_each_result_has_its_bars():
    assert set(codes.RESULTS.values()) == set(Result)
    assert codes.RESULTS["R1"] is Result.DELIVERED


@pytest.mark.parametrize("envelope,seen", [(RIGHT, Box(100, 45, 190, 79)), (LEFT, Box(20, 45, 110, 79))])
def test_however_the_letter_lies_the_address_is_seen(envelope, seen):
    assert envelope.always_seen == seen
    assert envelope.ever_seen.holds(envelope.always_seen)
    assert envelope.ever_seen.left >= 0
