"""Copies on this machine of blobs that are kept elsewhere: for what needs a file (to draw, to sign, to read words).

They may be lost at any moment. Each is written whole and its hash looked at before it has its name. When they pass
`settings.BLOB_CACHE_LIMIT` bytes, the ones not used for longest go.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from consistori.documents.blobs.incoming import ReceivedBlob, told
from consistori.documents.blobs.port import BlobMissing, key_of

IN_USE = 3600
"""Seconds after its last use in which a copy does not go, whatever the limit: somebody may be reading it."""


class Copies:
    """The copies in `<cache>/blobs`, with the names of the store."""

    def __init__(self) -> None:
        self._since_sweep = 0

    @property
    def root(self) -> Path:
        return Path(settings.CACHE_ROOT) / "blobs"

    def find(self, entity_id: int, sha256: str) -> Path | None:
        """The copy, if there is one; it counts as used."""
        path = self.root / key_of(entity_id, sha256)
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        return path

    def bring(self, entity_id: int, sha256: str, pieces: Iterable[bytes]) -> Path:
        """Write a copy. Raises `BlobMissing` if they are not the bytes of that name."""
        path = self.root / key_of(entity_id, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        coming = path.with_name(f"{uuid4().hex}.part")
        try:
            found = hashlib.sha256()
            with coming.open("xb") as file:
                for piece in pieces:
                    found.update(piece)
                    file.write(piece)
            if found.hexdigest() != sha256:
                raise BlobMissing
            coming.replace(path)
        except OSError as error:
            raise told(error) from error
        finally:
            coming.unlink(missing_ok=True)
        self._count(path.stat().st_size)
        return path

    def adopt(self, entity_id: int, received: ReceivedBlob) -> None:
        """What has just been kept is soon drawn and read: its temporary file becomes the copy."""
        path = self.root / key_of(entity_id, received.sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            received.path.replace(path)
        except OSError:
            received.discard()
            return
        received.taken()
        received.path = path
        self._count(received.size)

    def forget(self, entity_id: int, sha256: str) -> None:
        (self.root / key_of(entity_id, sha256)).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove the oldest until they are within the limit; returns how many bytes went."""
        self._since_sweep = 0
        found = []
        for path in self.root.glob("*/*/*/*"):
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        total, gone = sum(size for _, size, _ in found), 0
        for used, size, path in sorted(found):
            if total - gone <= settings.BLOB_CACHE_LIMIT or used > time.time() - IN_USE:
                break
            path.unlink(missing_ok=True)
            gone += size
        return gone

    def _count(self, size: int) -> None:
        self._since_sweep += size
        if self._since_sweep > settings.BLOB_CACHE_LIMIT // 8:
            self.sweep()
