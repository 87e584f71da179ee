"""A program of another town, by the addresses of this one and by guessed identifiers, finds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent
from tests.api.test_cases import text_file

READS = [
    "cases/{case}",
    "cases/{number}",
    "cases/{case}/documents",
    "cases/{case}/parties",
    "cases/{case}/timeline",
    "cases/{case}/comments",
    "cases/{case}/relations",
    "documents/{document}",
    "documents/{document}/content",
    "parties/{party}",
    "signature-requests/{request}",
    "signature-requests?document={document}",
]
LISTS = ["cases", "cases?q=gual", "parties", "parties?q=laia", "people", "trail-events", "signature-requests"]
CHANGES = [
    ("PATCH", "cases/{case}", {"title": "Meu"}),
    ("POST", "cases/{case}/hand-over", {"to": "{person}"}),
    ("POST", "cases/{case}/close", {"ending": "internal", "note": "x"}),
    ("POST", "cases/{case}/reopen", {"reason": "x"}),
    ("POST", "cases/{case}/reserve", {"reason": "x"}),
    ("POST", "cases/{case}/labels", {"name": "x"}),
    ("DELETE", "cases/{case}/labels/x", None),
    ("POST", "cases/{case}/comments", {"text": "x"}),
    ("POST", "cases/{case}/relations", {"other": "{case}"}),
    ("DELETE", "cases/{case}/relations/{party}", None),
    ("POST", "cases/{case}/parties", {"id": "{party}"}),
    ("DELETE", "cases/{case}/parties/{row}", None),
    ("DELETE", "cases/{case}/documents/{document}", None),
    ("PATCH", "documents/{document}", {"title": "Meu"}),
    ("DELETE", "documents/{document}", None),
    ("POST", "documents/{document}/restore", {}),
    ("PATCH", "parties/{party}", {"name": "Meva"}),
    ("POST", "signature-requests", {"document": "{document}", "signers": ["{person}"]}),
    ("POST", "signature-requests/{request}/return", {"reason": "x"}),
    ("POST", "signature-requests/{request}/withdraw", {}),
]


@pytest.fixture
def theirs(give_key: Any, other_town: Any, hire: Any) -> dict[str, str]:
    """A case of another town with its papers: the identifiers that somebody could guess."""
    owner = give_key(other_town, roles=["secretary"], name="De casa")
    mayor = hire(other_town, "mayor", "Pere", "Riba")
    party = {"name": "Laia", "surname1": "Riubrugent", "identifier": "12345678Z"}
    case = owner.post("cases", {"title": "Gual", "parties": [party]}).json()
    leaf = owner.post(f"cases/{case['id']}/documents", data={"file": text_file()}).json()
    # In the town of the outsider the first number is of another case.
    ids = {
        "case": case["id"],
        "number": case["number"],
        "document": leaf["document"],
        "party": case["parties"][0]["party"]["id"],
        "row": case["parties"][0]["id"],
        "person": str(mayor.person_id),
    }
    with working_for(other_town):
        ids["request"] = _waiting_request(ids, mayor)
    return ids


def _waiting_request(ids: dict[str, str], mayor: Any) -> str:
    from consistori.documents.models import Document
    from consistori.signature.models import SignatureRequest

    document = Document.objects.get(pk=ids["document"])
    row = SignatureRequest.objects.create(
        document=document, version_id=document.version_id, signer_id=mayor.person_id, asked_by_name="Algú"
    )
    return str(row.pk)


def _filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**ids)
    if isinstance(value, list):
        return [_filled(v, ids) for v in value]
    return {k: _filled(v, ids) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("address", READS)
def test_what_is_of_another_town_is_not_here_and_the_try_is_written(program, town, theirs, address):
    answer = program.get(_filled(address, theirs))

    assert answer.status_code == 404, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    with working_for(town):
        assert TrailEvent.objects.filter(kind="directory.ProgramTurnedAway").count() == 1


@pytest.mark.parametrize("address", LISTS)
def test_lists_have_nothing_of_another_town(program, theirs, address):
    answer = program.get(address)

    assert answer.status_code == 200, answer.content
    text = answer.content.decode()
    assert "Gual" not in text and "Laia" not in text and "Riba" not in text


@pytest.mark.parametrize(("method", "address", "body"), CHANGES)
def test_nothing_of_another_town_can_be_changed(program, theirs, method, address, body):
    answer = program.ask(method, _filled(address, theirs), _filled(body, theirs), If_Match="*")

    assert answer.status_code == 404, answer.content


@pytest.mark.parametrize("address", READS + LISTS)
def test_the_key_of_one_town_opens_no_address_of_another(program, other_town, theirs, address):
    answer = program.get(_filled(address, theirs), X_Entity=other_town.slug)

    assert answer.status_code == 401


def test_a_file_cannot_be_brought_into_a_case_of_another_town(program, theirs):
    answer = program.post(f"cases/{theirs['case']}/documents", data={"file": text_file()})

    assert answer.status_code == 404


def test_what_is_not_and_what_is_of_others_answer_the_same(program, theirs):
    others = program.get(f"cases/{theirs['case']}")
    nothing = program.get("cases/00000000-0000-7000-8000-000000000000")

    assert others.content == nothing.content
    told = [{n: v for n, v in answer.headers.items() if n != "X-Request-Id"} for answer in (others, nothing)]
    assert told[0] == told[1]
