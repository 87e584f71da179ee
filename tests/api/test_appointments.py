"""Appointments through the API: free hours, one that is given, moved, cancelled, and never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.appointments.services import save_desk, save_service
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for

LAIA = {"service": "padro", "name": "Laia Riubrugent", "phone": "600000138"}


@pytest.fixture
def census(town: Any) -> None:
    with working_for(town):
        by = Actor.program(town.pk)
        desk = save_desk(by=by, name_ca="el taulell 1", hours=["9.00-14.00"] * 7)
        save_service(by=by, key="padro", name_ca="padró", minutes=30, ways=["counter"], desks=[desk])


def _free(program: Any) -> list[str]:
    days = program.get(f"appointment-services/padro/hours?on={today() + timedelta(days=8)}").json()["items"]
    return [hour for day in days for hour in day["hours"]]


def test_a_free_hour_is_given_once_moved_and_cancelled(census: None, program: Any) -> None:
    (service,) = program.get("appointment-services").json()["items"]
    first, second = _free(program)[:2]
    made = program.post("appointments", {**LAIA, "starts_at": first})
    twice = program.post("appointments", {**LAIA, "starts_at": first})
    key = made.json()["id"]
    moved = program.post(f"appointments/{key}/move", {"starts_at": second})
    without = program.post(f"appointments/{key}/cancel", {"reason": ""})
    ended = program.post(f"appointments/{key}/cancel", {"reason": "Obres"})

    assert (service["key"], service["minutes"], service["ways"]) == ("padro", 30, ["counter"])
    assert made.status_code == 201, made.content
    assert made["Location"].endswith(f"appointments/{key}")
    assert (twice.status_code, twice.json()["code"]) == (409, "hour-taken")
    assert moved.json()["state"] == "given"
    assert (without.status_code, ended.json()["state"]) == (422, "cancelled")
    assert program.get(f"appointments/{key}").json() == ended.json()
    assert [one["id"] for one in program.get("appointments?q=laia").json()["items"]] == [key]
    assert {first, second} <= set(_free(program))


def test_a_town_that_gives_none_has_no_such_resources(census: None, program: Any, town: Any) -> None:
    town.switches = {"appointments": False}
    town.save()

    for path in ("appointments", "appointment-services", "appointment-services/padro/hours"):
        assert program.get(path).status_code == 404
