"""Cases through the API: opened, read, listed, changed, filled, closed."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.tenancy.scope import working_for


def pdf_file(name: str = "decret.pdf") -> SimpleUploadedFile:
    """A page without anything on it."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(made)
    return SimpleUploadedFile(name, made.getvalue(), content_type="application/pdf")


def text_file(
    name: str = "informe.txt", text: str = "Informe favorable de l’arquitecte."
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


@pytest.fixture
def basic(give_key: Any, other_town: Any) -> Any:
    """A program of a town at modality basic, where a series may be skipped."""
    return give_key(other_town, roles=["secretary"], name="Registre de fora")


@pytest.fixture
def case(basic: Any) -> dict[str, Any]:
    return basic.post("cases", {"title": "Gual al carrer Major"}).json()


def test_a_case_is_opened_with_its_number_and_read_by_it(basic):
    made = basic.post("cases", {"title": "Gual al carrer Major"})

    assert made.status_code == 201, made.content
    number = made.json()["number"]
    assert made["Location"] == f"/api/v1/cases/{made.json()['id']}"
    read = basic.get(f"cases/{number}")
    assert read.json() == made.json()
    assert read["ETag"] == made["ETag"]


def test_a_case_comes_with_its_parties_and_a_known_number_is_not_entered_twice(basic):
    party = {"name": "Laia", "surname1": "Riubrugent", "identifier": "12345678Z", "role": "applicant"}

    first = basic.post("cases", {"title": "Terrassa", "parties": [party]}).json()
    second = basic.post("cases", {"title": "Gual", "parties": [party]}).json()

    assert first["parties"][0]["party"]["display_name"] == "Laia Riubrugent"
    assert second["parties"][0]["party"]["id"] == first["parties"][0]["party"]["id"]


def test_a_case_comes_with_its_first_documents_in_one_request(basic):
    made = basic.post(
        "cases",
        data={"case": json.dumps({"title": "Obra menor"}), "file": [text_file(), text_file("a.txt", "b")]},
    )

    assert made.status_code == 201, made.content
    leaves = basic.get(f"cases/{made.json()['id']}/documents").json()["items"]
    assert [leaf["name"] for leaf in leaves] == ["informe.txt", "a.txt"]


def test_one_bad_file_and_nothing_is_opened(basic):
    refused = basic.post(
        "cases",
        data={"case": json.dumps({"title": "Obra menor"}), "file": [text_file(), text_file("buit.txt", "")]},
    )

    assert refused.status_code == 422, refused.content
    assert basic.get("cases").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"title": "x" * 251}, "title"),
        ({"title": "Gual", "colour": "red"}, "colour"),
        ({"title": "Gual", "opened_on": "demà"}, "opened_on"),
        ({"title": "Gual", "series": "Z999"}, "series"),
        ({"title": "Gual", "unit": "00000000-0000-7000-8000-000000000000"}, "unit"),
        ({"title": "Gual", "parties": [{"id": "00000000-0000-7000-8000-000000000000"}]}, "parties"),
        ({"title": "Gual", "parties": [{"name": "Laia", "identifier": "12345678A"}]}, "identifier"),
    ],
)
def test_what_is_wrong_in_a_new_case_is_told_at_its_field(basic, body, field):
    refused = basic.post("cases", body)

    assert refused.status_code == 422, refused.content
    assert field in refused.json()["errors"][0]["field"]


