"""The steps of a case through the API: written, done, skipped, extended, taken back; the law says its article."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.kernel.clock import today


@pytest.fixture
def case(program: Any, town: Any) -> str:
    town.switches = {**town.switches, "series_compulsory": False, "steps": True}
    town.save(update_fields=["switches"])
    return str(program.post("cases", {"title": "Obres menors"}).json()["id"])


def test_the_palette_is_read(program: Any, case: str) -> None:
    found = program.get("step-kinds?limit=100").json()["items"]

    assert [one["code"] for one in found][:13] == [f"{n:02d}" for n in range(13)]
    assert (found[3]["term"], found[3]["stops"], found[4]["task"]) == ("correction", "22.1.a", "ask")
    assert found[6]["name"] == {"ca": "Audiència i al·legacions", "es": "Audiencia y alegaciones"}


def test_a_step_is_written_done_skipped_and_taken_back(program: Any, case: str) -> None:
    week = (today() - timedelta(days=7)).isoformat()
    done = program.post(f"cases/{case}/steps", {"code": "04", "on": week})
    later = program.post(
        f"cases/{case}/steps", {"title": "Trucar al veí", "kind": "work", "standing": "todo"}
    )
    one = f"cases/{case}/steps/{later.json()['id']}"

    assert done.status_code == later.status_code == 201, later.content
    assert (done.json()["on"], done.json()["recorded_at"][:10] > week) == (week, True)
    assert program.post(f"{one}/skip", {"reasons": "Ja ha vingut"}).json()["standing"] == "skipped"
    assert program.post(f"{one}/resume").json()["standing"] == "todo"
    assert program.post(f"{one}/complete", {}).json()["on"] == today().isoformat()
    assert program.post(f"{one}/complete", {}).status_code == 409
    assert program.delete(f"{one}?reasons=Per+error").status_code == 204
    assert [step["code"] for step in program.get(f"cases/{case}/steps").json()["items"]] == ["04"]


def test_what_the_law_does_not_let_says_its_article(program: Any, case: str) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    program.post(f"cases/{case}/steps", {"code": "S1", "on": yesterday})

    refused = program.post(
        f"cases/{case}/steps", {"code": "08", "sense": "refused", "reasons": "No compleix"}
    )

    assert refused.status_code == 409
    assert "24.3" in refused.json()["article"]


def test_what_a_step_opens_is_asked_with_it_and_told(program: Any, case: str) -> None:
    wait = program.post(f"cases/{case}/steps", {"code": "06", "standing": "todo"})
    refused = program.post(
        f"cases/{case}/steps", {"code": "03", "standing": "todo", "links": {"stops": True}}
    )

    assert wait.status_code == 201 and (wait.json()["deadline"] is None) == (wait.json()["until_why"] == "")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "stops")


def test_a_version_that_was_read_before_is_told(program: Any, case: str) -> None:
    step = program.post(f"cases/{case}/steps", {"code": "04", "standing": "todo"})
    one = f"cases/{case}/steps/{step.json()['id']}"

    stale = program.post(f"{one}/complete", {}, If_Match='"another-9"')

    assert stale.status_code == 412
