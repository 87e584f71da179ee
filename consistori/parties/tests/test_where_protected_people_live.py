"""R-RGP-08 through every door: where a protected person lives is shown neither by her other entry nor by her twin."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.parties.likeness import look_for_duplicates, page_of_duplicates
from consistori.parties.models import Party, PartyImport
from consistori.parties.selectors import opened_party
from consistori.parties.services import add_party, mark_protected, unite_parties
from consistori.parties.tests.test_bring_a_sheet import brought, entered
from consistori.tenancy.scope import working_for


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


HEAD = "NIF;Nom;Primer cognom;Segon cognom;Correu;Telèfon;Mòbil;Adreça;CP;Població;Observacions"
HERS = "12345678Z;Laia;Riubrugent;Pou;l@example.cat;972000000;611111111;Carrer Nou, 2;17999;Olot;a cal avi"
HIDDEN = ("l@example.cat", "972000000", "611111111", "Carrer Nou", "17999", "Olot", "cal avi")


@pytest.fixture
def sheet(town: Any, clerk: Any, secretary: Any) -> PartyImport:
    """A sheet that entered Laia, and her again with something wrong; she was marked later."""
    with working_for(town):
        made = entered(clerk, brought(clerk, HERS, HERS.replace("l@example.cat", "malament"), head=HEAD))
        mark_protected(Party.objects.get(), by=secretary)
        return made


@pytest.mark.parametrize("where", ["?rows=entered", "?rows=wrong", "left-out.csv"])
def test_the_sheet_that_brought_her_hides_it_too(
    sheet: PartyImport, clerk: Any, sign_in: Any, where: str
) -> None:
    said = sign_in(clerk).get(f"/e/vall-llobera/desk/parties/import/{sheet.pk}/{where}").content.decode()

    assert "Riubrugent" in said
    assert not [word for word in HIDDEN if word in said]


def test_whoever_may_know_reads_it_in_the_sheet(sheet: PartyImport, secretary: Any, sign_in: Any) -> None:
    said = sign_in(secretary).get(f"/e/vall-llobera/desk/parties/import/{sheet.pk}/?rows=entered")

    assert "Carrer Nou" in said.content.decode()
