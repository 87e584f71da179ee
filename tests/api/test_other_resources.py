"""Documents, parties, series and signature requests through the API."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.tenancy.scope import working_for
from tests.api.test_cases import pdf_file, text_file


@pytest.fixture
def basic(give_key: Any, other_town: Any) -> Any:
    return give_key(other_town, roles=["secretary"])


@pytest.fixture
def decree(basic: Any) -> dict[str, Any]:
    """A PDF, which is what one signs."""
    case = basic.post("cases", {"title": "Gual"}).json()["id"]
    return {"id": basic.post(f"cases/{case}/documents", data={"file": pdf_file()}).json()["document"]}


@pytest.fixture
def document(basic: Any) -> dict[str, Any]:
    case = basic.post("cases", {"title": "Gual"}).json()["id"]
    leaf = basic.post(f"cases/{case}/documents", data={"file": text_file(), "title": "Informe tècnic"}).json()
    return {"id": leaf["document"], "case": case}


def test_the_bytes_come_back_as_they_went_and_the_reading_is_written(basic, document):
    answer = basic.get(f"documents/{document['id']}/content")

    assert b"".join(answer.streaming_content).decode() == "Informe favorable de l’arquitecte."
    assert answer["Content-Disposition"].startswith("attachment")
    with working_for(basic.town):
        from consistori.trail.models import Reading

        assert Reading.objects.filter(record_id=document["id"], channel="api").count() == 1


def test_a_document_is_described_over_the_version_that_was_read(basic, document):
    read = basic.get(f"documents/{document['id']}")
    assert read.json()["title"] == "Informe tècnic"

    changed = basic.patch(
        f"documents/{document['id']}",
        {"title": "Informe de l’arquitecte", "language": "ca"},
        If_Match=read["ETag"],
    )
    late = basic.patch(f"documents/{document['id']}", {"title": "Un altre"}, If_Match=read["ETag"])

    assert changed.status_code == 200, changed.content
    assert changed.json()["language"] == "ca"
    assert late.status_code == 412


@pytest.mark.parametrize(
    ("body", "field"),
    [({"origin": "martian"}, "origin"), ({"type": "zzz"}, "type"), ({"date_on": "2999-01-01"}, "date_on")],
)
def test_wrong_metadata_is_told_at_its_field(basic, document, body, field):
    refused = basic.patch(f"documents/{document['id']}", body, If_Match="*")

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


def test_a_new_version_keeps_the_one_before(basic, document):
    made = basic.post(
        f"documents/{document['id']}/versions",
        data={"file": text_file(text="Informe corregit.")},
        If_Match="*",
    )

    assert made.status_code == 201, made.content
    assert made.json()["current"]["number"] == 2


def test_a_document_goes_to_the_bin_and_comes_back(basic, document):
    assert basic.delete(f"documents/{document['id']}", If_Match="*").status_code == 204
    assert basic.get(f"cases/{document['case']}/documents").json()["items"] == []
    assert basic.post(f"documents/{document['id']}/restore").json()["discarded_at"] is None


def test_a_document_that_lies_nowhere_else_is_not_taken_out(basic, document):
    assert basic.delete(f"cases/{document['case']}/documents/{document['id']}").status_code == 409


def test_a_party_is_entered_corrected_and_found(basic):
    made = basic.post("parties", {"name": "laia", "surname1": "riubrugent", "identifier": "12345678-z"})
    assert made.status_code == 201, made.content

    party = made.json()
    twin = basic.post("parties", {"name": "Laia", "identifier": "12345678Z"})
    assert twin.status_code == 409 and twin.json()["code"] == "party-exists"
    changed = basic.patch(f"parties/{party['id']}", {"language": "es"}, If_Match=made["ETag"])
    assert changed.json()["language"] == "es"
    assert basic.patch(f"parties/{party['id']}", {"language": "ca"}, If_Match=made["ETag"]).status_code == 412
    assert [p["id"] for p in basic.get("parties?q=riub").json()["items"]] == [party["id"]]


def test_opening_a_party_is_written_in_the_log_of_readings(basic):
    party = basic.post("parties", {"name": "Laia", "email": "laia@example.cat"}).json()

    detail = basic.get(f"parties/{party['id']}").json()

    assert detail["channels"][0]["value"] == "laia@example.cat"
    with working_for(basic.town):
        from consistori.trail.models import Reading

        assert Reading.objects.filter(record_id=party["id"], kind="party").exists()


def test_the_list_of_parties_is_walked_to_its_end(basic):
    for name in ("Anna", "Berta", "Carla", "Dolors", "Emma"):
        basic.post("parties", {"name": name})

    seen, address = [], "parties?limit=2"
    while address:
        page = basic.get(address).json()
        seen += [p["name"] for p in page["items"]]
        address = page["next"] and f"parties?limit=2&cursor={page['next']}"

    assert seen == ["Anna", "Berta", "Carla", "Dolors", "Emma"]


def test_a_mayor_is_asked_to_sign_and_the_request_is_withdrawn(basic, decree, hire):
    mayor = hire(basic.town, "mayor", "Pere", "Riba")

    asked = basic.post("signature-requests", {"document": decree["id"], "signers": [str(mayor.person_id)]})
    assert asked.status_code == 201, asked.content

    row = asked.json()["items"][0]
    assert row["state"] == "waiting" and row["code"]
    assert [r["id"] for r in basic.get("signature-requests").json()["items"]] == [row["id"]]
    of_document = basic.get(f"signature-requests?document={decree['id']}&state=waiting").json()["items"]
    assert [r["id"] for r in of_document] == [row["id"]]
    assert basic.post(f"signature-requests/{row['id']}/return", {"reason": "No"}).status_code == 403
    assert basic.post(f"signature-requests/{row['id']}/withdraw").json()["state"] == "withdrawn"
    assert basic.post(f"signature-requests/{row['id']}/withdraw").status_code == 409


def test_a_program_that_acts_for_a_person_has_her_posts_and_returns_what_she_is_asked(
    basic, decree, hire, give_key
):
    from consistori.directory.models import Person

    mayor = hire(basic.town, "mayor", "Pere", "Riba")
    hers = give_key(basic.town, person=Person.objects.get(pk=mayor.person_id), name="Mòbil")
    asked = basic.post("signature-requests", {"document": decree["id"], "signers": [str(mayor.person_id)]})

    row = hers.get("signature-requests").json()["items"][0]
    returned = hers.post(f"signature-requests/{row['id']}/return", {"reason": "Falta l’annex"})

    assert asked.status_code == 201
    assert returned.json()["state"] == "returned"
    assert hers.post("cases", {"title": "Gual"}).status_code == 403


def test_a_person_from_elsewhere_cannot_be_asked(basic, document, clerk):
    asked = basic.post("signature-requests", {"document": document["id"], "signers": [str(clerk.person_id)]})

    assert asked.status_code == 422


def test_series_are_found_by_the_words_people_use(basic):
    from consistori.cases.tests.conftest import make_series
    from consistori.catalogue.models import DocumentType

    with working_for(basic.town):
        make_series("F601", "Guals i reserves d’estacionament")
        make_series("D402", "Ocupació de la via pública")
        DocumentType.objects.create(code="inf", name_ca="Informe", eni_type="TD13")

    assert [s["code"] for s in basic.get("series?limit=1").json()["items"]] == ["D402"]
    assert basic.get("series/F601").json()["title"] == "Guals i reserves d’estacionament"
    assert basic.get("series/X").status_code == 404
    assert basic.get("document-types?q=inf").json()["items"][0]["eni_type"] == "TD13"
    assert basic.post("cases", {"title": "Gual", "series": "F601"}).json()["series"]["code"] == "F601"
