"""What comes in: hashed piece by piece into a temporary file of this machine, before anything is kept.

What is left of a killed process is swept by a job.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
import weakref
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from consistori.documents.errors import FileTooLarge, StoreFull

PIECE = 1024 * 1024
_ABANDONED_AFTER = 24 * 3600
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class ReceivedBlob:
    """Bytes that came in, hashed and safe on disk, not yet kept; forgotten with its object."""

    def __init__(self, sha256: str, size: int, path: Path) -> None:
        self.sha256 = sha256
        self.size = size
        self.path = path
        self._forget = weakref.finalize(self, _unlink, path)

    def discard(self) -> None:
        """Remove the temporary bytes now; once kept, it does nothing."""
        self._forget()

    def taken(self) -> None:
        """Its bytes have gone to their place."""
        self._forget.detach()


class BlobWriter:
    """Writes a temporary blob piece by piece and hashes it. Raises `FileTooLarge` or `StoreFull`."""

    def __init__(self, *, limit: int | None = None) -> None:
        self.limit = limit if limit is not None else settings.UPLOAD_LIMIT
        self.size = 0
        self._hash = hashlib.sha256()
        self._path = _incoming() / f"{uuid4().hex}.part"
        self._file = self._path.open("xb")
        self._forget = weakref.finalize(self, _abandon, self._file, self._path)

    def write(self, piece: bytes) -> None:
        if self.size + len(piece) > self.limit:
            self.abandon()
            raise FileTooLarge(self.limit)
        try:
            self._file.write(piece)
        except OSError as error:
            self.abandon()
            raise told(error) from error
        self._hash.update(piece)
        self.size += len(piece)

    def finish(self) -> ReceivedBlob:
        """The blob, flushed to the disk itself."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            self.abandon()
            raise told(error) from error
        self._forget.detach()
        return ReceivedBlob(self._hash.hexdigest(), self.size, self._path)

    def abandon(self) -> None:
        """Forget what was written."""
        self._forget()


def receive(stream: BinaryIO, *, limit: int | None = None) -> ReceivedBlob:
    """Read `stream` to a temporary blob, at most `limit` bytes (settings.UPLOAD_LIMIT by default)."""
    writer = BlobWriter(limit=limit)
    while piece := stream.read(PIECE):
        writer.write(piece)
    return writer.finish()


def receive_bytes(data: bytes) -> ReceivedBlob:
    """The same from bytes in memory: what the program itself makes, of any size."""
    writer = BlobWriter(limit=len(data))
    writer.write(data)
    return writer.finish()


def sweep_incoming(*, older_than: float = _ABANDONED_AFTER) -> int:
    """Remove the temporary files that killed processes left behind; returns how many."""
    removed = 0
    for path in _incoming().glob("*.part"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed


def told(error: OSError) -> Exception:
    """A full disk said as people understand it; any other error as it is."""
    return StoreFull() if error.errno in _FULL else error


def _incoming() -> Path:
    folder = Path(settings.BLOB_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _abandon(file: BinaryIO, path: Path) -> None:
    with contextlib.suppress(OSError):
        file.close()
    _unlink(path)


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
