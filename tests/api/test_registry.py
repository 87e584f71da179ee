"""The books of the registry through the API: what comes in gets its number once, and nothing is ever changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for
from tests.api.test_cases import text_file

LAIA = {"name": "Laia Riubrugent", "identifier": "12345678Z"}
GUAL = {"subject": "Demana un gual", "people": [LAIA]}


def test_an_entry_is_registered_read_and_listed(program: Any) -> None:
    made = program.post("registry-entries", GUAL)
    found = made.json()

    assert made.status_code == 201, made.content
    assert made["Location"].endswith(f"registry-entries/{found['reference']}")
    assert found["people"][0]["name"] == "Laia Riubrugent"
    assert found["channel"] == "program"
    assert found["receipt_state"] == "waiting"
    assert program.get(f"registry-entries/{found['reference']}").json() == found
    listed = program.get("registry-entries?q=gual&limit=1").json()
    assert [row["reference"] for row in listed["items"]] == [found["reference"]]


def test_with_its_files_at_once(program: Any) -> None:
    made = program.post(
        "registry-entries", data={"entry": json.dumps(GUAL), "file": [text_file(), text_file("b.txt", "b")]}
    )

    assert made.status_code == 201, made.content
    assert [one["name"] for one in made.json()["documents"]] == ["informe.txt", "b.txt"]


def test_the_same_request_twice_is_entered_once(program: Any, town: Any) -> None:
    first = program.post("registry-entries", GUAL, Idempotency_Key="1")
    again = program.post("registry-entries", GUAL, Idempotency_Key="1")

    assert first.json() == again.json()
    with working_for(town):
        assert RegistryEntry.objects.count() == 1


def test_what_another_register_sends_twice_is_entered_once(program: Any) -> None:
    sent = GUAL | {"outside": {"register_name": "EACAT", "reference": "9015-2026"}}

    first, again = (program.post("registry-entries", sent).json() for _ in range(2))

    assert first["id"] == again["id"]
    assert first["external_reference"] == "9015-2026"


@pytest.mark.parametrize(("address", "header"), [("", "wait=10"), ("?wait=receipt", "")])
def test_whoever_waits_has_the_receipt_in_the_answer(program: Any, address: str, header: str) -> None:
    made = program.post(f"registry-entries{address}", GUAL, Prefer=header, Idempotency_Key="a")
    again = program.post(f"registry-entries{address}", GUAL, Prefer=header, Idempotency_Key="a")

    found = made.json()
    assert made.status_code == 201 and made["Preference-Applied"] == "wait"
    assert found["receipt_state"] == "made"
    assert b"".join(program.get(found["links"]["receipt"])).startswith(b"%PDF")
    assert again.json() == found and again["Idempotent-Replayed"] == "true"


def test_what_stops_the_receipt_stops_no_entry(program: Any, monkeypatch: Any) -> None:
    def broken(*_said: Any, **_more: Any) -> bytes:
        raise RuntimeError("no fonts")

    monkeypatch.setattr("consistori.registry.receipts.compile_pdf", broken)

    made = program.post("registry-entries", GUAL, Prefer="wait=10")

    assert made.status_code == 201 and made.json()["receipt_state"] == "waiting"


def test_an_exit_needs_its_document(program: Any) -> None:
    refused = program.post("registry-entries", GUAL | {"book": "exit", "channel": "post"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "documents"

    sent = json.dumps(GUAL | {"book": "exit", "channel": "post"})
    out = program.post("registry-entries", data={"entry": sent, "file": text_file()})
    assert out.status_code == 201, out.content
    assert out.json()["reference"].startswith("S")
    assert out.json()["people"][0]["role"] == "addressee"


def test_a_correction_leaves_the_old_words_in_sight(program: Any) -> None:
    number = program.post("registry-entries", GUAL).json()["reference"]

    sent = {"kind": "correction", "field": "subject", "new": "Demana un gual permanent", "reason": "curt"}
    corrected = program.post(f"registry-entries/{number}/annotations", sent).json()
    assert corrected["subject"] == "Demana un gual"
    assert corrected["reads"]["subject"] == "Demana un gual permanent"

    annulled = program.post(
        f"registry-entries/{number}/annotations", {"kind": "annulment", "reason": "dues vegades"}
    )
    assert annulled.json()["is_annulled"]
    again = program.post(f"registry-entries/{number}/annotations", sent)
    assert again.status_code == 403


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"people": []}, 422),
        ({"people": [{"name": ""}]}, 422),
        ({"subject": " "}, 422),
        ({"channel": "dove"}, 422),
        ({"documents": ["00000000-0000-7000-8000-000000000000"]}, 422),
        ({"unit": "00000000-0000-7000-8000-000000000000"}, 422),
        ({"people": [{"party": "00000000-0000-7000-8000-000000000000"}]}, 422),
        ({"number": 7}, 422),
    ],
)
def test_what_is_wrong_is_told(program: Any, town: Any, said: dict[str, Any], status: int) -> None:
    assert program.post("registry-entries", GUAL | said).status_code == status
    with working_for(town):
        assert not RegistryEntry.objects.exists()


def test_the_outsider_and_a_key_without_the_scope_find_nothing(
    program: Any, give_key: Any, town: Any, other_town: Any
) -> None:
    number = program.post("registry-entries", GUAL).json()["reference"]
    other_town.switches = {"registry": True}
    other_town.save()
    foreign = give_key(other_town, roles=["secretary"], name="Forà")

    assert foreign.get(f"registry-entries/{number}").status_code == 404
    assert foreign.get("registry-entries").json()["items"] == []
    sent = {"kind": "note", "reason": "meu"}
    assert foreign.post(f"registry-entries/{number}/annotations", sent).status_code == 404
    reader = give_key(town, scopes=["registry:read"], roles=["secretary"])
    assert reader.get(f"registry-entries/{number}").status_code == 200
    assert reader.post("registry-entries", GUAL).status_code == 403
    clerk = give_key(town, roles=["processor"])
    assert clerk.post("registry-entries", GUAL).status_code == 403


def test_where_it_is_switched_off_it_does_not_exist(foreign_program: Any) -> None:
    assert foreign_program.get("registry-entries").status_code == 404
    assert foreign_program.post("registry-entries", GUAL).status_code == 404
