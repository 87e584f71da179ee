"""The store that is a bucket of S3: `s3://bucket/prefix?endpoint=https://…&region=…`, with two keys of the settings.

Only what every server does right is asked of it: put, get with a range, head, delete. Nothing rests on conditional
writes or on the server's own sums: the name of a blob is its hash, and it is looked at whenever bytes come back.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import parse_qsl, urlsplit

import httpx
from django.conf import settings

from consistori.documents.blobs.copies import Copies
from consistori.documents.blobs.incoming import PIECE, ReceivedBlob
from consistori.documents.blobs.port import BlobMissing, StoreUnreachable, key_of
from consistori.documents.blobs.reading import BlobReader
from consistori.documents.blobs.signing import EMPTY, quoted, signed_headers
from consistori.documents.errors import StoreFull
from consistori.kernel import watching

log = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE = 0.2
"""Seconds before the second attempt; four times as many before the third."""

REST = 5.0
"""Seconds in which a server that let us wait is not asked again: nobody else waits for it with a transaction open."""

_FULL = frozenset({"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "StorageFull"})
_TIMES = httpx.Timeout(30, connect=5, pool=5)


class Bucket:
    """Blobs in a bucket, and copies on this machine of those that are looked at."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query))
        self.region = options.get("region") or "us-east-1"
        endpoint = options.get("endpoint") or f"https://s3.{self.region}.amazonaws.com"
        self.bucket = f"{endpoint.rstrip('/')}/{parts.netloc}"
        self.prefix = "/".join([*filter(None, parts.path.split("/")), ""])
        self.copies = Copies()
        self._client = httpx.Client(timeout=_TIMES, follow_redirects=False)
        self._resting_until = 0.0

    # What the port asks

    def keep(self, entity_id: int, received: ReceivedBlob) -> None:
        name = key_of(entity_id, received.sha256)
        if self.size_of(name) != received.size:
            self._ask("PUT", name, body=received)
        self.copies.adopt(entity_id, received)

    def open(self, entity_id: int, sha256: str) -> BinaryIO:
        if (copy := self.copies.find(entity_id, sha256)) is not None:
            return copy.open("rb")
        return cast(BinaryIO, BlobReader(self, key_of(entity_id, sha256), sha256))

    def as_stored(self, entity_id: int, sha256: str) -> BinaryIO:
        return cast(BinaryIO, BlobReader(self, key_of(entity_id, sha256), ""))

    def existing_path(self, entity_id: int, sha256: str) -> Path:
        if (copy := self.copies.find(entity_id, sha256)) is not None:
            return copy
        with BlobReader(self, key_of(entity_id, sha256), sha256) as source:
            return self.copies.bring(entity_id, sha256, iter(lambda: source.read(PIECE), b""))

    def erase(self, entity_id: int, sha256: str) -> None:
        self._ask("DELETE", key_of(entity_id, sha256), absent_is_right=True)
        self.copies.forget(entity_id, sha256)

    def sweep(self) -> None:
        self.copies.sweep()

    # What the reader and the doctor ask

    def size_of(self, name: str) -> int | None:
        """How many bytes the server holds under that name; None if none."""
        answer = self._ask("HEAD", name, absent_is_right=True)
        return int(answer.headers["content-length"]) if answer.status_code == 200 else None

    def get(self, name: str, start: int = 0, end: int = 0) -> httpx.Response:
        """The answer with the bytes from `start` to before `end`, or all, still to be read and to be closed."""
        return self._ask("GET", name, headers={"range": f"bytes={start}-{end - 1}"} if start else {})

    def reach(self) -> None:
        """Whether the bucket is there and lets us in. Raises `StoreUnreachable`."""
        if self._ask("HEAD", "", absent_is_right=True).status_code == 404:
            raise StoreUnreachable("there is no such bucket")

    # How it is asked

    def _ask(
        self,
        method: str,
        name: str,
        *,
        body: ReceivedBlob | None = None,
        headers: dict[str, str] | None = None,
        absent_is_right: bool = False,
    ) -> httpx.Response:
        """One request, tried again if the server fails. All that is asked can be asked twice."""
        if time.monotonic() < self._resting_until:
            raise StoreUnreachable("it did not answer a moment ago")
        why = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE * 4 ** (attempt - 1))
            try:
                with watching.span("blobs", f"S3 {method}"):
                    answer = self._send(method, name, body, headers or {})
            except httpx.TimeoutException as error:
                self._resting_until = time.monotonic() + REST
                why = f"{method}: {type(error).__name__}"
                break
            except httpx.TransportError as error:
                why = f"{method}: {type(error).__name__}: {error}"
                continue
            if answer.status_code < 300 or (answer.status_code == 404 and absent_is_right):
                return answer
            why = self._refused(method, answer)
            if answer.status_code < 500 and answer.status_code != 429:
                break
        log.error("the store of documents does not serve us: %s", why)
        raise StoreUnreachable(why)

    def _send(
        self, method: str, name: str, body: ReceivedBlob | None, headers: dict[str, str]
    ) -> httpx.Response:
        url = f"{self.bucket}/{quoted(self.prefix + name)}" if name else self.bucket
        if body is not None:
            headers = headers | {"content-length": str(body.size), "content-type": "application/octet-stream"}
        signed = signed_headers(
            method,
            url,
            region=self.region,
            access_key=settings.BLOB_ACCESS_KEY,
            secret_key=settings.BLOB_SECRET_KEY,
            at=datetime.now(UTC),
            body_sha256=body.sha256 if body else EMPTY,
            headers=headers,
        )
        content = _pieces_of(body.path) if body else None
        request = self._client.build_request(method, url, headers=signed, content=content)
        return self._client.send(request, stream=method == "GET")

    def _refused(self, method: str, answer: httpx.Response) -> str:
        """Why it was refused, for the log; what has words of its own is raised."""
        answer.read()
        answer.close()
        if answer.status_code == 404 and method == "GET":
            raise BlobMissing
        told = answer.text[:400]
        if answer.status_code == 507 or any(f"<Code>{code}</Code>" in told for code in _FULL):
            raise StoreFull
        return f"{method}: {answer.status_code} {' '.join(told.split())}"


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@functools.lru_cache(maxsize=4)
def bucket_at(address: str, process: int) -> Bucket:
    """The bucket of that address. Each process has its own: connections do not outlive a fork."""
    return Bucket(address)
