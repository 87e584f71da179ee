"""Calendars and terms through the API: nothing is written, and an old sum is counted again as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.deadlines.alarms.raising import raise_alarms
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, open_deadline, publish_calendar
from consistori.deadlines.subjects import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for


@pytest.fixture
def counter(give_key: Any, town: Any) -> Any:
    installer = Actor.system("install", town.pk)
    adopt_standard_calendars(town, installer)
    with working_for(town):
        publish_calendar(
            place=place_of(town),
            year=2026,
            holidays=read_list("20-01 Sant Sebastià\n31-08 Festa major", 2026),
            source="DOGC 9999",
            published_on=today(),
            by=installer,
        )
    return give_key(town, roles=["secretary"])


def test_the_calendars_in_force_are_listed(counter: Any) -> None:
    rows = counter.get("calendars?year=2026").json()["items"]

    assert [row["place"] for row in rows][:2] == ["ES", "ES-CT"]
    assert {"on": "2026-08-31", "name": "Festa major"} in rows[-1]["days"] + rows[0]["days"] + rows[1]["days"]
    assert counter.get(f"calendars/{rows[0]['id']}").json()["source"] == rows[0]["source"]


def test_a_term_is_counted_and_counted_again_with_its_versions(counter: Any) -> None:
    asked = {"kind": "correction", "start_on": "2026-06-12"}
    found = counter.ask("POST", "deadlines/compute", asked).json()
    again = counter.ask(
        "POST", "deadlines/compute", asked | {"versions": [one["id"] for one in found["versions"]]}
    ).json()

    assert found["last_day"] == "2026-06-29"
    assert "holiday" in [step["kind"] for step in found["steps"]]
    assert again == found


def test_what_cannot_be_is_refused_with_its_article(counter: Any) -> None:
    hours = {"amount": 25, "unit": "hours", "start_on": "2026-06-12", "start_at": "2026-06-12T10:00:00Z"}
    refused = counter.ask("POST", "deadlines/compute", hours)

    assert refused.status_code == 422
    assert refused.json()["article"] == "Llei 39/2015, art. 30.1"
    assert (
        counter.ask("POST", "deadlines/compute", {"start_on": "2026-06-12", "kind": "x"}).status_code == 422
    )
    assert (
        counter.ask(
            "POST", "deadlines/compute", {"start_on": "2026-06-12", "amount": 1, "seat": "Xauxa"}
        ).status_code
        == 422
    )


def test_hours_are_by_the_clock_of_the_town_hall(counter: Any) -> None:
    asked = {"amount": 24, "unit": "hours", "start_on": "2026-06-12", "start_at": "2026-06-12T11:20:00Z"}

    assert counter.ask("POST", "deadlines/compute", asked).json()["last_at"].startswith("2026-06-15T13:20:00")


def test_a_program_of_another_town_reads_none_of_its_calendars(counter: Any, foreign_program: Any) -> None:
    kept = counter.get("calendars?year=2026").json()["items"][0]["id"]

    assert foreign_program.get("calendars").json()["items"] == []
    assert foreign_program.get(f"calendars/{kept}").status_code == 404


def test_who_was_warned_and_when_is_told_to_a_program_and_to_no_other_town(
    counter: Any, give_key: Any, town: Any, other_town: Any, hire: Any
) -> None:
    clerk = hire(town, "processor", "Núria", "Camps")
    with working_for(town):
        case = open_case(by=clerk, title="Terrassa", series=make_series())
        term = open_deadline(
            by=clerk, subject=Subject("case", case.pk), title="Informe", start_on=today() - timedelta(days=9),
            amount=10, unit="natural_days", whose="administration",
        )  # fmt: skip
    raise_alarms(town)
    (row,) = [one for one in counter.get("alarms").json()["items"] if one["person_name"] == "Núria Camps"]
    assert (row["rung"], row["deadline_id"], row["letter_at"]) == ("carrier", str(term.pk), None)
    assert counter.get(f"alarms?deadline_id={case.pk}").json()["items"] == []
    assert (
        give_key(other_town, roles=["secretary"]).get(f"alarms?deadline_id={term.pk}").json()["items"] == []
    )
