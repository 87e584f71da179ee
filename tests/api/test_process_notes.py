"""The inbox through the API: what waits, the process note, into a case and out of it when it was the wrong one."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.registry.models import EntryState
from consistori.tenancy.scope import working_for

GUAL = {"subject": "Demana un gual", "people": [{"name": "Laia Riubrugent"}]}


@pytest.fixture
def entry(program: Any, town: Any) -> str:
    town.switches = {**town.switches, "registry": True}
    town.save(update_fields=["switches"])
    return str(program.post("registry-entries", GUAL).json()["reference"])


def test_it_waits_is_sent_and_says_to_whom(program: Any, entry: str, clerk: Any) -> None:
    waiting = program.get("registry-inbox").json()
    sent = program.post(
        f"registry-entries/{entry}/process-notes",
        {"action": "decide", "to": [str(clerk.person_id)], "note": "Mira-ho"},
    )

    assert [one["reference"] for one in waiting["items"]] == [entry] and waiting["counts"]["waiting"] == 1
    assert sent.status_code == 201, sent.content
    found = program.get(f"registry-entries/{entry}/process").json()
    assert found == sent.json() and found["handled"] == "sent"
    assert found["notes"][0]["recipients"][0]["person"] == str(clerk.person_id)
    assert program.get("registry-inbox?tab=sent").json()["counts"]["sent"] == 1


def test_taken_into_a_case_and_undone(program: Any, entry: str, town: Any) -> None:
    town.modality = "basic"
    town.switches = {"registry": True}
    town.save(update_fields=["modality", "switches"])
    number = program.post("cases", {"title": "Guals"}).json()["number"]

    taken = program.post(f"registry-entries/{entry}/cases", {"case": number})
    found = taken.json()["cases"]
    again = program.post(f"registry-entries/{entry}/cases", {"case": number})
    undone = program.delete(f"registry-entries/{entry}/cases/{found[0]['id']}")

    assert taken.status_code == 201 and found[0]["case"] == number
    assert again.status_code == 409
    assert undone.status_code == 204
    with working_for(town):
        assert EntryState.objects.get(entry__reference=entry).handled == "waiting"


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("process-notes", {"action": "decide"}, "to"),
        ("process-notes", {"action": "nothing"}, "note"),
        ("process-notes", {"action": "forward", "destination": ""}, "destination"),
        ("cases", {"case": "X9"}, "case"),
    ],
)
def test_what_is_wrong_says_its_field(program: Any, entry: str, path: str, sent: Any, field: str) -> None:
    refused = program.post(f"registry-entries/{entry}/{path}", sent)

    assert refused.status_code in (400, 422), refused.content
    assert field in refused.content.decode()


def test_the_program_of_another_town_finds_nothing(foreign_program: Any, entry: str) -> None:
    assert foreign_program.get("registry-inbox").status_code == 404
    assert foreign_program.get(f"registry-entries/{entry}/process").status_code == 404
    assert foreign_program.post(f"registry-entries/{entry}/cases", {"case": "X1"}).status_code == 404
