"""The mark of protected person is never lost on the way: neither by uniting nor by undoing."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.parties.models import Party
from consistori.parties.services import add_party, mark_protected, separate_parties, unite_parties
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline


@pytest.fixture
def twin(at_work: Any, clerk: Any) -> Party:
    return add_party(by=clerk, name="Laia", surname1="Riubrugent")


def again(party: Party) -> Party:
    found: Party = Party.objects.get(pk=party.pk)
    return found


def marks(*parties: Party) -> list[bool]:
    return [again(party).is_protected for party in parties]


def test_who_was_marked_while_they_were_one_stays_marked_in_both(
    laia: Party, twin: Party, clerk: Any, secretary: Any
) -> None:
    merge = unite_parties(laia, twin, by=clerk)
    mark_protected(again(laia), by=secretary)

    separate_parties(merge, by=clerk)

    assert marks(laia, twin) == [True, True]


def test_the_mark_of_the_last_one_reaches_those_below(
    laia: Party, twin: Party, clerk: Any, secretary: Any
) -> None:
    third = add_party(by=clerk, name="L.", surname1="Riubrugent")
    inner = unite_parties(twin, third, by=clerk)
    outer = unite_parties(laia, again(twin), by=clerk)
    mark_protected(again(laia), by=secretary)

    separate_parties(inner, by=clerk)
    separate_parties(outer, by=clerk)

    assert marks(laia, twin, third) == [True, True, True]


def test_taken_off_while_they_are_one_it_is_off_in_both_but_who_came_with_it_keeps_hers(
    laia: Party, twin: Party, clerk: Any, secretary: Any
) -> None:
    third = add_party(by=clerk, name="L.", surname1="Riubrugent")
    mark_protected(third, by=secretary)
    merges = [unite_parties(laia, twin, by=clerk), unite_parties(again(laia), again(third), by=clerk)]
    mark_protected(again(laia), by=secretary, protected=False)
    mark_protected(again(laia), by=secretary)
    assert marks(laia, twin, third) == [True, True, True]
    mark_protected(again(laia), by=secretary, protected=False)

    for merge in merges:
        separate_parties(merge, by=clerk)

    assert marks(laia, twin, third) == [False, False, True]


def test_whoever_was_protected_before_protects_nobody_for_ever(
    laia: Party, twin: Party, clerk: Any, secretary: Any
) -> None:
    mark_protected(laia, by=secretary)

    separate_parties(unite_parties(again(laia), twin, by=clerk), by=clerk)

    assert marks(laia, twin) == [True, False]


def test_a_clerk_who_undoes_takes_no_mark_off_and_is_told(
    town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    with working_for(town):
        laia, twin = (add_party(by=clerk, name="Laia", surname1="Riubrugent") for _time in range(2))
        mark_protected(twin, by=secretary)
        merge = unite_parties(laia, again(twin), by=clerk)
    here = f"/e/vall-llobera/desk/parties/merges/{merge.pk}/undo/"
    browser = sign_in(clerk)
    said = "La marca de persona protegida continua a Laia Riubrugent"

    assert said in browser.get(here).content.decode()
    assert said in browser.post(here, follow=True).content.decode()
    with working_for(town):
        assert marks(laia, twin) == [True, True]


def test_putting_it_and_taking_it_off_are_facts_of_the_trail(town: Any, clerk: Any, secretary: Any) -> None:
    with working_for(town):
        laia, twin = (add_party(by=clerk, name="Laia", surname1="Riubrugent") for _time in range(2))
        mark_protected(twin, by=secretary)
        separate_parties(unite_parties(laia, again(twin), by=clerk), by=secretary)

    with working_for(town):
        kinds = [entry.kind.removeprefix("parties.") for entry in timeline([laia.pk])]
        assert sorted(kinds) == [
            "PartiesSeparated", "PartiesUnited", "PartyAdded", "PartyProtected", "PartyUnprotected",
        ]  # fmt: skip
        assert marks(laia, twin) == [False, True]
