"""The people of a case."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import selectors
from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.services import StillRepresented, add_party, change_party_role, remove_party
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy import search
from consistori.tenancy.scope import current_scope


def test_a_case_is_found_by_its_people(case: CaseFile, clerk: Any, bakery: Any) -> None:
    add_party(case, bakery, by=clerk)

    assert list(search.matching(CaseFile.objects.all(), "forn")) == [case]
    assert list(search.matching(CaseFile.objects.all(), "B17999996")) == [case]


def test_a_representative_hangs_under_whom_she_represents(
    case: CaseFile, clerk: Any, bakery: Any, neighbour: Any
) -> None:
    firm = add_party(case, bakery, by=clerk)
    add_party(case, neighbour, by=clerk, role="representative", represents=firm, power="@podera")

    assert [row.party for row in selectors.parties_of(case)] == [bakery, neighbour]
    with pytest.raises(StillRepresented):
        remove_party(firm, by=clerk)


def test_only_a_representative_represents(case: CaseFile, clerk: Any, bakery: Any, neighbour: Any) -> None:
    firm = add_party(case, bakery, by=clerk)

    with pytest.raises(BadInput):
        add_party(case, neighbour, by=clerk, role="interested", represents=firm)


def test_nobody_is_twice_in_the_same_role(case: CaseFile, clerk: Any, bakery: Any) -> None:
    add_party(case, bakery, by=clerk)

    with pytest.raises(AlreadyDone):
        add_party(case, bakery, by=clerk)
    add_party(case, bakery, by=clerk, role="appellant")


def test_a_role_changes_and_a_party_leaves(case: CaseFile, clerk: Any, bakery: Any) -> None:
    row = add_party(case, bakery, by=clerk)

    change_party_role(row, by=clerk, role="interested")
    remove_party(row, by=clerk)

    assert not CaseParty.objects.filter(case=case).exists()
    kinds = [p.event.kind() for p in current_scope().pending]
    assert kinds[-2:] == ["cases.PartyRoleChanged", "cases.PartyLeft"]


def test_the_trail_names_no_party(case: CaseFile, clerk: Any, neighbour: Any) -> None:
    add_party(case, neighbour, by=clerk)

    payload = str(current_scope().pending[-1].event.payload())
    assert "Riubrugent" not in payload
    assert "12345678" not in payload


def test_the_outsider_adds_nobody(case: CaseFile, clerk: Any, outsider: Any, bakery: Any) -> None:
    row = add_party(case, bakery, by=clerk)

    with pytest.raises(NotPermitted):
        add_party(case, bakery, by=outsider, role="interested")
    with pytest.raises(NotPermitted):
        change_party_role(row, by=outsider, role="interested")
    with pytest.raises(NotPermitted):
        remove_party(row, by=outsider)
