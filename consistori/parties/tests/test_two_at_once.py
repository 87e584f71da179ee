"""What somebody did meanwhile is neither lost nor taken back by whoever had read the party before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.kernel.errors import NotHere, Stale
from consistori.parties.models import Party
from consistori.parties.services import (
    KnownAsAnother,
    add_address,
    add_channel,
    add_identifier,
    add_party,
    correct_party,
    mark_protected,
    set_preference,
    unite_parties,
)

ACTS: list[Callable[[Party, Any], Any]] = [
    lambda party, by: correct_party(party, by=by, name="Eulàlia"),
    lambda party, by: add_identifier(party, by=by, value="AAA123456", kind="passport"),
    lambda party, by: add_address(party, by=by, lines="Carrer Nou, 2"),
    lambda party, by: add_channel(party, by=by, kind="email", value="nova@example.cat"),
    lambda party, by: set_preference(party, by=by, way="electronic"),
]


@pytest.mark.parametrize("act", ACTS, ids=["correct", "identifier", "address", "channel", "way"])
def test_whoever_was_united_meanwhile_stays_united(
    laia: Party, clerk: Any, act: Callable[[Party, Any], Any]
) -> None:
    twin = add_party(by=clerk, name="Laia")
    read_before = Party.objects.get(pk=twin.pk)
    unite_parties(laia, twin, by=clerk)

    with pytest.raises(KnownAsAnother):
        act(read_before, clerk)

    assert Party.objects.get(pk=twin.pk).standing == laia


@pytest.mark.parametrize("act", ACTS[:2], ids=["correct", "identifier"])
def test_the_mark_put_meanwhile_stays(
    laia: Party, clerk: Any, secretary: Any, act: Callable[[Party, Any], Any]
) -> None:
    read_before = Party.objects.get(pk=laia.pk)
    mark_protected(laia, by=secretary)

    act(read_before, clerk)

    assert Party.objects.get(pk=laia.pk).is_protected


def test_the_version_is_the_one_of_now(laia: Party, clerk: Any) -> None:
    read_before = Party.objects.get(pk=laia.pk)
    correct_party(laia, by=clerk, surname1="Riubregós")

    with pytest.raises(Stale):
        correct_party(read_before, by=clerk, version=1, name="Eulàlia")


def test_whoever_is_gone_is_not_there(at_work: Any, clerk: Any) -> None:
    party = add_party(by=clerk, name="Laia")
    Party.objects.filter(pk=party.pk).delete()

    with pytest.raises(NotHere):
        correct_party(party, by=clerk, name="Eulàlia")
