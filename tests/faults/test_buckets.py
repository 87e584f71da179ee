"""Documents in a bucket: the same door as the folder, on servers of two makers, also when they die."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from consistori.documents import blobs
from consistori.documents.blobs import BlobMissing, StoreUnreachable, bucket
from consistori.documents.checks import store_answers, store_keeps
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.tenancy.scope import working_for

from .buckets import ACCESS, SECRET, Door, Server

BON_DIA = b"Bon dia, Vall-llobera."


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """Begun once for all these tests."""
    made = {kind: Server(kind, tmp_path_factory.mktemp(kind)) for kind in ("moto", "rclone")}
    for server in made.values():
        server.start()
    yield made
    for server in made.values():
        server.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(bucket, "PAUSE", 0.01)
    settings.BLOB_ROOT, settings.CACHE_ROOT = tmp_path / "blobs", tmp_path / "cache"
    settings.BLOB_ACCESS_KEY, settings.BLOB_SECRET_KEY = ACCESS, SECRET


@pytest.fixture(params=["moto", "rclone"])
def server(request: pytest.FixtureRequest, servers: dict[str, Server], settings: Any) -> Server:
    made = servers[request.param]
    settings.BLOB_URL = made.url
    return made


@pytest.fixture
def rclone(servers: dict[str, Server], settings: Any) -> Server:
    settings.BLOB_URL = servers["rclone"].url
    return servers["rclone"]


def kept(data: bytes = BON_DIA) -> str:
    received = blobs.receive(io.BytesIO(data))
    blobs.keep(received)
    return received.sha256


def forget_copies(settings: Any) -> None:
    for path in (Path(settings.CACHE_ROOT) / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()


def on_its_disk(server: Server, entity: Any, sha256: str) -> Path:
    return server.folder / "documents" / "towns" / str(entity.pk) / sha256[:2] / sha256[2:4] / sha256


def test_what_is_kept_comes_back(server: Server, at_work: Any, settings: Any) -> None:
    data = os.urandom(3 * blobs.PIECE + 17)
    sha256 = kept(data)
    forget_copies(settings)

    assert b"".join(blobs.pieces(sha256)) == data
    assert blobs.existing_path(sha256).read_bytes() == data
    assert list((settings.BLOB_ROOT / "incoming").iterdir()) == []


def test_a_part_of_it_is_read_from_its_place(server: Server, at_work: Any, settings: Any) -> None:
    data = os.urandom(600_000)
    sha256 = kept(data)
    forget_copies(settings)

    with blobs.open(sha256) as stream:
        assert stream.seek(0, 2) == len(data)
        assert stream.read(1) == b""
        stream.seek(500_000)
        assert stream.read(10) == data[500_000:500_010]
        stream.seek(0)
        assert stream.read() == data


def test_an_empty_blob_too(server: Server, at_work: Any, settings: Any) -> None:
    sha256 = kept(b"")
    forget_copies(settings)
    with blobs.open(sha256) as stream:
        assert stream.read() == b""


def test_twice_the_same_bytes_are_sent_once(
    server: Server, at_work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(b"the same")
    sent = []
    monkeypatch.setattr(bucket, "_pieces_of", lambda path: sent.append(path) or iter([b"the same"]))
    kept(b"the same")
    assert sent == []


def test_the_bytes_of_one_town_are_not_there_for_another(
    server: Server, town: Any, other_town: Any, settings: Any
) -> None:
    with working_for(town):
        sha256 = kept(b"of the first town")
    with working_for(other_town), pytest.raises(BlobMissing):
        blobs.open(sha256)
    with working_for(other_town), pytest.raises(BlobMissing):
        blobs.existing_path(sha256)


def test_a_name_that_is_no_hash_never_leaves(server: Server, at_work: Any) -> None:
    with pytest.raises(BlobMissing):
        blobs.open("../" * 21 + "a")


def test_what_is_erased_is_no_more(server: Server, at_work: Any) -> None:
    sha256 = kept(b"to be erased")
    blobs.erase(sha256)
    blobs.erase(sha256)
    with pytest.raises(BlobMissing):
        blobs.open(sha256)


def test_a_document_is_brought_and_downloaded(
    server: Server, town: Any, clerk: Any, sign_in: Any, settings: Any
) -> None:
    text = "Informe sobre l’arranjament del camí.\n".encode() * 50
    with working_for(town):
        document = receive_document(by=clerk, received=ReceivedFile.from_bytes("informe.txt", text))
    forget_copies(settings)

    answer = sign_in(clerk).get(f"/e/{town.slug}" + reverse("documents:download", args=[document.pk]))

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == text


def test_outsiders_find_nothing_in_a_bucket_either(
    server: Server, town: Any, clerk: Any, outsider: Any, sign_in: Any
) -> None:
    with working_for(town):
        document = receive_document(by=clerk, received=ReceivedFile.from_bytes("informe.txt", b"Reservat"))
    answer = sign_in(outsider).get(f"/e/{town.slug}" + reverse("documents:download", args=[document.pk]))
    assert answer.status_code == 404


def test_memory_stays_flat_however_large_it_is(rclone: Server, at_work: Any, settings: Any) -> None:
    class Large:
        left = 48

        def read(self, size: int) -> bytes:
            self.left -= 1
            return bytes([self.left]) * blobs.PIECE if self.left >= 0 else b""

    tracemalloc.start()
    received = blobs.receive(Large())  # type: ignore[arg-type]
    blobs.keep(received)
    forget_copies(settings)
    read = sum(len(piece) for piece in blobs.pieces(received.sha256))
    blobs.existing_path(received.sha256)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == 48 * blobs.PIECE
    assert peak < 12 * blobs.PIECE


def test_a_server_that_is_gone_keeps_nothing_and_says_so(rclone: Server, town: Any, clerk: Any) -> None:
    from consistori.documents.models import Document

    rclone.stop()
    try:
        with pytest.raises(StoreUnreachable) as told, working_for(town):
            receive_document(by=clerk, received=ReceivedFile.from_bytes("acta.txt", b"Acta del ple"))
        assert told.value.status == 503
        assert not store_answers().well
        with working_for(town):
            assert not Document.objects.exists()
    finally:
        rclone.start()
    with working_for(town):
        receive_document(by=clerk, received=ReceivedFile.from_bytes("acta.txt", b"Acta del ple"))
    assert store_answers().well


def test_the_page_says_that_the_documents_are_away(
    rclone: Server, town: Any, clerk: Any, sign_in: Any, settings: Any
) -> None:
    with working_for(town):
        document = receive_document(
            by=clerk, received=ReceivedFile.from_bytes("plec.txt", b"Plec de clausules")
        )
    forget_copies(settings)
    rclone.stop()
    try:
        answer = sign_in(clerk).get(f"/e/{town.slug}" + reverse("documents:download", args=[document.pk]))
    finally:
        rclone.start()
    assert answer.status_code == 503


def test_the_words_of_a_document_wait_for_the_store(
    rclone: Server, town: Any, clerk: Any, settings: Any
) -> None:
    from consistori.documents.jobs import read_words
    from consistori.documents.models import DocumentText

    with working_for(town):
        document = receive_document(
            by=clerk, received=ReceivedFile.from_bytes("bases.txt", b"Bases reguladores")
        )
    forget_copies(settings)
    rclone.stop()
    try:
        with pytest.raises(StoreUnreachable):
            read_words(entity=town, document_id=str(document.pk))
    finally:
        rclone.start()
    read_words(entity=town, document_id=str(document.pk))
    with working_for(town):
        assert "reguladores" in DocumentText.objects.get(version=document.version).text


def test_an_answer_that_breaks_half_way_goes_on_from_there(
    rclone: Server, at_work: Any, settings: Any
) -> None:
    data = os.urandom(2_000_000)
    sha256 = kept(data)
    forget_copies(settings)
    door = Door(rclone.endpoint)
    settings.BLOB_URL = rclone.url.replace(rclone.endpoint, door.endpoint)
    door.cut_after = 700_000
    try:
        assert b"".join(blobs.pieces(sha256)) == data
        assert door.cuts == 1
    finally:
        door.close()


def test_bytes_that_the_server_spoiled_are_never_given_for_good(
    rclone: Server, at_work: Any, settings: Any
) -> None:
    sha256 = kept(b"Total: 100 euros" * 5000)
    forget_copies(settings)
    on_its_disk(rclone, at_work, sha256).write_bytes(b"Total: 900 euros" * 5000)
    rclone.look_again()

    with pytest.raises(BlobMissing):
        blobs.existing_path(sha256)
    with pytest.raises(BlobMissing):
        list(blobs.pieces(sha256))
    assert [p for p in (settings.CACHE_ROOT / "blobs").rglob("*") if p.is_file()] == []


def test_half_a_file_that_a_killed_server_left_is_sent_again(rclone: Server, at_work: Any) -> None:
    data = b"Decret d'alcaldia" * 1000
    sha256 = hashlib.sha256(data).hexdigest()
    half = on_its_disk(rclone, at_work, sha256)
    half.parent.mkdir(parents=True)
    half.write_bytes(data[:100])
    rclone.look_again()

    kept(data)

    assert half.read_bytes() == data


def test_a_wrong_secret_is_told_to_the_operator(rclone: Server, at_work: Any, settings: Any) -> None:
    settings.BLOB_SECRET_KEY = "another"
    with pytest.raises(StoreUnreachable) as told:
        kept()
    assert "403" in told.value.detail
    assert SECRET not in told.value.detail


def test_the_doctor_tries_the_store(server: Server, settings: Any) -> None:
    assert store_answers().well
    assert store_keeps().well
    settings.BLOB_URL = server.url.replace("documents", "nobody-made-it")
    assert not store_answers().well


def test_a_folder_copied_to_a_bucket_is_that_store(rclone: Server, at_work: Any, settings: Any) -> None:
    import shutil

    settings.BLOB_URL = f"file://{settings.BLOB_ROOT}"
    sha256 = kept(b"kept in the folder")
    source = settings.BLOB_ROOT / str(at_work.pk)
    shutil.copytree(source, rclone.folder / "documents" / "towns" / str(at_work.pk), dirs_exist_ok=True)
    rclone.look_again()

    settings.BLOB_URL = rclone.url
    assert b"".join(blobs.pieces(sha256)) == b"kept in the folder"
