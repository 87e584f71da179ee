"""The templates in force, through the API: read only."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.documents.templating.services import adopt_standard_templates
from consistori.kernel.actor import Actor


@pytest.fixture
def reader(give_key: Any, town: Any) -> Any:
    adopt_standard_templates(town, Actor.system("install", town.pk))
    return give_key(town, roles=["secretary"])


def test_the_templates_in_force_are_listed_by_kind_and_words(reader: Any) -> None:
    texts = reader.get("templates?kind=text").json()["items"]
    decrees = reader.get("templates?document_type=DECREE").json()["items"]
    first = reader.get("templates?limit=3").json()

    assert len(texts) == 14
    assert [one["code"] for one in decrees] == [
        "decret", "decret-delegacio", "decret-suplencia", "resolucio-desistiment"
    ]  # fmt: skip
    assert decrees[0]["languages"] == ["ca", "es"]
    assert decrees[0]["inherited"] is False
    assert len(first["items"]) == 3
    assert reader.get(f"templates?limit=3&cursor={first['next']}").json()["items"]
    found = reader.get("templates?q=requer").json()["items"]
    assert [one["code"] for one in found] == [
        "requeriment-electronic", "requeriment-esmena", "requeriment-per-punts", "requeriment-representacio"
    ]  # fmt: skip


def test_a_template_comes_with_its_text_in_each_language(reader: Any) -> None:
    found = reader.get("templates/decret").json()

    assert "{{ case.number }}" in found["body"]["ca"]
    assert "resuelvo" in found["body"]["es"]
    assert reader.get("templates/no-hi-es").status_code == 404


def test_every_field_is_told_with_its_mark(reader: Any) -> None:
    marks = {one["mark"] for one in reader.get("merge-fields?limit=100").json()["items"]}

    assert {
        "{{ case.number }}",
        "{{ party.name }}",
        "{{ document.title }}",
        "{{ town.name }}",
        "{{ today }}",
    } <= marks


def test_a_program_of_another_town_sees_nothing_of_this_one(reader: Any, foreign_program: Any) -> None:
    assert foreign_program.get("templates").json()["items"] == []
    assert foreign_program.get("templates/decret").status_code == 404
