"""The notifications of a case through the API: refused while nobody signed, said by which way and why, found again."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.tenancy.scope import working_for


@pytest.fixture
def case(program: Any, town: Any, clerk: Any) -> dict[str, str]:
    from consistori.cases.models import CaseFile
    from consistori.cases.services import add_document
    from consistori.documents.services import create_from_bytes
    from consistori.parties.services import add_party

    town.switches = {**town.switches, "series_compulsory": False}
    town.save(update_fields=["switches"])
    with working_for(town):
        party = str(add_party(by=clerk, name="Laia", surname1="Riubrugent").pk)
    made = program.post("cases", {"title": "Terrassa", "parties": [{"id": party, "role": "applicant"}]})
    assert made.status_code == 201, made.content
    with working_for(town):
        document = create_from_bytes(
            by=clerk, data=b"Decret\n", name="decret.txt", title="Decret", language="ca", state="final"
        )
        add_document(CaseFile.objects.get(pk=made.json()["id"]), document, by=clerk)
    return {"id": str(made.json()["id"]), "party": party, "document": str(document.pk)}


def _sign(town: Any, mayor: Any, key: str) -> None:
    from consistori.documents.models import Document, VersionBlob
    from consistori.kernel.clock import now
    from consistori.signature.models import SignatureRequest

    with working_for(town):
        document = Document.objects.get(pk=key)
        SignatureRequest.objects.create(
            document=document, version=document.version, signer_id=mayor.person_id, state="signed",
            signed_sha256="a" * 64, stamped_at=now(), signer_post="Alcaldessa",
        )  # fmt: skip
        VersionBlob.objects.create(
            version=document.version, position=1, kind="signature", sha256="a" * 64, size=10
        )
        Document.objects.filter(pk=key).update(state="frozen")


def test_an_act_is_notified_once_it_is_signed(
    program: Any, town: Any, mayor: Any, case: dict[str, str]
) -> None:
    all_of = f"cases/{case['id']}/notifications"
    body = {"document": case["document"], "to": [{"party": case["party"]}]}

    unsigned = program.post(all_of, body)
    _sign(town, mayor, case["document"])
    stranger = program.post(all_of, body | {"to": [{"party": case["id"]}]})
    lacking = program.post(all_of, body | {"footing": "not_ends"})
    sent = program.post(all_of, body)
    twice = program.post(all_of, body)

    assert (unsigned.status_code, stranger.status_code, lacking.status_code) == (422, 422, 422)
    assert lacking.json()["code"] == "cannot-notify"
    assert sent.status_code == 201, sent.content
    (one,) = sent.json()["notifications"]
    assert (one["channel"], one["why"], one["state"]) == ("paper", "never_chose", "available")
    assert twice.status_code == 409
    assert program.get(all_of).json()["items"] == [one]
    assert program.get(f"{all_of}/{one['id']}").json() == one
    assert program.get(f"{all_of}/{case['id']}").status_code == 404
