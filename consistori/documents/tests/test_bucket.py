"""The store that is a bucket, without any server: how it asks, when it stops asking, what it keeps on this machine."""

from __future__ import annotations

import hashlib
import io
import os
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from consistori.documents import blobs
from consistori.documents.blobs import StoreUnreachable, bucket, copies, signing
from consistori.documents.checks import check_blob_store
from consistori.documents.errors import StoreFull

ACCESS, SECRET = "the-town", "only for tests"


@pytest.fixture(autouse=True)
def nobody_there(settings: Any) -> None:
    """The address of a server that nobody asks: each test says what it would answer."""
    settings.BLOB_URL = f"s3://documents?endpoint=http://127.0.0.1:9&of={time.monotonic_ns()}"
    settings.BLOB_ACCESS_KEY, settings.BLOB_SECRET_KEY = ACCESS, SECRET


def keep() -> None:
    blobs.keep(blobs.receive(io.BytesIO(b"one more")))


def test_a_bucket_that_is_full_says_so(at_work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Any, method: str, *rest: Any) -> httpx.Response:
        if method == "HEAD":
            return httpx.Response(404)
        return httpx.Response(403, text="<Error><Code>QuotaExceeded</Code></Error>")

    monkeypatch.setattr(bucket.Bucket, "_send", full)
    with pytest.raises(StoreFull):
        keep()


def test_a_server_that_lets_us_wait_is_left_alone_a_while(
    at_work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def slow(self: Any, *rest: Any) -> httpx.Response:
        asked.append(rest)
        raise httpx.ReadTimeout("too long")

    monkeypatch.setattr(bucket.Bucket, "_send", slow)
    for _ in range(3):
        with pytest.raises(StoreUnreachable):
            keep()
    assert len(asked) == 1


def test_the_copies_of_this_machine_stay_within_their_limit(settings: Any, tmp_path: Any) -> None:
    settings.CACHE_ROOT, settings.BLOB_CACHE_LIMIT = tmp_path, 25_000
    kept = copies.Copies()
    contents = [bytes([n]) * 10_000 for n in range(4)]
    paths = [kept.bring(1, hashlib.sha256(data).hexdigest(), [data]) for data in contents]
    assert all(path.exists() for path in paths), "what is in use does not go"
    for age, path in enumerate(reversed(paths)):
        long_ago = time.time() - copies.IN_USE - 100 * (age + 1)
        os.utime(path, (long_ago, long_ago))

    kept.sweep()

    assert [path.exists() for path in paths] == [False, False, True, True]


def test_a_copy_of_something_else_is_never_kept(settings: Any, tmp_path: Any) -> None:
    settings.CACHE_ROOT = tmp_path
    with pytest.raises(blobs.BlobMissing):
        copies.Copies().bring(1, hashlib.sha256(b"one").hexdigest(), [b"another"])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


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
    body = hashlib.sha256(b"Bon dia").hexdigest()
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
