"""The store of blobs: bytes in a folder, one subfolder an entity, each file named by its SHA-256.

A blob is received to a temporary file while it is hashed, synced to the disk, and only then renamed to its
place: a name that exists is always whole. What is left of a killed process is swept by a job.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.documents.errors import FileTooLarge, StoreFull
from consistori.kernel.errors import Refusal
from consistori.tenancy.scope import current_scope

PIECE = 1024 * 1024
_ABANDONED_AFTER = 24 * 3600
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class BlobMissing(Refusal):
    """The row says that there is a blob, and the store has not got it."""

    status = 503
    default_code = "blob-missing"

    def __init__(self) -> None:
        super().__init__(_("The bytes of this document are not in their place. Tell the administrator."))


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
            raise _told(error) from error
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
            raise _told(error) from error
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


def keep(received: ReceivedBlob) -> None:
    """Give a received blob its place in the entity of the scope. Twice the same bytes are kept once."""
    place = path_of(received.sha256)
    if place.exists():
        received.discard()
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        received.path.replace(place)
        received.taken()
        _sync_folder(place.parent)
    except OSError as error:
        raise _told(error) from error


def path_of(sha256: str) -> Path:
    """Where the entity of the scope keeps that blob."""
    entity_ids = current_scope().entity_ids
    if len(entity_ids) != 1 or len(sha256) != 64:
        raise BlobMissing
    return Path(settings.BLOB_ROOT) / str(entity_ids[0]) / sha256[:2] / sha256[2:4] / sha256


def open(sha256: str) -> BinaryIO:
    """The blob of the entity of the scope, open for reading. Raises `BlobMissing`."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise BlobMissing from error


def existing_path(sha256: str) -> Path:
    """Path of a blob that must be there. Raises `BlobMissing`."""
    path = path_of(sha256)
    if not path.exists():
        raise BlobMissing
    return path


def pieces(sha256: str, *, size: int = PIECE) -> Iterator[bytes]:
    """The blob piece by piece, for a streamed answer."""
    with open(sha256) as stream:
        while piece := stream.read(size):
            yield piece


def erase(sha256: str) -> None:
    """Remove the bytes for ever: only those of what was thrown away and whose time in the bin is over."""
    with contextlib.suppress(FileNotFoundError):
        path_of(sha256).unlink()


def sweep(*, older_than: float = _ABANDONED_AFTER) -> int:
    """Remove the temporary files that killed processes left behind; returns how many."""
    removed = 0
    for path in _incoming().glob("*.part"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed


def _incoming() -> Path:
    folder = Path(settings.BLOB_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _told(error: OSError) -> Exception:
    return StoreFull() if error.errno in _FULL else error


def _abandon(file: BinaryIO, path: Path) -> None:
    with contextlib.suppress(OSError):
        file.close()
    _unlink(path)


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
