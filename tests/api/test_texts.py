"""Texts through the API: begun from a template in a case, read, saved over what was read, fixed and sent to sign."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.documents.models import Writing
from consistori.documents.templating.services import adopt_standard_templates
from consistori.documents.writing.services import take_out_text, take_pen
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for


@pytest.fixture
def program(give_key: Any, other_town: Any) -> Any:
    """A program of a town at modality basic, where a series may be skipped."""
    return give_key(other_town, roles=["secretary"])


@pytest.fixture
def text(program: Any, other_town: Any) -> dict[str, Any]:
    adopt_standard_templates(other_town, Actor.system("install", other_town.pk))
    party = {"name": "Laia", "surname1": "Riubrugent"}
    opened = program.post("cases", {"title": "Gual al carrer Nou, 3", "parties": [party]})
    assert opened.status_code == 201, opened.content
    case = opened.json()
    begun = program.post(f"cases/{case['id']}/texts", {"template": "carta", "language": "ca"})
    assert begun.status_code == 201, begun.content
    return begun.json() | {"case": case, "etag": begun["ETag"], "location": begun["Location"]}


def test_a_text_begins_filled_and_is_saved_over_what_was_read(program: Any, text: dict[str, Any]) -> None:
    address, match = f"documents/{text['document']}/text", {"If_Match": text["etag"]}

    saved = program.put(address, {"html": "<p onclick='x'>Hola, <b>Laia</b></p>"}, **match)
    late = program.put(address, {"html": "<p>Tard</p>"}, **match)
    blind = program.put(address, {"html": "<p>Cec</p>"})

    assert text["location"].endswith(address)
    assert text["case"]["number"] in text["html"] or "Laia" in text["html"]
    assert (saved.status_code, saved.json()["html"]) == (200, "<p>Hola, <strong>Laia</strong></p>")
    assert (late.status_code, blind.status_code) == (412, 428)
    read = program.get(address)
    assert (read.json()["html"], read["ETag"]) == (saved.json()["html"], saved["ETag"])
    assert (
        program.get(f"cases/{text['case']['id']}/documents").json()["items"][0]["document"]
        == text["document"]
    )


def test_a_program_does_not_write_over_who_has_the_pen(
    program: Any, text: dict[str, Any], other_town: Any, hire: Any
) -> None:
    from consistori.documents.models import Document

    clerk = hire(other_town, "secretary", "Anna", "Soler")
    address, match = f"documents/{text['document']}/text", {"If_Match": text["etag"]}
    with working_for(other_town):
        document = Document.objects.get(pk=text["document"])
        take_pen(document, by=clerk)
    theirs = program.put(address, {"html": "<p>Jo</p>"}, **match)
    with working_for(other_town):
        take_out_text(document, by=clerk)
    out = program.put(address, {"html": "<p>Jo</p>"}, **match)

    assert (theirs.status_code, theirs.json()["code"]) == (409, "pen-in-another-hand")
    assert (out.status_code, out.json()["code"]) == (409, "text-is-out")
    with working_for(other_town):
        assert Writing.objects.get(document=document).html == text["html"]


def test_it_is_fixed_and_sent_to_sign(program: Any, text: dict[str, Any], other_town: Any, hire: Any) -> None:
    mayor = hire(other_town, "mayor", "Pere", "Riba")
    address = f"documents/{text['document']}"
    program.put(f"{address}/text", {"html": "<p>Resolc.</p>"}, If_Match=text["etag"])
    match = {"If_Match": program.get(address)["ETag"]}

    fixed = program.post(f"{address}/freeze", {"signers": ["Alcaldia"]}, **match)
    asked = program.post(
        "signature-requests", {"document": text["document"], "signers": [str(mayor.person_id)]}
    )
    written = program.put(
        f"{address}/text", {"html": "<p>a</p>"}, If_Match=program.get(f"{address}/text")["ETag"]
    )

    assert (fixed.status_code, fixed.json()["state"]) == (200, "frozen")
    assert fixed.json()["current"]["pdfa"] == "PDF/A-3A"
    assert fixed.json()["current"]["code"]
    assert asked.status_code == 201
    assert (written.status_code, written.json()["code"]) == (409, "text-is-fixed")


def test_what_is_not_there_is_told_at_its_field(program: Any, text: dict[str, Any]) -> None:
    address = f"cases/{text['case']['id']}/texts"

    unknown = program.post(address, {"template": "no-hi-es"})
    untitled = program.post(address, {})
    brought = program.post(address, {"title": "En blanc", "language": "es"})

    assert [one["field"] for one in unknown.json()["errors"]] == ["template"]
    assert [one["field"] for one in untitled.json()["errors"]] == ["title"]
    assert (brought.status_code, brought.json()["language"]) == (201, "es")


def test_the_outsider_finds_no_text(give_key: Any, town: Any, text: dict[str, Any]) -> None:
    stranger = give_key(town, roles=["secretary"])
    address = f"documents/{text['document']}"

    assert stranger.get(f"{address}/text").status_code == 404
    assert stranger.put(f"{address}/text", {"html": ""}, If_Match="*").status_code == 404
    assert stranger.post(f"{address}/freeze", {"signers": ["x"]}, If_Match="*").status_code == 404
    assert stranger.post(f"cases/{text['case']['id']}/texts", {"title": "x"}).status_code == 404
