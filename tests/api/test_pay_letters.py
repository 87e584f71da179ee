"""API: the program of the accounts reads pay letters and says which are paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from consistori.eoffice.paying.letters import issue_letter
from consistori.kernel.clock import today
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.tenancy.scope import working_for


@pytest.fixture
def letter(town: Any, secretary: Any) -> Any:
    with working_for(town):
        entry = register_entry(
            by=secretary,
            subject="Terrassa",
            people=[EntryPersonSaid(name="Joan Puig", identifier="99000138L")],
        )
        return issue_letter(entry, by=secretary, amount=Decimal("46.20"), concept="Taxa")


@pytest.fixture
def asking(give_key: Any, town: Any) -> Any:
    return give_key(town, roles=["secretary"])


def test_the_accounts_read_what_is_unpaid_and_say_once_that_it_is_paid(asking: Any, letter: Any) -> None:
    [row] = asking.get("pay-letters?paid=false").json()["items"]
    assert (row["reference"], Decimal(row["amount"]), row["paid_on"]) == (
        letter.reference,
        Decimal("46.20"),
        None,
    )

    said = {"paid_on": today().isoformat(), "how": "bank"}
    first = asking.post(f"pay-letters/{letter.reference}/paid", said)
    again = asking.post(f"pay-letters/{letter.reference}/paid", said)

    assert first.json()["paid_on"] == today().isoformat()
    assert again.status_code == 409
    assert asking.get("pay-letters?paid=false").json()["items"] == []
    assert asking.get(f"pay-letters?q={letter.reference}&paid=true").json()["items"]


def test_what_is_not_here_or_is_of_another_town_is_not_told(
    asking: Any, letter: Any, give_key: Any, other_town: Any
) -> None:
    said = {"paid_on": today().isoformat()}
    assert asking.post("pay-letters/RF18539007547034/paid", said).status_code == 404
    assert (
        give_key(other_town, roles=["secretary"])
        .post(f"pay-letters/{letter.reference}/paid", said)
        .status_code
        == 404
    )
