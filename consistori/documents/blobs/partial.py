"""A file that comes piece by piece, and may stop and go on [pujada represa / subida reanudada].

What has come is what its file on this machine measures, so that a process killed in the middle loses nothing of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

from consistori.documents.blobs.incoming import PIECE, ReceivedBlob, told

ABANDONED_AFTER = 3 * 24 * 3600
"""Seconds after which what nobody goes on with is swept."""


class Busy(Exception):
    """Another request is writing in it now."""


class WrongPlace(Exception):
    """The piece does not begin where the file ends; `offset` is where it ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


class Gone(Exception):
    """There is no such file on this machine: it was swept, or another machine has it. It begins again."""


class Partial:
    """The bytes of one file on its way, of an entity, by a key that nobody guesses."""

    def __init__(self, entity_id: int, key: UUID) -> None:
        self.path = _folder() / str(entity_id) / key.hex

    def begin(self) -> None:
        """An empty file, ready for its first piece."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(exist_ok=True)

    @property
    def offset(self) -> int:
        """How many bytes have come. Raises `Gone`."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError as fault:
            raise Gone from fault

    def append(self, stream: BinaryIO, *, at: int, most: int) -> int:
        """Write what `stream` brings, at most `most` bytes, after the first `at`; how many there are then.

        A line that is cut leaves what had come. Raises `WrongPlace`, `Busy`, `Gone`, `StoreFull`.
        """
        with self._held() as file:
            end = file.seek(0, os.SEEK_END)
            if end != at:
                raise WrongPlace(end)
            try:
                self._copy(stream, file, most)
                file.flush()
                os.fsync(file.fileno())
            except OSError as error:
                raise told(error) from error
            return file.tell()

    @staticmethod
    def _copy(stream: BinaryIO, file: BinaryIO, most: int) -> None:
        left = most
        while left > 0:
            try:
                piece = stream.read(min(PIECE, left))
            except OSError:  # the line was cut: what came stays
                return
            if not piece:
                return
            file.write(piece)
            left -= len(piece)

    def finish(self) -> ReceivedBlob:
        """All of it, hashed, as any other file that came in; its place here is empty from now on. Raises `Gone`."""
        with self._held() as file:
            file.seek(0)
            digest = hashlib.sha256()
            while piece := file.read(PIECE):
                digest.update(piece)
            size = file.tell()
            whole = self.path.parent.parent.parent / f"{uuid4().hex}.part"
            self.path.rename(whole)
        return ReceivedBlob(digest.hexdigest(), size, whole)

    def forget(self) -> None:
        """Remove what had come."""
        self.path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _held(self) -> Iterator[BinaryIO]:
        try:
            file = self.path.open("r+b")
        except FileNotFoundError as fault:
            raise Gone from fault
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as fault:
                raise Busy from fault
            if not self.path.exists():  # whoever had it ended it while we came
                raise Gone
            yield file


def sweep_partial(*, older_than: float = ABANDONED_AFTER) -> int:
    """Remove what nobody has gone on with; how many there were."""
    removed = 0
    for path in _folder().glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed


def _folder() -> Path:
    return Path(settings.BLOB_ROOT) / "incoming" / "pieces"