def test_where_the_series_is_compulsory_it_is_asked_for(program):
    refused = program.post("cases", {"title": "Gual"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "series"
    assert refused.json()["article"] == "RD 4/2010, art. 21"


@pytest.mark.parametrize("body", [b"{", b'{"title": "\\u0000"}', b'{"title": "\\ud800"}', b"[" * 100_000])
def test_a_body_that_is_not_right_is_a_problem_and_not_a_fault(basic, body):
    headers = basic.headers
    answer = basic.client.post("/api/v1/cases", body, content_type="application/json", headers=headers)

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_body_that_is_not_json_says_so(basic):
    answer = basic.client.post("/api/v1/cases", b"<x/>", content_type="text/xml", headers=basic.headers)

    assert answer.status_code == 415


def test_a_change_needs_the_version_that_was_read(basic, case):
    refused = basic.patch(f"cases/{case['id']}", {"title": "Altre"})

    assert refused.status_code == 428


def test_a_case_passes_to_another_unit_of_the_house_and_to_no_other(basic, case, other_town):
    from consistori.directory.models import Unit

    with working_for(other_town):
        unit = Unit.objects.create(name="Via pública")
    path, etag = f"cases/{case['id']}", basic.get(f"cases/{case['id']}")["ETag"]

    changed = basic.patch(path, {"unit": str(unit.pk)}, If_Match=etag)
    refused = basic.patch(path, {"unit": case["id"]}, If_Match=changed["ETag"])

    assert changed.json()["unit"] == {"id": str(unit.pk), "name": "Via pública"}
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "unit"


def test_of_two_changes_over_the_same_version_the_second_is_told(basic, case):
    etag = basic.get(f"cases/{case['id']}")["ETag"]

    first = basic.patch(f"cases/{case['id']}", {"title": "Gual al carrer Nou"}, If_Match=etag)
    second = basic.patch(f"cases/{case['id']}", {"state": "instruction"}, If_Match=etag)

    assert first.status_code == 200, first.content
    assert first.json()["title"] == "Gual al carrer Nou"
    assert first["ETag"] != etag
    assert second.status_code == 412
    assert second.json()["code"] == "stale"


def test_who_has_the_last_version_is_not_sent_it_again(basic, case):
    read = basic.get(f"cases/{case['id']}")

    again = basic.get(f"cases/{case['id']}", If_None_Match=read["ETag"])

    assert again.status_code == 304


def test_a_case_is_handed_over_to_who_works_here_and_to_nobody_else(basic, case, other_town, hire, clerk):
    colleague = hire(other_town, "processor", "Jordi", "Vila")

    passed = basic.post(
        f"cases/{case['id']}/hand-over", {"to": str(colleague.person_id), "note": "Fes-t’ho teu"}
    )
    foreign = basic.post(f"cases/{case['id']}/hand-over", {"to": str(clerk.person_id)})

    assert passed.json()["carried_by"]["name"] == "Jordi Vila"
    assert foreign.status_code == 422
    notes = basic.get(f"cases/{case['id']}/comments").json()["items"]
    assert notes[0]["text"] == "Fes-t’ho teu"


def test_a_case_says_what_is_missing_before_it_closes_and_then_nothing_changes_in_it(basic, case):
    early = basic.post(f"cases/{case['id']}/close", {"ending": "internal", "note": "Arxiu"})
    assert early.status_code == 409
    assert early.json()["code"] == "cannot-close"

    said = {
        "title": "Nota",
        "date_on": "2026-01-15",
        "origin": "administration",
        "language": "ca",
        "elaboration": "EE01",
    }
    brought = basic.post(f"cases/{case['id']}/documents", data={"file": text_file(), **said})
    assert brought.status_code == 201, brought.content
    early = basic.post(f"cases/{case['id']}/close", {"ending": "internal", "note": "Arxiu"})
    assert early.status_code == 409 and "attachment" in early.json()["detail"]

    with working_for(basic.town):
        from consistori.catalogue.models import DocumentType

        DocumentType.objects.create(code="inf", name_ca="Informe", eni_type="TD13")
    document = brought.json()["document"]
    etag = basic.get(f"documents/{document}")["ETag"]
    assert basic.patch(f"documents/{document}", {"type": "inf"}, If_Match=etag).status_code == 200

    closed = basic.post(f"cases/{case['id']}/close", {"ending": "internal", "note": "Arxiu"})
    assert closed.status_code == 200, closed.content
    assert closed.json()["situation"] == "closed"
    late = basic.post(f"cases/{case['id']}/documents", data={"file": text_file("b.txt", "x")})
    assert late.status_code == 403
    assert (
        basic.post(f"cases/{case['id']}/reopen", {"reason": "Faltava un informe"}).json()["situation"]
        == "open"
    )


def test_labels_and_relations_are_put_and_taken_off(basic, case):
    other = basic.post("cases", {"title": "L’altre"}).json()

    assert basic.post(f"cases/{case['id']}/labels", {"name": "urgent"}).json()["labels"] == ["urgent"]
    assert basic.get("cases?label=urgent").json()["items"][0]["id"] == case["id"]
    assert basic.delete(f"cases/{case['id']}/labels/urgent").status_code == 204
    tied = basic.post(f"cases/{case['id']}/relations", {"other": other["number"], "kind": "follows"}).json()
    assert basic.get(f"cases/{other['id']}/relations").json()["items"][0]["number"] == case["number"]
    assert basic.delete(f"cases/{case['id']}/relations/{tied['id']}").status_code == 204


def test_a_party_joins_and_leaves(basic, case):
    joined = basic.post(
        f"cases/{case['id']}/parties", {"name": "Fusteria Roure SL", "identifier": "B17000118"}
    )
    assert joined.status_code == 201, joined.content

    row = joined.json()["id"]
    assert basic.get(f"cases/{case['id']}").json()["parties"][0]["party"]["obliged_electronic"] is True
    assert basic.delete(f"cases/{case['id']}/parties/{row}").status_code == 204
    assert basic.get(f"cases/{case['id']}/parties").json()["items"] == []


def test_the_life_of_a_case_is_told(basic, case):
    basic.post(f"cases/{case['id']}/documents", data={"file": text_file()})

    lines = basic.get(f"cases/{case['id']}/timeline").json()["items"]

    assert "opens the case" in [line["sentence"] for line in lines]
    assert lines[0]["document"]


def test_the_list_is_walked_to_its_end_without_repeating(basic):
    made = [basic.post("cases", {"title": f"Cas {n}"}).json()["number"] for n in range(7)]

    seen, address = [], "cases?limit=3"
    while address:
        page = basic.get(address).json()
        assert len(page["items"]) <= 3
        seen += [item["number"] for item in page["items"]]
        address = page["next"] and f"cases?limit=3&cursor={page['next']}"

    assert seen == made[::-1]


def test_cases_are_found_by_words_and_by_filters(basic, case):
    basic.post("cases", {"title": "Subvenció a l’entitat"})

    assert [c["title"] for c in basic.get("cases?q=subvencio").json()["items"]] == ["Subvenció a l’entitat"]
    assert len(basic.get("cases?situation=open").json()["items"]) == 2
    assert basic.get("cases?situation=closed").json()["items"] == []
    assert basic.get("cases?situation=lost").status_code == 422


def test_a_reserved_case_is_a_number_to_a_colleague_and_nothing_to_the_outsider(
    basic, case, give_key, other_town, program
):
    basic.post(f"cases/{case['id']}/reserve", {"reason": "Dades de menors"})
    registrar = give_key(other_town, roles=["registrar"], name="Taulell")

    listed = registrar.get("cases").json()["items"][0]
    assert (listed["number"], listed["title"]) == (case["number"], None)
    assert registrar.get(f"cases/{case['id']}").status_code == 403
    assert registrar.get("cases?q=gual").json()["items"] == []
    assert program.get(f"cases/{case['id']}").status_code == 404
