"""Links of cases follow those that turn out to be one, and come back exactly, also after later work."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.selectors import parties_of, search_cases
from consistori.cases.services import add_document, change_party_role, close_case, open_case, remove_party
from consistori.cases.services import add_party as join
from consistori.kernel.errors import AlreadyDone
from consistori.parties.models import Party
from consistori.parties.services import AreTwo, add_party, separate_parties, unite_parties


@pytest.fixture
def laia(at_work: Any, clerk: Any) -> Party:
    return add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z")


@pytest.fixture
def twin(at_work: Any, clerk: Any) -> Party:
    return add_party(by=clerk, name="Laieta", surname1="Riubrugent")


def links() -> list[Any]:
    return list(CaseParty.objects.order_by("pk").values())


def names(case: CaseFile) -> list[str]:
    return [row.party.display_name for row in parties_of(case)]


def again(party: Party) -> Party:
    found: Party = Party.objects.get(pk=party.pk)
    return found


def test_her_cases_show_her_as_she_is_known_now_and_come_back(
    laia: Party, twin: Party, series: Any, clerk: Any
) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[twin])
    before, version = links(), CaseFile.objects.get(pk=case.pk).version

    merge = unite_parties(laia, twin, by=clerk)
    assert names(case) == ["Laia Riubrugent Pou"]
    assert [c.pk for c in search_cases("pou gual", clerk)] == [case.pk]
    assert [c.pk for c in search_cases("laieta", clerk)] == [case.pk]
    assert CaseFile.objects.get(pk=case.pk).version == version + 1
    separate_parties(merge, by=clerk)

    assert names(case) == ["Laieta Riubrugent"]
    assert search_cases("pou gual", clerk) == []
    assert links() == before


def test_both_in_one_case_are_shown_once_and_both_come_back(
    laia: Party, twin: Party, series: Any, clerk: Any
) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[laia, twin])
    lawyer = add_party(by=clerk, name="Ada", surname1="Vila")
    row = CaseParty.objects.get(case=case, party=twin)
    join(case, lawyer, by=clerk, role="representative", represents=row)
    before = links()

    merge = unite_parties(laia, twin, by=clerk)
    assert names(case) == ["Laia Riubrugent Pou", "Ada Vila"]
    with pytest.raises(AlreadyDone):
        join(case, again(twin), by=clerk)
    separate_parties(merge, by=clerk)

    assert links() == before
    assert sorted(names(case)) == ["Ada Vila", "Laia Riubrugent Pou", "Laieta Riubrugent"]


def test_later_work_stays_with_the_one_that_stayed(laia: Party, twin: Party, series: Any, clerk: Any) -> None:
    old = open_case(by=clerk, title="Gual", series=series, parties=[twin])
    merge = unite_parties(laia, twin, by=clerk)
    new = open_case(by=clerk, title="Terrassa", series=series, parties=[again(twin)])

    separate_parties(merge, by=clerk)

    assert names(new) == ["Laia Riubrugent Pou"]
    assert names(old) == ["Laieta Riubrugent"]


def test_a_case_closed_meanwhile_comes_back_too(
    laia: Party, twin: Party, series: Any, clerk: Any, paper: Any
) -> None:
    before_closed = open_case(by=clerk, title="Ja tancat", series=series, parties=[twin])
    add_document(before_closed, paper("Instància", "TD99"), by=clerk)
    close_case(before_closed, by=clerk, ending="internal", note="prova")
    case = open_case(by=clerk, title="Gual", series=series, parties=[twin])
    add_document(case, paper("Sol·licitud", "TD99"), by=clerk)

    merge = unite_parties(laia, twin, by=clerk)
    assert names(before_closed) == ["Laia Riubrugent Pou"]
    close_case(CaseFile.objects.get(pk=case.pk), by=clerk, ending="internal", note="prova")
    separate_parties(merge, by=clerk)

    assert names(case) == names(before_closed) == ["Laieta Riubrugent"]


def test_taking_her_out_takes_both_entries_out(laia: Party, twin: Party, series: Any, clerk: Any) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[laia, twin])
    unite_parties(laia, twin, by=clerk)

    remove_party(CaseParty.objects.get(case=case, party=laia), by=clerk)

    assert parties_of(case) == []


def test_who_represents_the_other_is_another(laia: Party, twin: Party, series: Any, clerk: Any) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[laia])
    join(case, twin, by=clerk, role="representative", represents=CaseParty.objects.get(case=case))

    with pytest.raises(AreTwo, match=case.number):
        unite_parties(laia, twin, by=clerk)


def test_changing_in_what_quality_she_comes_changes_both_entries(
    laia: Party, twin: Party, series: Any, clerk: Any
) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[laia, twin])
    merge = unite_parties(laia, twin, by=clerk)

    change_party_role(CaseParty.objects.get(case=case, party=laia), by=clerk, role="interested")

    assert [(row.party.display_name, row.role) for row in parties_of(case)] == [
        ("Laia Riubrugent Pou", "interested")
    ]
    separate_parties(merge, by=clerk)
    assert {row.role for row in parties_of(case)} == {"interested"}


def test_what_represents_her_is_changed_without_changing_her_quality(
    laia: Party, twin: Party, series: Any, clerk: Any
) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[laia])
    lawyer, again_lawyer = (add_party(by=clerk, name="Ada", surname1="Vila") for _time in range(2))
    for one in (lawyer, again_lawyer):
        join(case, one, by=clerk, role="representative")
    unite_parties(lawyer, again_lawyer, by=clerk)

    change_party_role(
        CaseParty.objects.get(case=case, party=lawyer), by=clerk, role="representative",
        represents=CaseParty.objects.get(case=case, party=laia), power="apud acta",
    )  # fmt: skip

    rows = CaseParty.objects.filter(case=case, role="representative")
    assert {(row.represents.party, row.power) for row in rows} == {(laia, "apud acta")}


def test_she_does_not_come_twice_in_the_same_quality(
    laia: Party, twin: Party, series: Any, clerk: Any
) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[laia, twin])
    join(case, laia, by=clerk, role="interested")
    unite_parties(laia, twin, by=clerk)

    with pytest.raises(AlreadyDone):
        change_party_role(
            CaseParty.objects.get(case=case, party=again(twin), role="applicant"), by=clerk, role="interested"
        )
