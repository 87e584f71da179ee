"""Checking a document by its code, as anybody does."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consistori.documents.models import Document, DocumentVersion
from consistori.signature import verification
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.services import sign_requests
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.signature.web import public, throttle
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading

Ask = Callable[..., SignatureRequest]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "ANSWER_SECONDS", 0)


@pytest.fixture
def signed(ask: Ask, give_key: Callable[..., SigningKey], mayor: Any, town: Any) -> Iterator[DocumentVersion]:
    give_key(mayor, town)
    request = ask(mayor, "Llicència d’obres al carrer Nou, 12")
    sign_requests([request], by=mayor, passphrase=PASSPHRASE)
    yield request.version


def bytes_at(position: int, version: DocumentVersion, town: Any) -> bytes:
    from consistori.documents import blobs

    with working_for(town):
        blob = version.blobs.order_by("position")[position]
        with blobs.open(blob.sha256) as stream:
            return stream.read()


def test_a_signed_document_says_who_when_and_that_it_holds(client: Client, signed: DocumentVersion) -> None:
    page = client.get(f"/verify/{signed.code}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "És autèntic i no ha canviat" in text
    assert "Rosa Bassols" in text
    assert "alcaldessa" in text
    assert "amb segell de temps" in text
    assert "l’Ajuntament de Vall-llobera" in text
    assert "DEMO" in text
    assert page["X-Robots-Tag"].startswith("noindex")
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "write", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")]
)
def test_the_code_may_be_written_as_one_likes(
    client: Client, signed: DocumentVersion, write: Callable[[str], str]
) -> None:
    answer = client.get("/verify/", {"code": write(signed.code)}, follow=True)

    assert "És autèntic i no ha canviat" in answer.content.decode()


def test_the_page_of_the_town_gives_the_same(client: Client, signed: DocumentVersion) -> None:
    assert client.get(f"/e/vall-llobera/verify/{signed.code}/").status_code == 200


def test_unknown_forged_and_badly_written_codes_get_the_same_answer(
    client: Client, signed: DocumentVersion, town: Any
) -> None:
    from consistori.formats.codes import new_code

    answers = [
        client.get(f"/verify/{code}/")
        for code in (new_code("VLL"), new_code("ZZZ"), "VLL-1234", signed.code[:-1] + "0")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert all("Cap document nostre té aquest codi" in answer.content.decode() for answer in answers)


def test_a_row_forged_in_the_database_does_not_pass(
    client: Client, signed: DocumentVersion, settings: Any
) -> None:
    settings.CODE_KEY = "another key than the one that sealed it"

    assert client.get(f"/verify/{signed.code}/").status_code == 404


def test_every_answer_takes_at_least_the_same_time(
    client: Client, monkeypatch: pytest.MonkeyPatch, town: Any
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(verification, "ANSWER_SECONDS", 5)
    monkeypatch.setattr(verification.time, "sleep", slept.append)

    client.get("/verify/VLL-1234/")

    assert len(slept) == 1
    assert slept[0] > 4


def test_the_document_and_the_report_can_be_downloaded(client: Client, signed: DocumentVersion) -> None:
    document = client.get(f"/verify/{signed.code}/document/")
    report = client.get(f"/verify/{signed.code}/report/")
    image = client.get(f"/verify/{signed.code}/page/1.png")

    assert b"".join(document.streaming_content).startswith(b"%PDF")
    assert document["X-Content-Type-Options"] == "nosniff"
    assert report.content.startswith(b"%PDF")
    assert b"".join(image.streaming_content).startswith(b"\x89PNG")
    assert client.get(f"/verify/{signed.code}/page/99.png").status_code == 404


@pytest.mark.parametrize(
    ("position", "words"),
    [(1, "el mateix"), (0, "el text que es va enviar a signar")],
)
def test_a_file_of_ours_is_recognised_also_an_earlier_one(
    client: Client, signed: DocumentVersion, town: Any, position: int, words: str
) -> None:
    file = SimpleUploadedFile("decret.pdf", bytes_at(position, signed, town), "application/pdf")

    page = client.post(f"/verify/{signed.code}/", {"file": file}).content.decode()

    assert "És nostre, lletra per lletra" in page
    assert words in page.lower()


def test_an_altered_file_is_put_beside_ours(client: Client, signed: DocumentVersion, town: Any) -> None:
    altered = bytes_at(1, signed, town) + b"x"
    file = SimpleUploadedFile("decret_187.pdf", altered, "application/pdf")

    page = client.post(f"/verify/{signed.code}/", {"file": file}).content.decode()

    assert "Aquest fitxer no és el nostre" in page
    assert "decret_187.pdf" in page
    assert "<mark>" in page


def test_the_file_that_is_compared_is_not_kept(
    client: Client, signed: DocumentVersion, town: Any, settings: Any
) -> None:
    from pathlib import Path

    file = SimpleUploadedFile("x.pdf", b"%PDF-1.7 anything", "application/pdf")
    incoming = Path(settings.BLOB_ROOT) / "incoming"
    before = set(incoming.glob("*"))

    client.post(f"/verify/{signed.code}/", {"file": file})

    assert set(incoming.glob("*")) <= before


def test_an_unsigned_one_is_ours_but_nobody_has_signed_it(
    client: Client, ask: Ask, mayor: Any, signing_house: Any
) -> None:
    page = client.get(f"/verify/{ask(mayor).version.code}/").content.decode()

    assert "encara no l’ha signat ningú" in page


def test_every_check_is_logged(client: Client, signed: DocumentVersion, town: Any) -> None:
    client.get(f"/verify/{signed.code}/")

    with working_for(town):
        (reading,) = Reading.objects.filter(kind="verification")
        assert reading.channel == "public"
        assert reading.label == signed.code


def test_too_many_checks_wait_a_minute(
    client: Client, signed: DocumentVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(throttle, "_minute", lambda: 1)  # the four fall in one
    answers = [client.get("/verify/", REMOTE_ADDR="203.0.113.9").status_code for _ in range(4)]

    assert answers[-1] == 429


def test_bytes_changed_in_the_store_are_found(client: Client, signed: DocumentVersion, town: Any) -> None:
    from consistori.documents import blobs

    with working_for(town):
        last = Document.objects.with_version().get(pk=signed.document_id).latest_blob
        path = blobs.existing_path(last.sha256)
        data = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(data.replace(b"/Type", b"/type", 1))
    try:
        page = client.get(f"/verify/{signed.code}/").content.decode()
    finally:
        path.write_bytes(data)

    assert "és autèntic i no ha canviat" not in page.lower()
    assert "is-bad" in page


def test_the_page_speaks_spanish(client: Client, signed: DocumentVersion) -> None:
    page = client.get(f"/verify/{signed.code}/", HTTP_ACCEPT_LANGUAGE="es").content.decode()

    assert "Es auténtico y no ha cambiado" in page


def test_behind_a_proxy_the_limit_is_of_each_visitor(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, town: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr(public, "MOST_A_MINUTE", 1)
    for _ in range(2):
        client.get("/verify/", HTTP_X_FORWARDED_FOR="203.0.113.20")

    assert client.get("/verify/", HTTP_X_FORWARDED_FOR="203.0.113.20").status_code == 429
    assert client.get("/verify/", HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.21").status_code == 200
