"""Who was written down twice is answered with all that hangs on both entries, whichever was asked about."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import add_party as join
from consistori.cases.services import open_case
from consistori.parties.models import Party
from consistori.parties.services import add_party, unite_parties
from consistori.protection import services
from consistori.protection.holdings import cases_of, holdings_of
from consistori.protection.models import AccessRequest
from consistori.protection.panels import access_of_party


@pytest.fixture
def kept(at_work: Any, clerk: Any) -> Party:
    return add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z")


@pytest.fixture
def twin(at_work: Any, clerk: Any) -> Party:
    return add_party(by=clerk, name="Laieta", surname1="Riubrugent")


def _again(party: Party) -> Party:
    found: Party = Party.objects.get(pk=party.pk)
    return found


def _asked(party: Party, secretary: Any) -> AccessRequest:
    return services.write_down(party, by=secretary, identity="Amb el DNI")


def test_a_request_of_the_entry_that_was_absorbed_is_answered_whole(
    kept, twin, case, series, clerk, secretary
):
    other = open_case(by=clerk, title="Gual", series=series, parties=[twin])
    join(case, kept, by=clerk, role="applicant")
    asked = _asked(twin, secretary)
    unite_parties(kept, twin, by=clerk)

    party = AccessRequest.objects.get(pk=asked.pk).party
    held = holdings_of(party)

    assert {one.number for one in held.cases} == {case.number, other.number}
    assert {one.pk for one in cases_of(party)} == {case.pk, other.pk}
    assert held.name == "Laia Riubrugent Pou"
    assert "12345678Z" in dict(held.identity).values()


def test_the_other_names_by_which_she_was_written_down_are_said(kept, twin, clerk):
    unite_parties(kept, twin, by=clerk)

    said = [value for _label, value in holdings_of(_again(kept)).identity]

    assert said.count("Laia Riubrugent Pou") == 1
    assert said.count("Laieta Riubrugent") == 1


def test_a_case_where_both_entries_come_as_the_same_is_said_once(kept, twin, case, clerk):
    join(case, kept, by=clerk, role="applicant")
    join(case, twin, by=clerk, role="applicant")
    join(case, twin, by=clerk, role="representative")
    unite_parties(kept, twin, by=clerk)

    held = holdings_of(_again(kept))

    assert len({(one.number, one.quality) for one in held.cases}) == len(held.cases) == 2


def test_the_page_of_either_entry_has_the_requests_of_both(kept, twin, clerk, secretary):
    asked = _asked(kept, secretary)
    unite_parties(kept, twin, by=clerk)

    for party in (kept, twin):
        assert access_of_party(None, _again(party))["requests"] == [asked]


def test_what_is_reserved_in_a_case_of_the_absorbed_entry_is_asked_about(
    kept, twin, clerk, secretary, administrator, reserved_series
):
    secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)
    join(secret, twin, by=secretary, role="applicant")
    asked = _asked(twin, secretary)
    unite_parties(kept, twin, by=clerk)

    found = CaseFile.objects.filter(pk__in=[one.pk for one in cases_of(_again(asked.party))])

    assert list(found.visible_to(administrator)) == []
    assert list(found.visible_to(secretary)) == [secret]
