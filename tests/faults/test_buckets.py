"""Documents in a bucket: the same door as the folder, on servers of two makers, also when they die."""

from __future__ import annotations

import hashlib
import io
import os
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.urls import reverse

from consistori.documents import blobs
from consistori.documents.blobs import BlobMissing, StoreUnreachable, bucket, copies, signing
from consistori.documents.checks import check_blob_store, store_answers, store_keeps
from consistori.documents.errors import StoreFull
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


def test_a_bucket_that_is_full_says_so(rclone: Server, at_work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Any, method: str, *rest: Any) -> httpx.Response:
        if method == "HEAD":
            return httpx.Response(404)
        return httpx.Response(403, text="<Error><Code>QuotaExceeded</Code></Error>")

    monkeypatch.setattr(bucket.Bucket, "_send", full)
    with pytest.raises(StoreFull):
        kept(b"one more")


def test_a_server_that_lets_us_wait_is_left_alone_a_while(
    rclone: Server, at_work: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BLOB_URL = rclone.url + "&slow=1"
    asked = []

    def slow(self: Any, *rest: Any) -> httpx.Response:
        asked.append(rest)
        raise httpx.ReadTimeout("too long")

    monkeypatch.setattr(bucket.Bucket, "_send", slow)
    for _ in range(3):
        with pytest.raises(StoreUnreachable):
            kept()
    assert len(asked) == 1


def test_the_copies_of_this_machine_stay_within_their_limit(
    rclone: Server, at_work: Any, settings: Any
) -> None:
    settings.BLOB_CACHE_LIMIT = 25_000
    names = [kept(bytes([n]) * 10_000) for n in range(4)]
    root = settings.CACHE_ROOT / "blobs"
    found = {path.name: path for path in root.rglob("*") if path.is_file()}
    assert set(found) == set(names), "what is in use does not go"
    for age, name in enumerate(reversed(names)):
        long_ago = time.time() - copies.IN_USE - 100 * (age + 1)
        os.utime(found[name], (long_ago, long_ago))

    blobs.sweep()

    assert {path.name for path in root.rglob("*") if path.is_file()} == set(names[2:])
    assert blobs.existing_path(names[0]).read_bytes() == bytes([0]) * 10_000


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


@pytest.mark.parametrize(
    ("address", "key", "faults"),
    [("s3://documents?endpoint=https://s3.example", "k", 0), ("s3://documents", "", 1), ("s3://d", "k", 1)],
)
def test_a_bucket_without_name_or_keys_stops_the_start(
    settings: Any, address: str, key: str, faults: int
) -> None:
    settings.BLOB_URL, settings.BLOB_ACCESS_KEY, settings.BLOB_SECRET_KEY = address, key, key
    assert len(check_blob_store(None)) == faults


def test_requests_are_signed_as_amazon_s_own_library_does() -> None:
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    url = "https://s3.example:9000/documents/a%20prefix/12/ab/cd/abcd"
    at = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)
    body = hashlib.sha256(BON_DIA).hexdigest()
    ours = signing.signed_headers(
        "PUT", url, region="eu-south-2", access_key=ACCESS, secret_key=SECRET, at=at, body_sha256=body,
        headers={"Range": "bytes=5-"},
    )  # fmt: skip
    asked = AWSRequest("PUT", url, headers={"Range": "bytes=5-"})
    asked.context["timestamp"] = at.strftime("%Y%m%dT%H%M%SZ")
    auth = S3SigV4Auth(Credentials(ACCESS, SECRET), "s3", "eu-south-2")
    asked.headers["X-Amz-Date"], asked.headers["X-Amz-Content-SHA256"] = asked.context["timestamp"], body
    text = auth.string_to_sign(asked, auth.canonical_request(asked))
    assert ours["authorization"].endswith(f"Signature={auth.signature(text, asked)}")
