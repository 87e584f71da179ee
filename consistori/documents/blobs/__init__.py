"""The store of blobs: bytes named by their SHA-256, apart for each entity, in a folder or in a bucket (S3).

A blob is received to a temporary file of this machine while it is hashed; `keep` gives it its place, and a name
that exists is always whole. Which store it is, `settings.BLOB_URL` says; nobody else needs to know.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from consistori.documents.blobs.folder import Folder
from consistori.documents.blobs.incoming import (
    PIECE,
    BlobWriter,
    ReceivedBlob,
    receive,
    receive_bytes,
    sweep_incoming,
)
from consistori.documents.blobs.port import BlobMissing, Store, StoreUnreachable, key_of
from consistori.tenancy.scope import current_scope

__all__ = [
    "PIECE",
    "BlobMissing",
    "BlobWriter",
    "ReceivedBlob",
    "StoreUnreachable",
    "erase",
    "existing_path",
    "gates",
    "keep",
    "open",
    "open_as_kept",
    "path_of",
    "pieces",
    "receive",
    "receive_bytes",
    "store",
    "sweep",
]

_folder = Folder()

gates: list[Callable[[str], None]] = []
"""Asked before anybody opens a blob of the entity of the scope: the quarantine hangs here, and refuses by raising."""


def store() -> Store:
    """The store that the settings name."""
    address = getattr(settings, "BLOB_URL", "file://")
    if not address.startswith("s3://"):
        return _folder
    # Loaded only where there is a bucket: it speaks HTTP.
    from consistori.documents.blobs.bucket import bucket_at

    return bucket_at(address, os.getpid())


def keep(received: ReceivedBlob) -> None:
    """Give a received blob its place in the entity of the scope. Twice the same bytes are kept once.

    Raises `StoreFull` or `StoreUnreachable`; then nothing is kept, and the act that wanted it is undone.
    """
    store().keep(_entity_id(), received)


def open(sha256: str) -> BinaryIO:
    """The blob of the entity of the scope, open for reading. Raises `BlobMissing` or `StoreUnreachable`."""
    _pass_gates(sha256)
    return store().open(_entity_id(), sha256)


def existing_path(sha256: str) -> Path:
    """A file of this machine with the blob, to read only. Raises `BlobMissing` or `StoreUnreachable`."""
    _pass_gates(sha256)
    return store().existing_path(_entity_id(), sha256)


def open_as_kept(sha256: str) -> BinaryIO:
    """The same past the quarantine: only for whoever keeps the bytes and does not look at them."""
    return store().open(_entity_id(), sha256)


def path_of(sha256: str) -> Path:
    """Where the entity of the scope keeps that blob, in the store that is a folder."""
    return Path(settings.BLOB_ROOT) / key_of(_entity_id(), sha256)


def pieces(sha256: str, *, size: int = PIECE) -> Iterator[bytes]:
    """The blob piece by piece, for a streamed answer."""
    with open(sha256) as stream:
        while piece := stream.read(size):
            yield piece


def erase(sha256: str) -> None:
    """Remove the bytes for ever: only those of what was thrown away and whose time in the bin is over."""
    store().erase(_entity_id(), sha256)


def sweep(*, older_than: float = 24 * 3600) -> int:
    """Tidy up: the temporary files that killed processes left behind (returns how many) and unused copies."""
    store().sweep()
    return sweep_incoming(older_than=older_than)


def _pass_gates(sha256: str) -> None:
    for gate in gates:
        gate(sha256)


def _entity_id() -> int:
    entity_ids = current_scope().entity_ids
    if len(entity_ids) != 1:
        raise BlobMissing
    return entity_ids[0]
