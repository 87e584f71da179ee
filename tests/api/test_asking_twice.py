"""The same POST asked twice is done once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for
from tests.api.test_cases import text_file


@pytest.fixture
def basic(give_key, other_town):
    return give_key(other_town, roles=["secretary"])


def test_asked_twice_with_the_same_key_it_is_done_once_and_answered_the_same(basic):
    first = basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")
    second = basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second["Location"] == first["Location"]
    assert second["Idempotent-Replayed"] == "true"
    assert len(basic.get("cases").json()["items"]) == 1


def test_the_same_key_with_another_request_is_refused(basic):
    basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")

    other = basic.post("cases", {"title": "Terrassa"}, Idempotency_Key="abc")

    assert other.status_code == 422
    assert other.json()["code"] == "idempotency-key-reused"


def test_the_same_file_twice_is_one_document_and_another_file_is_refused(basic):
    case = basic.post("cases", {"title": "Gual"}).json()["id"]

    first = basic.post(f"cases/{case}/documents", data={"file": text_file()}, Idempotency_Key="f")
    second = basic.post(f"cases/{case}/documents", data={"file": text_file()}, Idempotency_Key="f")
    other = basic.post(
        f"cases/{case}/documents", data={"file": text_file(text="una altra cosa")}, Idempotency_Key="f"
    )

    assert first.status_code == 201, first.content
    assert first.content == second.content
    assert other.status_code == 422
    assert len(basic.get(f"cases/{case}/documents").json()["items"]) == 1


def test_what_was_refused_may_be_mended_and_asked_again_with_its_key(basic):
    refused = basic.post("cases", {"title": " "}, Idempotency_Key="abc")
    made = basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")

    assert refused.status_code == 422
    assert made.status_code == 201


def test_after_a_day_the_key_is_new(basic):
    from consistori.directory.models import IdempotentAnswer

    first = basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")
    with working_for(basic.town):
        IdempotentAnswer.objects.update(created_at=now() - timedelta(hours=25))

    second = basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")

    assert second.status_code == 201
    assert second.json()["number"] != first.json()["number"]


def test_keys_of_two_programs_do_not_meet(basic, give_key):
    other = give_key(basic.town, roles=["secretary"], name="Un altre")

    basic.post("cases", {"title": "Gual"}, Idempotency_Key="abc")
    made = other.post("cases", {"title": "Terrassa"}, Idempotency_Key="abc")

    assert made.status_code == 201


def test_a_key_that_nobody_could_keep_is_refused(basic):
    assert basic.post("cases", {"title": "Gual"}, Idempotency_Key="x" * 201).status_code == 422
