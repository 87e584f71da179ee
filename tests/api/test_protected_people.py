"""What a program is told of a protected person: the name, and nothing that helps to find her."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.kernel.actor import Actor
from consistori.parties.likeness import look_for_duplicates
from consistori.parties.models import Party
from consistori.parties.services import mark_protected
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading, TrailEvent


@pytest.fixture
def program(town: Any, give_key: Any) -> Any:
    return give_key(town, roles=["processor"])


def protect(town: Any, pk: str) -> None:
    with working_for(town):
        mark_protected(Party.objects.get(pk=pk), by=Actor.system("tests", town.pk))


def test_neither_of_her_entries_tells_where_she_lives_and_both_readings_are_of_a_reserve(
    program: Any, town: Any
) -> None:
    one = program.post("parties", {"name": "Laia", "identifier": "12345678Z"}).json()
    other = program.post("parties", {"name": "Laia", "address": "Carrer Nou, 2", "phone": "611111111"}).json()
    program.post(f"parties/{one['id']}/merges", {"absorbed": other["id"]})
    protect(town, one["id"])

    for party in (one, other):
        told = program.get(f"parties/{party['id']}").json()
        assert (told["addresses"], told["channels"]) == ([], [])
        assert told["is_protected"]
    with working_for(town):
        assert TrailEvent.objects.filter(kind="trail.ReservedRead").count() == 2


def test_that_she_lives_with_somebody_is_told_neither_in_words_nor_in_codes(program: Any, town: Any) -> None:
    hers = {"name": "Laia", "surname1": "Mas", "address": "Carrer Nou, 2", "email": "l@example.cat"}
    one = program.post("parties", hers).json()
    program.post("parties", hers)
    with working_for(town):
        look_for_duplicates()
    protect(town, one["id"])

    [pair] = program.get("party-duplicates").json()["items"]

    assert [reason["code"] for reason in pair["reasons"]] == ["same_name"]
    assert pair["weight"] == 40


def test_the_rows_of_a_sheet_hide_it_and_their_reading_is_written_down(program: Any, town: Any) -> None:
    one = program.post("parties", {"name": "Pere", "surname1": "Mas", "identifier": "12345678Z"}).json()
    protect(town, one["id"])
    csv = b"NIF;Cognoms i nom;Correu;Adreca\n12345678Z;Mas, Pere;pere@example.cat;Carrer Nou, 2\n"
    made = program.post("party-imports", data={"file": SimpleUploadedFile("veins.csv", csv, "text/csv")})

    [row] = program.get(f"party-imports/{made.json()['id']}/rows").json()["items"]

    assert row["cells"] == ["12345678Z", "Mas, Pere", "", ""]
    with working_for(town):
        assert Reading.objects.filter(record_id=made.json()["id"], label="veins.csv").count() == 1
