"""Terms kept through the API: opened, stopped with their communication, extended in time, met; each sum is there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for

MONTHS = TermOfProcedure("X", 3, Unit.MONTHS, "Ordenança, art. 12", Ending.POSITIVE_SILENCE, StartKind.ENTRY)


@pytest.fixture
def opened(town: Any, clerk: Any) -> Any:
    """A case whose term to resolve ended on 2 June 2026."""
    installer = Actor.system("install", town.pk)
    with working_for(town):
        adopt_standard_calendars(town, installer)
        publish_calendar(
            place=place_of(town),
            year=2026,
            holidays=read_list("20-01 Sant Sebastià\n31-08 Festa major", 2026),
            source="DOGC 9999",
            published_on=date(2026, 1, 1),
            by=installer,
        )
        case = open_case(by=clerk, title="Terrassa", series=make_series())
        open_term(case, MONTHS, by=clerk, start_on=date(2026, 3, 2), reference="E2026000041")
    return case


def test_a_program_keeps_terms_and_reads_their_sums(opened: Any, town: Any, give_key: Any) -> None:
    key = give_key(town, roles=["secretary"])
    (term,) = key.get(f"deadlines?subject_id={opened.pk}").json()["items"]
    assert (term["purpose"], term["is_main"], term["last_day"]) == ("resolve", True, "2026-06-02")
    said = {"subject_id": str(opened.pk), "rule": "hearing", "start_on": "2026-03-16"}
    made = key.ask("POST", "deadlines", said)
    assert made.status_code == 201 and made.json()["last_day"] == "2026-03-30"
    at = f"deadlines/{term['id']}"
    stop = {"cause": "22.1.a", "since": "2026-03-16"}
    assert key.ask("POST", f"{at}/stop", stop).status_code == 422
    assert key.ask("POST", f"{at}/stop", stop | {"communicated_on": "2026-03-16"}).json()["last_day"] is None
    assert key.ask("POST", f"{at}/resume", {"until": "2026-03-25"}).json()["last_day"] == "2026-06-11"
    late = {"decided_on": "2026-06-12", "justification": "Tard"}
    assert key.ask("POST", f"{at}/extend", late).status_code == 409
    assert key.ask("POST", f"{at}/meet", {"on": "2026-06-11", "how": "available"}).json()["state"] == "met"
    sums = key.get(f"{at}/computations").json()["items"]
    assert [one["reason"] for one in sums] == ["opened", "suspended", "resumed"]


def test_another_town_finds_none(opened: Any, other_town: Any, give_key: Any) -> None:
    key = give_key(other_town, roles=["secretary"])
    assert key.get(f"deadlines?subject_id={opened.pk}").status_code == 404
    said = {"subject_id": str(opened.pk), "rule": "hearing", "start_on": "2026-03-16"}
    assert key.ask("POST", "deadlines", said).status_code == 404
