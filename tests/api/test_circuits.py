"""Circuits for other programs: sent round by posts, read, taken back; a program approves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.directory.models import Post
from consistori.documents.writing.services import start_text
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for


@pytest.fixture
def text(other_town: Any) -> Any:
    with working_for(other_town):
        return start_text(by=Actor.program(other_town.pk), title="Decret de gual", html="<p>Concedir-lo.</p>")


def _post(town: Any, actor: Any) -> str:
    with working_for(town):
        return str(Post.objects.get(person_id=actor.person_id).pk)


def test_a_program_sends_a_document_round_and_reads_who_has_it(
    give_key: Any, other_town: Any, hire: Any, text: Any
) -> None:
    program = give_key(other_town, roles=["processor"])
    secretary = hire(other_town, "secretary", "Anna", "Puig")
    mayor = hire(other_town, "mayor", "Pere", "Riba")
    steps = [
        {"kind": "visa", "post": _post(other_town, secretary), "days": 2},
        {"kind": "signature", "place": 1, "post": _post(other_town, mayor)},
    ]

    made = program.post("circuits", {"document": str(text.pk), "steps": steps, "note": "Corre pressa"})
    key = made.json()["id"]
    told = program.get(f"circuits/{key}").json()
    approving = program.post(f"circuit-steps/{told['steps'][0]['id']}/settle", {})
    twice = program.post("circuits", {"document": str(text.pk), "steps": steps})
    listed = program.get("circuits").json()["items"]
    back = program.post(f"circuits/{key}/recall", {"note": "Cal canviar-lo"})

    assert made.status_code == 201, made.content
    assert [(one["holder_name"], one["state"]) for one in told["steps"]] == [
        ("Anna Puig", "waiting"),
        ("", "to_come"),
    ]
    assert told["steps"][0]["due_on"] and told["note"] == "Corre pressa"
    assert (approving.status_code, twice.status_code) == (403, 409)
    assert [one["id"] for one in listed] == [key]
    assert (back.status_code, back.json()["state"]) == (200, "recalled")


def test_a_fault_says_where_it_is(give_key: Any, other_town: Any, hire: Any, text: Any) -> None:
    program = give_key(other_town, roles=["processor"])
    post = _post(other_town, hire(other_town, "secretary", "Anna", "Puig"))
    twice = [{"kind": "visa", "post": post}, {"kind": "signature", "place": 1, "post": post}]

    answer = program.post("circuits", {"document": str(text.pk), "steps": twice})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "steps")


def test_the_outsider_has_no_circuit(give_key: Any, other_town: Any, town: Any, hire: Any, text: Any) -> None:
    owner = give_key(other_town, roles=["processor"])
    post = _post(other_town, hire(other_town, "secretary", "Anna", "Puig"))
    made = owner.post(
        "circuits", {"document": str(text.pk), "steps": [{"kind": "visa", "post": post}]}
    ).json()
    stranger = give_key(town, roles=["secretary"])

    asked = [
        stranger.get(f"circuits/{made['id']}"),
        stranger.post(f"circuits/{made['id']}/recall", {}),
        stranger.post(f"circuit-steps/{made['steps'][0]['id']}/settle", {}),
        stranger.post(f"circuit-steps/{made['steps'][0]['id']}/return", {"reason": "x"}),
        stranger.post("circuits", {"document": str(text.pk), "steps": [{"kind": "visa", "post": post}]}),
    ]

    assert {answer.status_code for answer in asked} == {404}
    assert stranger.get("circuits").json()["items"] == []
