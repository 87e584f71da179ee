"""Contacts through the API: written once, read by page, counted by month, and none of another town."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.parties.models import Party
from consistori.tenancy.scope import working_for


@pytest.fixture
def exchange(give_key: Any, town: Any) -> Any:
    """The telephone exchange of the town hall."""
    return give_key(town, roles=["registrar"])


def test_a_call_is_written_read_and_counted(exchange: Any, town: Any, foreign_program: Any) -> None:
    with working_for(town):
        laia = Party.objects.create(name="Laia", sort_name="laia", name_key="laia", identifier="12345678Z")
    said = {"channel": "phone", "subject": "Quan obriu?", "solved_at_once": True, "party": str(laia.pk)}

    made = exchange.post("contacts", said)
    exchange.post("contacts", {"channel": "counter", "subject": "Un volant", "solved_at_once": False})
    listed = exchange.get("contacts?channel=phone").json()["items"]
    month = exchange.get("contacts/figures").json()["items"][0]

    assert made.status_code == 201
    assert exchange.get(made.headers["Location"]).json() == made.json() == listed[0]
    assert (month["by_channel"], month["total"], month["solved_at_once"]) == (
        {"phone": 1, "counter": 1},
        2,
        1,
    )
    assert foreign_program.get(made.headers["Location"]).status_code == 404


def test_what_is_wrong_is_told_at_its_field(exchange: Any) -> None:
    right = {"channel": "phone", "subject": "x", "solved_at_once": True}

    assert exchange.post("contacts", right | {"channel": "fax"}).status_code == 422
    refused = exchange.post("contacts", right | {"party": "01890000-0000-7000-8000-000000000000"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "party")
    assert exchange.post("contacts", right | {"case": "X2026999999"}).status_code == 404
