"""A file comes in, and becomes a document with sensible guesses, kept once and found again."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings

from consistori.documents import blobs
from consistori.documents.errors import FileRefused, FileTooLarge
from consistori.documents.models import Blob, Document, DocumentVersion
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, receive_document
from consistori.formats.tests import makers
from consistori.kernel.errors import NotPermitted
from consistori.tenancy.scope import NoScope, working_for
from consistori.trail.models import TrailEvent

Bring = Callable[..., Document]


def test_a_file_becomes_a_document_with_its_metadata(bring: Bring, town: Any) -> None:
    content = makers.typst_pdf()

    document = bring("informe_tecnic-2026-01-15.pdf", content)

    stored = Document.objects.with_version().get(pk=document.pk)
    assert stored.title == "Informe tecnic-2026-01-15"
    assert stored.date_on == date(2026, 1, 15)
    assert stored.language == "ca"
    assert stored.eni_identifier.startswith("ES_L01999999_")
    assert len(stored.eni_identifier) == 48
    assert stored.version.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.version.pages, stored.version.format_name) == (1, "PDF")
    assert stored.latest_blob.sha256 == stored.version.sha256
    assert b"".join(blobs.pieces(stored.version.sha256)) == content


def test_the_trail_tells_who_brought_what(bring: Bring, clerk: Any, town: Any) -> None:
    document = bring()

    from consistori.tenancy.scope import current_scope

    [told] = [p.event for p in current_scope().pending if p.event.subject_id == document.pk]
    assert told.payload()["sha256"] == document.version.sha256
    assert str(told.says) % told.payload()


def test_an_upload_costs_at_most_twelve_statements(
    town: Any, clerk: Any, types: dict[str, Any], statements: Callable[[], Any]
) -> None:
    received = ReceivedFile.from_bytes("Informe.pdf", makers.typst_pdf())
    received.content()

    with statements() as counted, working_for(town):
        receive_document(by=clerk, received=received)

    assert counted.count <= 12, counted.sql


def test_guesses_are_marked_and_what_was_said_is_not(bring: Bring, types: dict[str, Any]) -> None:
    document = bring("Informe de la policia local.pdf", origin="administration")

    assert document.type == types["informe"]
    assert "type" in document.guessed
    assert "origin" not in document.guessed


def test_an_attachment_that_says_nothing_stays_without_type(bring: Bring, types: dict[str, Any]) -> None:
    assert bring("IMG_20260110_1234.png", makers.image("PNG")).is_untyped


def test_the_same_bytes_are_kept_once_and_told_as_twins(bring: Bring) -> None:
    first = bring("Informe.pdf")

    second = bring("Informe (1).pdf")

    assert [twin.pk for twin in second.twins] == [first.pk]
    assert Blob.objects.count() == 1
    assert second.title == "Informe"


def test_twins_of_another_town_are_not_told(town: Any, other_town: Any, clerk: Any, outsider: Any) -> None:
    with working_for(other_town):
        receive_document(by=outsider, received=ReceivedFile.from_bytes("a.pdf", makers.typst_pdf()))

    with working_for(town):
        mine = receive_document(by=clerk, received=ReceivedFile.from_bytes("a.pdf", makers.typst_pdf()))
        assert list(mine.twins) == []
        assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("buit.pdf", b"", "file-empty"),
        ("trencat.pdf", b"%PDF-1.7 res", "file-corrupt-pdf"),
        ("tancat.pdf", makers.encrypted_pdf(), "file-encrypted-pdf"),
        ("guio.pdf", makers.scripted_pdf(), "file-active-pdf"),
        ("eina.exe", b"MZ...", "file-program"),
        ("a.svg", b"<svg onload='x()'/>", "file-active-markup"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(bring: Bring, name: str, data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        bring(name, data)

    assert refused.value.code == code
    assert refused.value.field == "file"
    assert str(refused.value)
    assert Document.objects.count() == 0


def test_a_wrong_extension_is_kept_with_its_right_name(bring: Bring) -> None:
    document = bring("factura.pdf", makers.image("JPEG"))

    assert document.version.name == "factura.jpg"
    assert "renamed" in document.version.remarks


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\u202efdp.pdf", "CON.pdf", "x" * 500 + ".pdf", "", "<b>.pdf"]
)
def test_a_hostile_name_does_no_harm(bring: Bring, name: str) -> None:
    kept = bring(name).version.name

    assert kept.endswith(".pdf")
    assert "/" not in kept
    assert "\u202e" not in kept
    assert len(kept) <= 200


def test_a_file_over_the_limit_is_refused(settings: LazySettings, at_work: Any) -> None:
    settings.UPLOAD_LIMIT = 1000

    with pytest.raises(FileTooLarge):
        ReceivedFile.from_stream("gran.bin", makers.io.BytesIO(b"x" * 1001))


def test_who_may_not_work_does_not_bring(at_work: Any, town: Any, hire: Callable[..., Any]) -> None:
    auditor = hire(town, "auditor", "Aina", "Sentinella")

    with pytest.raises(NotPermitted):
        receive_document(by=auditor, received=ReceivedFile.from_bytes("a.pdf", makers.typst_pdf()))


def test_the_program_keeps_its_own_documents(at_work: Any, clerk: Any, types: dict[str, Any]) -> None:
    cover = create_from_bytes(
        by=clerk, data=makers.typst_pdf(), name="caratula.pdf", title="Caràtula", type=types["informe"]
    )

    assert cover.origin == "administration"
    assert cover.version.making == DocumentVersion.Making.MADE
    assert "origin" not in cover.guessed


def test_without_a_town_there_is_no_document(town: Any, clerk: Any) -> None:
    with pytest.raises(NoScope):
        receive_document(by=clerk, received=ReceivedFile.from_bytes("a.pdf", makers.typst_pdf()))


def test_versions_do_not_change_in_the_database(bring: Bring) -> None:
    from django.db import DatabaseError, transaction

    document = bring()

    for change in (
        lambda: DocumentVersion.objects.filter(pk=document.version_id).update(name="altre.pdf"),
        lambda: DocumentVersion.objects.filter(pk=document.version_id).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_refused_act_leaves_no_fact(bring: Bring, town: Any) -> None:
    with pytest.raises(FileRefused):
        bring("buit.pdf", b"")

    assert not TrailEvent.objects.filter(kind="documents.DocumentReceived").exists()
