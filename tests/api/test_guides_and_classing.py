"""Guides and loose cases through the API: read, skipped, taken up; proposed, classed at once, undone."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.tests.conftest import make_series
from consistori.catalogue.services.writing import finding_of
from consistori.guides.services import create_guide, publish
from consistori.guides.tests.conftest import TEXT
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for


@pytest.fixture
def works(town: Any) -> Any:
    """The series of minor works, with its words and its guide."""
    town.switches = {**town.switches, "series_compulsory": False, "guides": True}
    town.save(update_fields=["switches"])
    with working_for(town):
        series = make_series("F302", "Obres menors", words_ca="obres menors; reforma")
        series.finding = finding_of(series)
        series.save()
        keeper = Actor.system("keeper", town.pk)
        publish(create_guide(by=keeper, text=TEXT), by=keeper)
    return series


def test_a_guide_is_read_and_its_steps_are_skipped_and_taken_up(program: Any, works: Any) -> None:
    case = program.post("cases", {"title": "Reforma", "series": "F302"}).json()["id"]

    assert [one["code"] for one in program.get("guides").json()["items"]] == ["OBRES"]
    assert program.get("guides/OBRES").json()["text"] == TEXT
    assert program.get(f"cases/{case}/guide").json()["next"] == "look"
    assert program.post(f"cases/{case}/guide/look", {"what": "done"}).json()["next"] == "report"
    refused = program.post(f"cases/{case}/guide/report", {"what": "skip"})
    assert (refused.status_code, refused.json()["article"]) == (422, "DL 1/2010, art. 188")
    skipped = program.post(f"cases/{case}/guide/report", {"what": "skip", "reason": "És de vacances"}).json()
    assert (skipped["next"], skipped["steps"][1]["place"]) == ("decide", "skipped")
    back = program.post(f"cases/{case}/guide/report", {"what": "back"}).json()
    assert back["steps"][1]["place"] == "open"
    once = {"Idempotency_Key": "salta-1"}
    again = [
        program.post(f"cases/{case}/guide/report", {"what": "skip", "reason": "És fora"}, **once)
        for _ in "12"
    ]
    assert [one.status_code for one in again] == [200, 200]


def test_loose_cases_are_proposed_classed_and_undone(program: Any, works: Any) -> None:
    case = program.post("cases", {"title": "Reforma de la cuina"}).json()["id"]

    found = program.get("classing-proposals").json()["items"]
    assert [(one["case"], one["proposed"][0]["series"], one["proposed"][0]["clear"]) for one in found] == [
        (case, "F302", True)
    ]
    wrong = program.post("classings", {"choices": [{"case": case, "series": "Z999"}]})
    assert wrong.status_code == 422
    done = program.post("classings", {"choices": [{"case": case, "series": "F302"}]})
    assert done.status_code == 201 and len(done.json()["done"]) == 1
    assert program.get("classing-proposals").json()["items"] == []
    undone = program.post(f"classings/{done.json()['id']}/undo").json()
    assert undone["done"] == done.json()["done"]


def test_the_outsider_finds_neither(program: Any, foreign_program: Any, works: Any, other_town: Any) -> None:
    other_town.switches = {"guides": True}
    other_town.save(update_fields=["switches"])
    case = program.post("cases", {"title": "Reforma", "series": "F302"}).json()["id"]
    loose = program.post("cases", {"title": "Reforma"}).json()["id"]
    done = program.post("classings", {"choices": [{"case": loose, "series": "F302"}]}).json()["id"]

    assert foreign_program.get(f"cases/{case}/guide").status_code == 404
    assert foreign_program.get("guides/OBRES").status_code == 404
    assert foreign_program.get("classing-proposals").json()["items"] == []
    assert foreign_program.post(f"classings/{done}/undo").status_code == 404
