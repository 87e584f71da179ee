"""What somebody brings is opened by nobody until the scanner has looked at it; the scanner dead, it stays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consistori.connectors.scanner.clamd import Clamd
from consistori.connectors.scanner.fake import EICAR, FakeScanner, answering
from consistori.documents import blobs
from consistori.documents.blobs import quarantine
from consistori.documents.blobs.scanning import ScannerSilent
from consistori.documents.jobs import scan_waiting
from consistori.documents.models import Blob, DamagedBlob, Document
from consistori.documents.received import ReceivedFile
from consistori.documents.search.asking import Question, ask
from consistori.documents.services import create_from_bytes, receive_document
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

CLEAN, HARM = b"Acta del ple", b"Abans " + EICAR + b" despres"


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.CACHE_ROOT = tmp_path / "cache"


@pytest.fixture
def scanner(settings: Any) -> Iterator[FakeScanner]:
    with answering() as server:
        settings.SCANNER_URL = server.url
        yield server


def _brought(town: Any, clerk: Any, data: bytes, name: str = "acta.txt") -> Document:
    with working_for(town):
        return receive_document(by=clerk, received=ReceivedFile.from_bytes(name, data), title="Acta")


def _scan(document: Document, town: Any) -> str:
    with working_for(town):
        return str(Blob.objects.get(sha256=document.version.sha256).scan)


def test_what_is_brought_opens_only_when_the_scanner_has_looked_at_it(
    scanner, town, clerk, sign_in, run_jobs
):
    document = _brought(town, clerk, CLEAN)
    browser = sign_in(clerk)
    page, file = (f"/e/vall-llobera/desk/documents/{document.pk}/{end}" for end in ("", "download/"))

    assert _scan(document, town) == "waiting"
    assert browser.get(file).status_code == 423
    assert "quarantena" in browser.get(page).content.decode()

    run_jobs()

    assert _scan(document, town) == "clean"
    assert b"".join(browser.get(file).streaming_content) == CLEAN
    assert "quarantena" not in browser.get(page).content.decode()
    with working_for(town):
        assert [one.document.pk for one in ask(Question("ple"), lambda rows: rows).found] == [document.pk]


def test_what_harms_is_closed_for_ever_and_told(scanner, town, clerk, sign_in, run_jobs, settings):
    document = _brought(town, clerk, HARM)
    run_jobs()

    assert _scan(document, town) == "harmful"
    answer = sign_in(clerk).get(f"/e/vall-llobera/desk/documents/{document.pk}/")
    assert "Eicar-Signature" in answer.content.decode()
    with working_for(town):
        assert any("Eicar-Signature" in str(fact.sentence) for fact in timeline([document.pk]))
        assert ask(Question("despres"), lambda rows: rows).found == []
    found = DamagedBlob.objects.get()
    assert (found.damage, found.documents) == ("harmful", [document.eni_identifier])

    settings.SCANNER_URL = ""
    with working_for(town), pytest.raises(quarantine.Harmful):
        blobs.open(document.version.sha256)


def test_with_the_scanner_dead_it_stays_in_quarantine_until_it_is_back(
    town, clerk, sign_in, run_jobs, settings
):
    with answering() as server:
        settings.SCANNER_URL = server.url
    server.server_close()
    document = _brought(town, clerk, CLEAN)
    run_jobs()

    assert _scan(document, town) == "waiting"
    page = sign_in(clerk).get(f"/e/vall-llobera/desk/documents/{document.pk}/").content.decode()
    assert "cinc minuts" in page
    assert not quarantine.scanner_answers().well

    with answering() as server:
        settings.SCANNER_URL = server.url
        scan_waiting(0)
    assert _scan(document, town) == "clean"


def test_what_the_program_makes_does_not_wait(scanner, town, clerk):
    with working_for(town):
        document = create_from_bytes(by=clerk, data=b"Portada", name="portada.txt", title="Portada")

    assert _scan(document, town) == ""
    assert scanner.looked_at == 0


def test_the_same_bytes_are_looked_at_once(scanner, town, clerk, run_jobs):
    for name in ("a.txt", "b.txt"):
        _brought(town, clerk, CLEAN, name)
    run_jobs()
    _brought(town, clerk, CLEAN, "c.txt")
    run_jobs()

    assert scanner.looked_at == 1


def test_whoever_keeps_the_bytes_goes_past_the_quarantine(scanner, town, clerk):
    document = _brought(town, clerk, CLEAN)

    with working_for(town), blobs.open_as_kept(document.version.sha256) as stream:
        assert stream.read() == CLEAN


def test_a_file_over_the_limit_of_the_scanner_is_not_known_to_be_clean():
    with answering(limit=10) as server, pytest.raises(ScannerSilent, match="size limit"):
        Clamd(server.url).look_at(io.BytesIO(b"x" * 11))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere.sock", "http://x", "tcp://"])
def test_a_scanner_that_is_not_there_says_nothing(address):
    assert not Clamd(address, timeout=1).answers()
    with pytest.raises(ScannerSilent):
        Clamd(address, timeout=1).look_at(io.BytesIO(b"x"))


def test_a_large_file_goes_in_pieces_and_harm_is_found_at_its_end():
    with answering() as server:
        assert not Clamd(server.url).look_at(io.BytesIO(b"x" * 700_000 + EICAR)).clean
        assert Clamd(server.url).look_at(io.BytesIO(b"x" * 700_000)).clean
