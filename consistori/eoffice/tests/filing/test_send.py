"""Signed and sent once: number, hour, papers and evidence of the will to sign, all or nothing (R-SIG-01 to 03)."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction

from consistori.catalogue.models import DocumentType
from consistori.documents import blobs
from consistori.documents.models import Blob, Document
from consistori.documents.services import receiving
from consistori.eoffice.filing.drafts import Content, begin_draft, own_draft, save_answers
from consistori.eoffice.filing.jobs import bring_what_was_sent
from consistori.eoffice.filing.papers import papers_of
from consistori.eoffice.filing.sending import NotComplete, PaperHarmful, evidence_holds, sign_and_send
from consistori.eoffice.filing.terms import answer_by
from consistori.eoffice.models import Draft, SignatureEvidence
from consistori.eoffice.powers import proving
from consistori.eoffice.tests.filing.conftest import CODE, SHEET, a_citizen, put
from consistori.formats import pdfa
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.parties.models import Party
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.receipts import make_receipt
from consistori.registry.services import registering
from consistori.tenancy.scope import current_scope, working_for


@pytest.fixture
def send(shown: Any, form: Any, citizen: Any) -> Any:
    def now_send(draft: Any, **said: Any) -> Any:
        known = {"citizen": citizen, "accepted": True, "address": "192.0.2.7"} | said
        return sign_and_send(draft, shown, form, **known)

    return now_send


def test_it_enters_the_registry_with_the_application_first_and_each_paper(filled: Any, send: Any) -> None:
    put(filled, "croquis.txt", b"croquis de la terrassa")

    entry = send(filled)

    assert (entry.channel, entry.procedure, entry.heading) == ("office", CODE, "application")
    assert entry.answers == {"bar": "Bar de la Plaça", "covered": False, "tables": 6}
    assert [(row.title, row.is_application) for row in entry.documents.all()] == [
        ("Terrassa d'un bar", True),
        ("El croquis de la terrassa", False),
    ]
    assert [(row.name, row.role) for row in entry.people.all()] == [("Laia Riubrugent", "applicant")]
    assert {row.document.origin for row in entry.documents.all()} == {"citizen"}


def test_the_application_of_a_licence_is_an_application_and_no_licence(
    filled: Any, citizen: Any, form: Any, shown: Any
) -> None:
    for place, (code, eni, words) in enumerate(
        [("APPLICATION", "TD14", "sol·licitud"), ("LICENCE_TITLE", "TD01", "llicència")]
    ):
        DocumentType.objects.create(
            code=code, name_ca=code, name_es=code, eni_type=eni, words_ca=words, place=place
        )
    licence = replace(shown, sheet=replace(shown.sheet, name={"ca": "Llicència d'obres menors"}))

    entry = sign_and_send(filled, licence, form, citizen=citizen, accepted=True, address="192.0.2.7")

    document = entry.documents.get(is_application=True).document
    assert (document.type.code, document.guessed.count("type")) == ("APPLICATION", 0)


def test_the_evidence_says_who_what_when_and_from_where(filled: Any, send: Any) -> None:
    entry = send(filled)

    row = SignatureEvidence.objects.get(entry=entry)
    assert (row.method, row.level, row.assertion, row.address) == (
        "valid",
        "substantial",
        "a" * 64,
        "192.0.2.7",
    )
    assert (row.name, row.identifier) == ("Laia Riubrugent", "12345678Z")
    assert "Ajuntament de Vall-llobera" in row.statement
    assert row.document_sha256 == entry.documents.get(is_application=True).sha256
    assert evidence_holds(row)
    row.identifier = "87654321X"
    assert not evidence_holds(row)
    told = current_scope().pending[-1].event.payload()
    assert told["document_sha256"] == row.document_sha256
    assert "Laia" not in str(told)


def test_the_database_itself_refuses_to_change_an_evidence(filled: Any, send: Any) -> None:
    send(filled)

    with pytest.raises(DatabaseError), transaction.atomic():
        SignatureEvidence.objects.update(name="x")


def test_the_application_is_pdfa_with_its_data_and_evidence_inside(
    filled: Any, send: Any, tmp_path: Any
) -> None:
    entry = send(filled)

    row = entry.documents.get(is_application=True)
    with blobs.open(row.sha256) as stream:
        data = stream.read()
    path = tmp_path / "application.pdf"
    path.write_bytes(data)
    assert pdfa.check(path).holds
    with pikepdf.open(io.BytesIO(data)) as pdf:
        inside = json.loads(pdf.attachments["application.json"].get_file().read_bytes())
    assert inside["answers"]["tables"] == 6
    assert inside["signature"]["assertion_sha256"] == "a" * 64
    assert inside["signature"]["statement"] == SignatureEvidence.objects.get().statement


def test_once_sent_nothing_but_the_way_to_its_receipt_is_kept_in_the_draft(filled: Any, send: Any) -> None:
    put(filled, "croquis.txt", b"croquis")
    entry = send(filled)

    row = Draft.objects.get(pk=filled.pk)
    assert (bytes(row.sealed), row.entry, papers_of(row)) == (b"", entry, [])
    with pytest.raises(AlreadyDone):
        save_answers(row, {}, page="place", is_right=True)


def test_sent_again_it_is_the_same_entry(filled: Any, send: Any) -> None:
    first = send(filled)

    assert send(own_draft(a_citizen(), CODE, filled.pk, locked=True), accepted=False) == first
    assert RegistryEntry.objects.count() == 1


def test_not_accepted_or_not_complete_or_not_well_identified_nothing_happens(filled: Any, send: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        send(filled, accepted=False)
    assert refusal.value.field == "accepts"
    with pytest.raises(NotPermitted) as low:
        send(filled, citizen=a_citizen(level="low"))
    assert "10.4" in low.value.article
    save_answers(filled, {"bar": "Bar"}, page="terrace", is_right=False)
    with pytest.raises(NotComplete):
        send(filled)

    assert not RegistryEntry.objects.exists()
    assert Content.of(Draft.objects.get(pk=filled.pk)).answers == {"bar": "Bar"}


def test_a_paper_that_harms_is_named_and_the_rest_waits(filled: Any, send: Any) -> None:
    paper = put(filled, "croquis.txt", b"croquis")
    Blob.objects.filter(sha256=paper.file.sha256).update(scan=Blob.Scan.HARMFUL)

    with pytest.raises(PaperHarmful) as refusal:
        send(filled)

    assert "croquis.txt" in str(refusal.value)
    assert not RegistryEntry.objects.exists()


def test_the_store_away_it_is_accepted_once_and_the_rest_follows(
    filled: Any, send: Any, monkeypatch: Any, run_jobs: Any
) -> None:
    put(filled, "croquis.txt", b"croquis")

    def away(*_said: Any) -> None:
        raise blobs.StoreUnreachable("it does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(receiving.blobs, "keep", away)
        entry = send(filled)
        assert send(own_draft(a_citizen(), CODE, filled.pk, locked=True)) == entry
        with pytest.raises(blobs.StoreUnreachable):
            run_jobs()
    state = EntryState.objects.get(entry=entry)
    assert (state.receipt_state, list(entry.documents.all())) == ("none", [])

    bring_what_was_sent(entity=entry.entity, draft_id=str(filled.pk))
    bring_what_was_sent(entity=entry.entity, draft_id=str(filled.pk))
    make_receipt(entity=entry.entity, entry_id=str(entry.pk))

    names = [row.name for row in entry.documents.all()]
    assert names == ["via-04.pdf", "croquis.txt"]
    assert entry.documents.get(is_application=True).sha256 == SignatureEvidence.objects.get().document_sha256
    state.refresh_from_db()
    assert state.receipt_state in ("made", "sealed")
    assert bytes(Draft.objects.get(pk=filled.pk).sealed) == b""


def test_whoever_is_known_already_is_not_entered_twice(filled: Any, send: Any, secretary: Any) -> None:
    from consistori.parties.services import add_party

    laia = add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")

    entry = send(filled)

    assert entry.people.get().party == laia
    assert Party.objects.count() == 1
    assert laia.channels.get().value == "laia@example.cat"


def test_for_a_firm_the_firm_asks_and_the_person_represents_it(shown: Any, form: Any) -> None:
    both = a_citizen(firm="Bar de la Plaça SL", firm_identifier="B12345674")
    draft = begin_draft(shown, citizen=both)
    save_answers(draft, {"bar": "Bar", "covered": False, "tables": 2}, page="place", is_right=True)

    entry = sign_and_send(draft, shown, form, citizen=both, accepted=True)

    assert [(row.name, row.role) for row in entry.people.all()] == [
        ("Bar de la Plaça SL", "applicant"),
        ("Laia Riubrugent", "representative"),
    ]


SATURDAY = datetime(2026, 5, 9, 11, 0, tzinfo=ZoneInfo("Europe/Madrid"))


def test_filed_on_a_saturday_the_month_counts_from_monday(
    filled: Any, send: Any, shown: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(registering, "now", lambda: SATURDAY)

    answer = answer_by(send(filled), shown.sheet)

    assert answer is not None
    assert (answer.begins.isoformat(), answer.sure.isoformat()) == ("2026-05-11", "2026-06-11")
    assert answer.silence
    assert answer.article == "Llei 39/2015, art. 21.3"


def test_pressed_twice_at_once_it_is_registered_once(own_database: str) -> None:
    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.eoffice.forms.definition import read_form
    from consistori.kernel.actor import Actor
    from consistori.tenancy.models import Entity

    town = Entity.objects.create(
        slug="vall", name="Vall", short_name="Vall", code_prefix="VLL", dir3="L01999999"
    )
    citizen = a_citizen()
    with working_for(town):
        by = Actor.program(town.pk)
        publish(create_procedure(by=by, text=SHEET), by=by)
        shown = procedure(CODE)
        draft = begin_draft(shown, citizen=citizen)
        save_answers(draft, {"bar": "Bar", "covered": False, "tables": 2}, page="place", is_right=True)
    together, faults, numbers = threading.Barrier(2), [], []

    def press() -> None:
        try:
            together.wait(timeout=20)
            with working_for(town):
                mine = own_draft(citizen, CODE, draft.pk, locked=True)
                entry = sign_and_send(
                    mine, shown, read_form(shown.sheet.form), citizen=citizen, accepted=True
                )
                numbers.append(entry.reference)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(set(numbers)) == 1
    with working_for(town):
        assert RegistryEntry.objects.count() == 1
        assert SignatureEvidence.objects.count() == 1


def test_the_store_away_at_the_proof_nothing_is_kept_twice(
    shown: Any, form: Any, monkeypatch: Any, run_jobs: Any
) -> None:
    def away(*_said: Any, **_more: Any) -> None:
        raise blobs.StoreUnreachable("it does not answer")

    both = a_citizen(firm="Bar de la Plaça SL", firm_identifier="B12345674")
    draft = begin_draft(shown, citizen=both)
    save_answers(draft, {"bar": "Bar", "covered": False, "tables": 2}, page="place", is_right=True)
    signed = Document.objects.filter(version__name="via-04.pdf")
    with monkeypatch.context() as patch:
        patch.setattr(proving, "create_from_bytes", away)
        entry = sign_and_send(draft, shown, form, citizen=both, accepted=True)
    assert not signed.exists()

    run_jobs()

    assert [row.name for row in entry.documents.all()] == ["via-04.pdf", "representacio.pdf"]
    assert signed.count() == 1
