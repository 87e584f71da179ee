"""R-RGP-08 through every door: where a protected person lives is shown neither by her other entry nor by her twin."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.parties.likeness import look_for_duplicates, page_of_duplicates
from consistori.parties.models import Party
from consistori.parties.selectors import opened_party
from consistori.parties.services import add_party, mark_protected, unite_parties


@pytest.fixture
def hidden(laia: Party, clerk: Any, secretary: Any) -> Party:
    """An entry with an address, united into Laia, who was marked later."""
    twin = add_party(by=clerk, name="Laia", surname1="Riubrugent", address="Carrer Nou, 2", phone="611111111")
    unite_parties(laia, twin, by=clerk)
    mark_protected(Party.objects.get(pk=laia.pk), by=secretary)
    return Party.objects.get(pk=twin.pk)


def test_her_absorbed_entry_hides_where_she_lives_as_she_does(
    hidden: Party, clerk: Any, secretary: Any
) -> None:
    for_clerk, for_secretary = opened_party(clerk, hidden.pk), opened_party(secretary, hidden.pk)

    assert (for_clerk.addresses, for_clerk.channels) == ([], [])
    assert not for_clerk.shown.may_publish
    assert [a.lines for a in for_secretary.addresses] == ["Carrer Nou, 2"]


def test_that_she_lives_with_somebody_is_not_among_the_reasons(
    laia: Party, clerk: Any, secretary: Any
) -> None:
    add_party(
        by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou", email="laia@example.cat",
        phone="600000000", address="Plaça de l’Església, 3", place="Vall-llobera",
    )  # fmt: skip
    look_for_duplicates()
    mark_protected(laia, by=secretary)

    [for_clerk], [for_secretary] = page_of_duplicates(clerk).pairs, page_of_duplicates(secretary).pairs
    assert for_clerk.codes == ["same_name"]
    assert len(for_clerk.reasons) == 1
    assert for_clerk.weight < for_secretary.weight
    assert for_secretary.codes == ["same_name", "same_email", "same_phone", "same_address"]
