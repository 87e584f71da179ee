"""How many statements each act of the API may send to the database (design, decision 7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.test_cases import text_file

PARTY = {"name": "Laia", "surname1": "Riubrugent", "identifier": "12345678Z"}


@pytest.fixture
def warm(give_key: Any, other_town: Any) -> Any:
    """A program that has already asked once this hour, with a case."""
    program = give_key(other_town, roles=["secretary"])
    program.case = program.post("cases", {"title": "El primer", "parties": [PARTY]}).json()
    program.post(f"cases/{program.case['id']}/documents", data={"file": text_file("primer.txt", "hola")})
    return program


def test_opening_a_case_takes_ten_statements(warm, statements):
    with statements() as sent:
        made = warm.post("cases", {"title": "Gual"})

    assert made.status_code == 201
    assert sent.count <= 10, sent.sql


def test_opening_a_case_with_a_new_party_takes_fourteen(warm, statements):
    with statements() as sent:
        made = warm.post(
            "cases", {"title": "Gual", "parties": [{"name": "Fusteria Roure SL", "identifier": "B17000118"}]}
        )

    assert made.status_code == 201, made.content
    assert sent.count <= 14, sent.sql


def test_opening_a_case_once_takes_two_more(warm, statements):
    with statements() as sent:
        warm.post("cases", {"title": "Gual"}, Idempotency_Key="k")

    assert sent.count <= 12, sent.sql


def test_reading_a_case_takes_five(warm, statements):
    with statements() as sent:
        warm.get(f"cases/{warm.case['id']}")

    assert sent.count <= 5, sent.sql


def test_listing_cases_takes_five(warm, statements):
    with statements() as sent:
        assert len(warm.get("cases").json()["items"]) == 1

    assert sent.count <= 5, sent.sql


def test_finding_cases_takes_five(warm, statements):
    with statements() as sent:
        assert len(warm.get("cases?q=primer").json()["items"]) == 1

    assert sent.count <= 5, sent.sql


def test_bringing_a_document_takes_twelve(warm, statements):
    with statements() as sent:
        made = warm.post(f"cases/{warm.case['id']}/documents", data={"file": text_file()})

    assert made.status_code == 201, made.content
    assert sent.count <= 12, "\n".join(sent.sql)


def test_bringing_a_document_once_takes_two_more(warm, statements):
    with statements() as sent:
        warm.post(f"cases/{warm.case['id']}/documents", data={"file": text_file()}, Idempotency_Key="k")

    assert sent.count <= 14, "\n".join(sent.sql)


def test_the_documents_of_a_case_take_five(warm, statements):
    with statements() as sent:
        warm.get(f"cases/{warm.case['id']}/documents")

    assert sent.count <= 5, sent.sql


def test_a_document_takes_five(warm, statements):
    document = warm.get(f"cases/{warm.case['id']}/documents").json()["items"][0]["document"]

    with statements() as sent:
        assert warm.get(f"documents/{document}").status_code == 200

    assert sent.count <= 5, sent.sql


@pytest.mark.parametrize("address", ["parties", "people", "trail-events", "series", "document-types"])
def test_other_lists_take_five(warm, statements, address):
    with statements() as sent:
        assert warm.get(address).status_code == 200

    assert sent.count <= 5, sent.sql
