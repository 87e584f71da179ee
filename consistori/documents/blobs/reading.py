"""Reading a blob that is far away, piece by piece, in constant memory."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Iterator
from typing import Any, Protocol

import httpx

from consistori.documents.blobs.port import BlobMissing, StoreUnreachable

ATTEMPTS = 3
_PIECE = 256 * 1024


class Source(Protocol):
    """Who gives the bytes of a name from a place on, and says how many they are."""

    def get(self, name: str, start: int = 0, end: int = 0) -> httpx.Response: ...


class BlobReader(io.RawIOBase):
    """A stream over HTTP. A server that dies half way is asked again from there on; who reads all in order never
    gets the last piece of something that is not what its name says (`BlobMissing`), unless no `sha256` is asked."""

    def __init__(self, source: Source, name: str, sha256: str) -> None:
        super().__init__()
        self._source, self._name, self._sha256 = source, name, sha256
        self._at = 0
        self._left = memoryview(b"")
        self._hash: Any = hashlib.sha256() if sha256 else None
        self._pieces: Iterator[bytes]
        self.size = 0
        self._begin(0)
        self.size = int(self._answer.headers["content-length"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place: the next reading asks the server from there, and the hash is looked at no more."""
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        place = max(0, min(place, self.size))
        if place != self._at:
            self._at, self._left = place, memoryview(b"")
            self._answer.close()
            self._pieces = iter(())
            self._must_begin = place < self.size
            self._hash = hashlib.sha256() if place == 0 and self._sha256 else None
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        if not self._left:
            self._left = memoryview(self._next())
        piece = self._left[: len(buffer)]
        self._left = self._left[len(piece) :]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._answer.close()
        super().close()

    def _begin(self, start: int) -> None:
        self._answer = self._source.get(self._name, start, self.size)
        pieces = self._answer.iter_raw(_PIECE)
        # Some servers give a part and say 200; others give all of it, whatever they are asked.
        whole = start and int(self._answer.headers["content-length"]) != self.size - start
        self._pieces = _from(pieces, start) if whole else pieces
        self._must_begin = False

    def _next(self) -> bytes:
        """The next piece, from a new answer if the one before broke."""
        for _ in range(ATTEMPTS):
            with contextlib.suppress(httpx.TransportError, httpx.StreamError):
                if self._must_begin:
                    self._begin(self._at)
                if piece := next(self._pieces, b""):
                    self._look_at(piece)
                    return piece
            self._answer.close()
            self._must_begin = True
        raise StoreUnreachable("it broke off again and again")

    def _look_at(self, piece: bytes) -> None:
        if self._hash is None:
            return
        self._hash.update(piece)
        if self._at + len(piece) >= self.size and self._hash.hexdigest() != self._sha256:
            raise BlobMissing


def _from(pieces: Iterator[bytes], start: int) -> Iterator[bytes]:
    """What comes after the first `start` bytes."""
    for piece in pieces:
        if start < len(piece):
            yield piece[start:]
        start = max(0, start - len(piece))
