"""Where and how a party is reached, and the mark of protected person."""

from datetime import date
from typing import Any

import pytest

from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.parties import seat
from consistori.parties.models import Party, WayChoice
from consistori.parties.selectors import opened_party, search_parties
from consistori.parties.services import (
    PartyExists,
    add_address,
    add_channel,
    add_identifier,
    correct_party,
    mark_protected,
    set_preference,
    verify_channel,
)
from consistori.parties.services.reaching import MustGoElectronic


def test_a_new_identifier_is_the_main_one_and_the_old_still_finds(laia: Party, clerk: Any) -> None:
    add_identifier(laia, by=clerk, value="X1234567L")

    assert laia.identifier == "X1234567L"
    assert search_parties("12345678Z") == search_parties("X1234567L") == [laia]


def test_nobody_takes_the_number_of_another(laia: Party, bakery: Party, clerk: Any) -> None:
    with pytest.raises(PartyExists):
        add_identifier(bakery, by=clerk, value="12345678Z")
    with pytest.raises(AlreadyDone):
        add_identifier(laia, by=clerk, value="12345678Z")


def test_a_new_address_ends_the_one_before_and_keeps_it(laia: Party, clerk: Any) -> None:
    add_address(laia, by=clerk, lines="Carrer Nou, 1", postcode="17999", place="Vall-llobera")

    assert [(a.lines, a.until) for a in laia.addresses.order_by("id")] == [
        ("Plaça de l’Església, 3", today()),
        ("Carrer Nou, 1", None),
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"lines": " "}, "lines"), ({"lines": "Carrer", "postcode": "99999"}, "postcode")],
)
def test_a_wrong_address_names_its_field(laia: Party, clerk: Any, fields: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        add_address(laia, by=clerk, **fields)

    assert refusal.value.field == field


def test_a_channel_is_verified_once(laia: Party, clerk: Any) -> None:
    channel = add_channel(laia, by=clerk, kind="phone", value="00 34 972 00 00 00")

    assert (channel.kind, channel.value, channel.is_verified) == ("phone", "+34972000000", False)
    verify_channel(channel, by=clerk)
    assert channel.is_verified
    with pytest.raises(AlreadyDone):
        verify_channel(channel, by=clerk)


def test_a_mobile_is_known_by_its_figures(laia: Party, clerk: Any) -> None:
    assert add_channel(laia, by=clerk, kind="phone", value="611 111 111").kind == "mobile"


def test_a_day_that_is_no_working_day_at_the_seat_does_not_count(
    laia: Party, clerk: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(seat, "_told", [lambda: {date(2026, 6, 11)}])

    assert set_preference(laia, by=clerk, way="electronic", told_on=date(2026, 6, 8)).effective_on == date(
        2026, 6, 16
    )


def test_a_choice_takes_effect_the_fifth_working_day(laia: Party, clerk: Any) -> None:
    choice = set_preference(laia, by=clerk, way="electronic", told_on=date(2026, 6, 8))

    opened = opened_party(clerk, laia.pk)

    assert choice.effective_on == date(2026, 6, 15)
    assert opened.way_on(date(2026, 6, 12)) == "paper"
    assert opened.way_on(date(2026, 6, 15)) == "electronic"


def test_who_is_obliged_cannot_choose_paper_and_is_told_why(bakery: Party, clerk: Any) -> None:
    with pytest.raises(MustGoElectronic) as refusal:
        set_preference(bakery, by=clerk, way="paper")

    assert refusal.value.article == "Llei 39/2015, art. 14.2.a"
    assert opened_party(clerk, bakery.pk).way_on(today()) == "electronic"


def test_nobody_tells_us_tomorrow(laia: Party, clerk: Any) -> None:
    with pytest.raises(BadInput):
        set_preference(laia, by=clerk, way="paper", told_on=date(2999, 1, 1))
    assert not WayChoice.objects.exists()


def test_data_are_corrected_once_and_the_late_one_is_told(laia: Party, clerk: Any) -> None:
    correct_party(laia, by=clerk, version=1, surname1="Riubregós")

    with pytest.raises(Stale):
        correct_party(laia, by=clerk, version=1, surname1="Altre")
    assert search_parties("riubregos") == [laia]


def test_a_protected_person_is_hidden_from_the_clerk_and_not_from_the_secretary(
    laia: Party, clerk: Any, secretary: Any
) -> None:
    mark_protected(laia, by=secretary)

    for_clerk, for_secretary = opened_party(clerk, laia.pk), opened_party(secretary, laia.pk)

    assert (for_clerk.addresses, for_clerk.channels) == ([], [])
    assert not for_clerk.shown.may_publish
    assert for_secretary.addresses and for_secretary.channels


def test_only_the_secretary_or_the_administrator_marks(laia: Party, clerk: Any, administrator: Any) -> None:
    with pytest.raises(NotPermitted) as refusal:
        mark_protected(laia, by=clerk)
    assert refusal.value.article

    mark_protected(laia, by=administrator)
    with pytest.raises(AlreadyDone):
        mark_protected(laia, by=administrator)


def test_a_firm_is_not_protected(bakery: Party, secretary: Any) -> None:
    with pytest.raises(BadInput):
        mark_protected(bakery, by=secretary)


def test_who_is_not_there_is_not_there(at_work: Any, clerk: Any, outsider: Any, hire: Any, town: Any) -> None:
    from consistori.kernel.identifiers import uuid7

    with pytest.raises(NotHere):
        opened_party(clerk, uuid7())
    with pytest.raises(NotPermitted):
        opened_party(hire(town, "opposition", "Ona", "Contra"), uuid7())


def test_opening_a_party_costs_six_statements(laia: Party, clerk: Any, statements: Any) -> None:
    with statements() as s:
        opened_party(clerk, laia.pk)

    assert s.count <= 6, s.sql
