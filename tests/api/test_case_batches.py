"""The same in many cases, asked by a program: it is done with the hands of its key, and told case by case."""

from __future__ import annotations

from typing import Any

from consistori.cases.many.jobs import run_batch
from consistori.tenancy.scope import working_for


def test_a_program_labels_many_and_reads_what_became_of_each(give_key: Any, other_town: Any) -> None:
    program = give_key(other_town, roles=["secretary"])
    numbers = [program.post("cases", {"title": f"Gual {n}"}).json()["number"] for n in range(2)]

    made = program.post("case-batches", {"what": "label", "label": "guals", "cases": numbers})
    wrong = program.post("case-batches", {"what": "label", "label": "guals", "cases": ["X1999000001"]})
    key = made.json()["id"]
    run_batch(entity=other_town, batch_id=key)
    told = program.get(f"case-batches/{key}").json()
    items = program.get(f"case-batches/{key}/items").json()["items"]

    assert made.status_code == 201
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "cases")
    assert (told["stage"], told["counts"]["done"], told["counts"]["total"]) == ("done", 2, 2)
    assert [(item["number"], item["outcome"]) for item in items] == [(number, "done") for number in numbers]
    assert program.get("case-batches").json()["items"][0]["id"] == key
    assert program.post(f"case-batches/{key}/pause").status_code == 409
    assert give_key(other_town, roles=["secretary"], scopes=["cases:read"]).post(
        f"case-batches/{key}/pause"
    ).status_code == 403  # fmt: skip


def test_a_key_that_was_withdrawn_leaves_it_paused_for_whoever_goes_on(
    give_key: Any, other_town: Any
) -> None:
    from consistori.cases.models import CaseBatch
    from consistori.directory.models import ApiToken

    program = give_key(other_town, roles=["secretary"])
    number = program.post("cases", {"title": "Gual"}).json()["number"]
    key = program.post("case-batches", {"what": "follow", "cases": [number]}).json()["id"]
    with working_for(other_town):
        ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")

    run_batch(entity=other_town, batch_id=key)

    with working_for(other_town):
        assert CaseBatch.objects.get(pk=key).is_paused


def test_the_outsider_has_no_batch(give_key: Any, other_town: Any, town: Any) -> None:
    program = give_key(other_town, roles=["secretary"])
    number = program.post("cases", {"title": "Gual"}).json()["number"]
    key = program.post("case-batches", {"what": "label", "label": "x", "cases": [number]}).json()["id"]

    stranger = give_key(town, roles=["secretary"])

    assert stranger.get(f"case-batches/{key}").status_code == 404
    assert stranger.post(f"case-batches/{key}/undo").status_code == 404
    assert stranger.get("case-batches").json()["items"] == []
