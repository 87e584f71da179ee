"""The store that is a folder: one subfolder an entity, each file named by its SHA-256.

A blob is renamed to its place once it is whole and on the disk: a name that exists is always whole.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from consistori.documents.blobs.incoming import ReceivedBlob, told
from consistori.documents.blobs.port import BlobMissing, StoreUnreachable, key_of


class Folder:
    """Blobs in `settings.BLOB_ROOT`, on a disk that is backed up."""

    def path(self, entity_id: int, sha256: str) -> Path:
        """Where that blob lies, or would."""
        return Path(settings.BLOB_ROOT) / key_of(entity_id, sha256)

    def keep(self, entity_id: int, received: ReceivedBlob) -> None:
        place = self.path(entity_id, received.sha256)
        if _is_whole(place, received.size):
            received.discard()
            return
        try:
            make_lasting_folder(place.parent)
            received.path.replace(place)
            received.taken()
            _sync_folder(place.parent)
        except OSError as error:
            raise told(error) from error

    def open(self, entity_id: int, sha256: str) -> BinaryIO:
        try:
            return self.path(entity_id, sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing from error

    def as_stored(self, entity_id: int, sha256: str) -> BinaryIO:
        return self.open(entity_id, sha256)

    def existing_path(self, entity_id: int, sha256: str) -> Path:
        path = self.path(entity_id, sha256)
        if not path.exists():
            raise BlobMissing
        return path

    def erase(self, entity_id: int, sha256: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.path(entity_id, sha256).unlink()

    def reach(self) -> None:
        root = Path(settings.BLOB_ROOT)
        if not root.exists() or not os.access(root, os.W_OK | os.X_OK):
            raise StoreUnreachable(f"{root}: it is not there, or not ours to write")

    def sweep(self) -> None:
        """Nothing to do: it keeps no copies."""


def make_lasting_folder(folder: Path) -> None:
    """Make a folder and those above it that are not there, each written on the disk before what goes in it.

    Without this a cut of the current could take away a new folder with the documents in it.
    """
    if folder.is_dir():
        return
    make_lasting_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _is_whole(place: Path, size: int) -> bool:
    """Whether it is there with its size: one that a disk cut short is written again by whoever brings it again."""
    try:
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
