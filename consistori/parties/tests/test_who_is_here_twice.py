"""Who may be entered twice is proposed with its reasons, and nobody else."""

from __future__ import annotations

from itertools import combinations
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistori.kernel.errors import AlreadyDone, NotPermitted
from consistori.parties.likeness import look_for_duplicates, page_of_duplicates, twins_of
from consistori.parties.models import Duplicate, Party
from consistori.parties.rules.duplicates import Facts, Why, alike, likeness
from consistori.parties.services import add_party, dismiss_duplicate, mark_protected, unite_parties
from consistori.tenancy.scope import working_for

ROOM = UUID(int=7)


def facts(name: str, place: int = 0, **more: Any) -> Facts:
    sets = {key: frozenset(value) for key, value in more.items() if key != "kind"}
    return Facts(id=uuid5(ROOM, f"{name}{place}"), kind=more.get("kind", "natural"), name=name, **sets)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (facts("Laia Mas"), facts("Mas, Laia", 1), {Why.SAME_NAME}),
        (facts("Laia Mas Pou", emails={"a"}), facts("Laia Mas", 1, emails={"a"}), {Why.NEAR_NAME, Why.SAME_EMAIL}),
        (facts("Laia Mas Pou"), facts("Laia Mas", 1), set()),
        (facts("Joan Mas", phones={"1"}), facts("Laia Mas", 1, phones={"1"}), set()),
        (facts("Laia Mas", numbers={("dni", "1A")}), facts("Laia Mas", 1, numbers={("dni", "2B")}), set()),
        (facts("Laia Mas", numbers={("nie", "X1")}), facts("Laia Mas", 1, numbers={("dni", "2B")}), {Why.SAME_NAME}),
        (facts("Forn Mas"), facts("Forn Mas", 1, kind="legal"), set()),
        (
            facts("L. M.", numbers={("other", "12345678")}), facts("Laia Mas", 1, numbers={("dni", "12345678Z")}),
            {Why.SAME_NUMBER},
        ),
    ],
)  # fmt: skip
def test_for_what_reasons_two_are_proposed(one: Facts, other: Facts, reasons: set[Why]) -> None:
    found = likeness(one, other)

    assert bool(found) == bool(reasons)
    assert not reasons or {reason.why for reason in found.reasons} == reasons
    assert likeness(other, one).weight == found.weight


NAME = st.lists(st.sampled_from(["Laia", "Joan", "Mas", "Mass", "Pou", "Puig", "de"]), min_size=1, max_size=4)


@given(st.lists(st.tuples(NAME, st.sets(st.sampled_from("ab")), st.sets(st.sampled_from("xy"))), max_size=12))
@settings(deadline=None)
def test_by_blocks_the_same_are_found_as_one_by_one(rows: list[Any]) -> None:
    people = [
        facts(" ".join(name), place, emails=emails, phones=phones)
        for place, (name, emails, phones) in enumerate(rows)
    ]
    by_blocks = {frozenset((one.id, other.id)) for one, other, _why in alike(people)}

    assert by_blocks == {frozenset((a.id, b.id)) for a, b in combinations(people, 2) if likeness(a, b)}


def test_each_night_finds_them_and_what_was_said_is_not_asked_again(laia: Party, clerk: Any) -> None:
    twin = add_party(by=clerk, name="Laia", surname1="Riubrugent", email="LAIA@example.cat")
    add_party(by=clerk, name="Joan", surname1="Mas", email="laia@example.cat")
    assert look_for_duplicates() == 1
    [pair] = page_of_duplicates(clerk).pairs
    assert {pair.one, pair.other} == {laia, twin}
    assert any("laia@example.cat" in reason for reason in pair.reasons)

    dismiss_duplicate(pair.proposal, by=clerk)

    assert look_for_duplicates() == 0
    assert twins_of(laia) == []
    with pytest.raises(AlreadyDone):
        dismiss_duplicate(Duplicate.objects.get(), by=clerk)


def test_those_united_are_proposed_no_more(laia: Party, clerk: Any) -> None:
    twin = add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou")
    look_for_duplicates()
    unite_parties(laia, twin, by=clerk)

    assert page_of_duplicates(clerk).pairs == []
    assert look_for_duplicates() == 0


def test_how_a_protected_person_is_reached_is_not_among_the_reasons(
    laia: Party, clerk: Any, secretary: Any
) -> None:
    add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou", email="laia@example.cat")
    look_for_duplicates()
    mark_protected(laia, by=secretary)

    assert "laia@" not in str(page_of_duplicates(clerk).pairs[0].reasons)
    assert "laia@" in str(page_of_duplicates(secretary).pairs[0].reasons)


def test_whoever_sees_no_people_and_the_outsider_are_told_nothing(
    town: Any, other_town: Any, clerk: Any, outsider: Any, hire: Any
) -> None:
    with working_for(town):
        for _time in range(2):
            add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou")
        assert look_for_duplicates() == 1
        with pytest.raises(NotPermitted):
            page_of_duplicates(hire(town, "external", "Toni", "Fora"))
        with pytest.raises(NotPermitted):
            dismiss_duplicate(Duplicate.objects.get(), by=hire(town, "auditor", "Anna", "Ull"))

    with working_for(other_town):
        assert look_for_duplicates() == 0
        assert page_of_duplicates(outsider).pairs == []
