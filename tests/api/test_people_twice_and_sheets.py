"""A program unites two parties, undoes it, and brings people in a sheet."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.parties.likeness import look_for_duplicates
from consistori.parties.models import PartyImport
from consistori.parties.services.importing import end_entering, enter_batch
from consistori.tenancy.scope import working_for

CSV = b"NIF;Cognoms i nom;Correu\n;Mas, Pere;pere@example.cat\n12345678A;Puig, Joan;joan\n"


def sheet(data: bytes = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile("veins.csv", data, "text/csv")


@pytest.fixture
def program(other_town: Any, give_key: Any) -> Any:
    """A program of a town that opens cases without a series."""
    return give_key(other_town, roles=["secretary"])


@pytest.fixture
def foreign_program(town: Any, give_key: Any) -> Any:
    """A program of the other one: the outsider."""
    return give_key(town, roles=["secretary"], name="Forà")


@pytest.fixture
def twins(program: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Laia, entered twice; the second without her number."""
    one = program.post(
        "parties",
        {"name": "Laia", "surname1": "Riubrugent", "identifier": "12345678Z", "email": "l@example.cat"},
    )
    other = program.post("parties", {"name": "Laia", "surname1": "Riubrugent", "email": "l@example.cat"})
    return one.json(), other.json()


def test_two_are_proposed_united_read_and_separated(program: Any, other_town: Any, twins: Any) -> None:
    one, other = twins
    case = program.post("cases", {"title": "Gual", "parties": [{"id": other["id"]}]}).json()
    with working_for(other_town):
        look_for_duplicates()

    [pair] = program.get("party-duplicates").json()["items"]
    assert {pair["one"]["id"], pair["other"]["id"]} == {one["id"], other["id"]}
    assert {reason["code"] for reason in pair["reasons"]} == {"same_name", "same_email"}

    made = program.post(f"parties/{one['id']}/merges", {"absorbed": other["id"], "take": []})
    assert made.status_code == 201, made.content
    assert program.get(f"parties/{other['id']}").json()["merged_into"] == one["id"]
    shown = program.get(f"cases/{case['id']}")
    assert [row["party"]["id"] for row in shown.json()["parties"]] == [one["id"]]
    assert shown.json()["version"] > case["version"]
    assert [p["id"] for p in program.get("parties").json()["items"]] == [one["id"]]
    assert program.get("party-duplicates").json()["items"] == []
    etag = program.get(f"parties/{other['id']}")["ETag"]
    refused = program.patch(f"parties/{other['id']}", {"name": "X"}, If_Match=etag)
    assert (refused.status_code, refused.json()["code"]) == (409, "known-as-another")

    undone = program.post(f"party-merges/{made.json()['id']}/undo")
    assert undone.json()["undone_at"]
    shown = program.get(f"cases/{case['id']}").json()
    assert [row["party"]["id"] for row in shown["parties"]] == [other["id"]]
    assert program.post(f"party-merges/{made.json()['id']}/undo").status_code == 409
    assert len(program.get("party-merges").json()["items"]) == 1


def test_two_that_are_two_are_refused_with_the_reason(program: Any, twins: Any) -> None:
    one, _other = twins
    third = program.post("parties", {"name": "Laia", "identifier": "87654321X"}).json()

    answer = program.post(f"parties/{one['id']}/merges", {"absorbed": third["id"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "are-two")
    assert program.post(f"parties/{one['id']}/merges", {"absorbed": one["id"]}).status_code == 422


def test_a_sheet_says_what_is_wrong_at_each_cell_and_is_entered(program: Any, other_town: Any) -> None:
    made = program.post("party-imports", data={"file": sheet()})
    assert made.status_code == 201, made.content
    here = f"party-imports/{made.json()['id']}"
    assert made.json()["counts"] == {"good": 1, "wrong": 1}
    [row] = program.get(f"{here}/rows?state=wrong").json()["items"]
    assert [(f["column"], f["code"]) for f in row["faults"]] == [
        ("identifier", "identifier_wrong_letter"), ("email", "bad_email"),
    ]  # fmt: skip

    assert program.post(f"{here}/enter", {}).status_code == 202
    assert program.post(f"{here}/enter", {}).status_code == 409
    _work(other_town, made.json()["id"])

    assert program.get(here).json()["state"] == "entered"
    assert program.get("parties?q=mas").json()["items"][0]["display_name"] == "Pere Mas"
    assert program.post("party-imports", data={"file": sheet()}).json()["counts"] == {"known": 1, "wrong": 1}
    assert program.post(f"{here}/undo").status_code == 202


def _work(town: Any, sheet_id: str) -> None:
    from consistori.kernel.actor import Actor

    with working_for(town):
        found, by = PartyImport.objects.get(pk=sheet_id), Actor.system("tests", town.pk)
        while enter_batch(found, by=by, size=10):
            pass
        end_entering(found, by=by)


def test_a_sheet_is_told_its_columns_or_thrown_away(program: Any) -> None:
    made = program.post("party-imports", data={"file": sheet(b"A;B\nMas, Pere;x\n")}).json()
    here = f"party-imports/{made['id']}"

    assert made["state"] == "read"
    assert program.post(f"{here}/columns", {"columns": ["email", ""]}).status_code == 422
    assert program.post(f"{here}/columns", {"columns": ["full_name", ""]}).json()["counts"] == {"good": 1}
    assert program.delete(here).status_code == 204
    assert program.get(here).status_code == 404
    assert program.post("party-imports", {}).status_code == 422
    refused = program.post("party-imports", data={"file": sheet(b"PK\x03\x04x")})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_workbook")


def test_a_key_that_only_reads_unites_and_brings_nobody(other_town: Any, give_key: Any, twins: Any) -> None:
    reader = give_key(other_town, scopes=["parties:read"], roles=["secretary"], name="Lector")
    one, other = twins

    assert reader.post(f"parties/{one['id']}/merges", {"absorbed": other["id"]}).status_code == 403
    assert reader.post("party-imports", data={"file": sheet()}).status_code == 403


def test_the_outsider_finds_none_of_it(program: Any, foreign_program: Any, twins: Any) -> None:
    one, other = twins
    merge = program.post(f"parties/{one['id']}/merges", {"absorbed": other["id"]}).json()
    brought = program.post("party-imports", data={"file": sheet()}).json()

    for path in (
        f"party-merges/{merge['id']}",
        f"party-imports/{brought['id']}",
        f"party-imports/{brought['id']}/rows",
    ):
        assert foreign_program.get(path).status_code == 404
    for path in (
        f"party-merges/{merge['id']}/undo",
        f"party-imports/{brought['id']}/enter",
        f"party-imports/{brought['id']}/undo",
    ):
        assert foreign_program.post(path).status_code == 404
    assert foreign_program.post(f"parties/{one['id']}/merges", {"absorbed": other["id"]}).status_code == 404
    assert foreign_program.get("party-merges").json()["items"] == []
    assert foreign_program.get("party-duplicates").json()["items"] == []
