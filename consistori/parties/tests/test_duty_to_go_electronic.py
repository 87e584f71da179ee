"""R-ELE-01 to 03: who must go electronic and why, and when a change of channel takes effect."""

from datetime import date

import pytest

from consistori.parties.rules.channels import (
    ChannelChange,
    Way,
    change_takes_effect_on,
    duty_to_go_electronic,
    may_be_assisted,
    way_on,
)

DUTIES = [
    ("legal", {}, True, "legal_person", "Llei 39/2015, art. 14.2.a"),
    ("unincorporated", {}, True, "without_personality", "Llei 39/2015, art. 14.2.b"),
    ("administration", {}, True, "administration", "Llei 40/2015, art. 3.2"),
    ("natural", {"professional": True}, True, "professional", "Llei 39/2015, art. 14.2.c"),
    ("natural", {"represents_obliged": True}, True, "represents_obliged", "Llei 39/2015, art. 14.2.d"),
    ("natural", {"public_employee": True}, True, "public_employee", "Llei 39/2015, art. 14.2.e"),
    (
        "natural",
        {"obliging_rule": "Ordenança 7, art. 3"},
        True,
        "ordinance",
        "Llei 39/2015, art. 14.3; Ordenança 7, art. 3",
    ),
    ("natural", {}, False, "natural_person", "Llei 39/2015, art. 14.1"),
]

EFFECTS = [  # RD 203/2021, art. 3.2
    (date(2026, 6, 8), (), date(2026, 6, 15)),
    (date(2026, 6, 12), (), date(2026, 6, 19)),
    (date(2026, 6, 13), (), date(2026, 6, 19)),
    (date(2026, 6, 22), (date(2026, 6, 24),), date(2026, 6, 30)),
    (date(2026, 12, 24), (date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)), date(2027, 1, 4)),
]


@pytest.mark.parametrize(("kind", "traits", "obliged", "reason", "article"), DUTIES)
def test_the_duty_comes_with_its_reason_and_article(
    kind: str, traits: dict[str, object], obliged: bool, reason: str, article: str
) -> None:
    duty = duty_to_go_electronic(kind, **traits)  # type: ignore[arg-type]

    assert (duty.ok, duty.reason, duty.article) == (obliged, reason, article)
    assert may_be_assisted(duty) is not obliged


@pytest.mark.parametrize(("told_on", "holidays", "effect"), EFFECTS)
def test_a_change_of_channel_takes_effect_the_fifth_working_day(
    told_on: date, holidays: tuple[date, ...], effect: date
) -> None:
    assert change_takes_effect_on(told_on, holidays) == effect


def test_a_notification_issued_before_the_effect_still_uses_the_old_channel() -> None:
    duty = duty_to_go_electronic("natural")
    change = ChannelChange(Way.ELECTRONIC, date(2026, 6, 8))

    assert way_on(date(2026, 6, 12), duty=duty, changes=[change]) is Way.PAPER
    assert way_on(date(2026, 6, 15), duty=duty, changes=[change]) is Way.ELECTRONIC


def test_the_last_choice_in_effect_counts() -> None:
    duty = duty_to_go_electronic("natural")
    changes = [ChannelChange(Way.PAPER, date(2026, 7, 1)), ChannelChange(Way.ELECTRONIC, date(2026, 6, 8))]

    assert way_on(date(2026, 7, 20), duty=duty, changes=changes) is Way.PAPER


def test_an_obliged_party_has_no_choice() -> None:
    change = ChannelChange(Way.PAPER, date(2026, 1, 1))

    assert way_on(date(2026, 6, 1), duty=duty_to_go_electronic("legal"), changes=[change]) is Way.ELECTRONIC
