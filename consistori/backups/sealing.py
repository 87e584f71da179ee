"""Bytes to a file and back: hashed on the way, encrypted with age if there is somebody to encrypt for."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from consistori.backups.shape import PIECE, Refused, StoredFile

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Source(Protocol):
    """Whatever can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


class _Reader:
    """Hashes what is read through it, and keeps the error of where it comes from (age does not pass it on)."""

    def __init__(self, source: Source) -> None:
        self.source, self.size = source, 0
        self.digest = hashlib.sha256()
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self.source.read(size)
        except Exception as error:
            self.error = error
            raise
        self.digest.update(piece)
        self.size += len(piece)
        return piece


class _Into:
    """Passes pieces on to whatever takes them, and keeps its own error (age tells only of a failed write)."""

    def __init__(self, to: Any) -> None:
        self.to = to
        self.error: Exception | None = None

    def write(self, piece: bytes) -> int:
        try:
            self.to.write(piece)
        except Exception as error:
            self.error = error
            raise OSError(str(error)) from error
        return len(piece)

    def flush(self) -> None:
        """What takes them flushes by itself."""


class _Writer:
    """Hashes what is written through it, and keeps the error of a disk that is full (age does not pass it on)."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.size = file, 0
        self.digest = hashlib.sha256()
        self.error: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            self.file.write(piece)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        self.file.flush()


def write_file(path: Path, source: Source, recipients: Sequence[str] = ()) -> tuple[StoredFile, StoredFile]:
    """Write `source` to a new file, down to the disk, for `recipients` if any. Returns plain and stored hashes.

    Raises `Refused` when the disk is full; the file is then removed.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            reader, writer = _Reader(source), _Writer(file)
            try:
                _pour(reader, writer, recipients)
            except Exception as error:
                raise (writer.error or reader.error or error) from error
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in FULL:
            raise Refused(f"There is no room left in {path.parent}.") from error
        raise
    plain = StoredFile(reader.digest.hexdigest(), reader.size)
    return plain, StoredFile(writer.digest.hexdigest(), writer.size)


def _pour(reader: _Reader, writer: _Writer, recipients: Sequence[str]) -> None:
    if recipients:
        import pyrage

        pyrage.encrypt_io(reader, writer, [_recipient(one) for one in recipients])
        return
    while piece := reader.read(PIECE):
        writer.write(piece)


def _recipient(text: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Refused(f"{text} is not an age recipient (age1…).") from error


def check_recipients(recipients: Sequence[str]) -> None:
    """Raises `Refused` if one of them is not an age recipient."""
    for one in recipients:
        _recipient(one)


def new_identity() -> tuple[str, str]:
    """A new age identity (secret) and its recipient (public)."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def read_identities(path: Path) -> list[Any]:
    """The identities of a file as `age-keygen` writes it. Raises `Refused`."""
    import pyrage

    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except pyrage.IdentityError as error:
        raise Refused(f"{path} is not an age identity (AGE-SECRET-KEY-…).") from error
    if not found:
        raise Refused(f"There is no age identity in {path}.")
    return found


def read_file(path: Path, to: Any, identities: Sequence[Any]) -> None:
    """Pour a file of a backup into `to`, decrypted when its name ends in `.age`. Raises `Refused`."""
    with path.open("rb") as stored:
        if path.suffix != ".age":
            while piece := stored.read(PIECE):
                to.write(piece)
            return
        if not identities:
            raise Refused(f"{path} is encrypted: give the identity that opens it (--identity FILE).")
        import pyrage

        into = _Into(to)
        try:
            pyrage.decrypt_io(stored, into, list(identities))
        except pyrage.DecryptError as error:
            raise Refused(f"{path} was not encrypted for this identity.") from error
        except OSError as error:
            raise into.error or Refused(f"{path} cannot be opened: {error}.") from error


def sync_folder(folder: Path) -> None:
    """The names of a folder go down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
