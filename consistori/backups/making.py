"""Making a backup, with the town at work: the database at one moment, the bytes, the secrets, the seal."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError

from consistori.backups import shape
from consistori.backups.blob_pool import Pool
from consistori.backups.sealing import check_recipients, new_identity, sync_folder, write_file
from consistori.backups.shape import Manifest, Refused, StoredFile, stored_name
from consistori.backups.snapshot import Snapshot, snapshot_of
from consistori.documents import blobs
from consistori.kernel.clock import now

OF_THE_HOME = ("secrets", "trust", "demo-authority", "demo-logins.json", "demo-seeded")
TONIGHT = "backup-of-tonight.key"
LOCK = ".lock"


@dataclass(frozen=True)
class Made:
    """A backup that is whole: where it is, its seal, and what it was to make it."""

    place: Path
    seal: str
    manifest: Manifest
    new_blobs: int
    new_bytes: int
    dump_bytes: int


def owner_database() -> Mapping[str, Any]:
    """The database as who may read it whole. Raises `Refused`."""
    found = settings.BACKUP_DATABASE or settings.DATABASES.get("owner")
    if not found:
        raise Refused("Name who may read the whole database: BACKUP_DATABASE_URL, or DATABASE_OWNER_URL.")
    return found


def make_backup(
    to: Path, *, recipients: Sequence[str] = (), keep: int = 0, tell: Callable[[str], None] = lambda _: None
) -> Made:
    """Make a backup in the folder of backups `to`; keep the last `keep` (0: all).

    With `recipients` (age) everything is encrypted. Raises `Refused`; then nothing has the name of a backup.
    """
    check_recipients(recipients)
    with _alone_in(to):
        sweep(to)
        name = _next_name(to)
        partial = to / f".{name}.partial"
        try:
            partial.mkdir(mode=0o700)
            made = _fill(partial, to, name, recipients, tell)
            sync_folder(partial)
            partial.rename(made.place)
            sync_folder(to)
        except (psycopg.Error, DatabaseError) as error:
            raise Refused(f"The database cannot be read: {error}") from error
        except blobs.StoreUnreachable as error:
            raise Refused(f"The store of documents does not answer: {error.detail}") from error
        except OSError as error:
            raise Refused(f"The backup could not be written: {error.strerror} ({error.filename}).") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        if keep:
            prune(to, keep)
    return made


def _fill(partial: Path, to: Path, name: str, recipients: Sequence[str], tell: Callable[[str], None]) -> Made:
    tonight = [*recipients, _key_of_tonight()] if recipients else []
    files: dict[str, StoredFile] = {}
    database, home = (stored_name(part, encrypted=bool(tonight)) for part in (shape.DATABASE, shape.HOME))
    pool = Pool(to, recipients, owner_database())
    with snapshot_of(owner_database()) as snapshot:
        tell("the database")
        manifest = _begin(name, snapshot, recipients)
        wanted = partial / "wanted"
        with wanted.open("w") as lines:
            lines.writelines(f"{entity} {sha256} {size}\n" for entity, sha256, size in snapshot.blobs())
        files[database] = snapshot.dump(partial / database, tonight)
    _, files[home] = write_file(partial / home, _home_of(settings.DATA_DIR), tonight)
    tell("the documents")
    files[shape.BLOBS] = _list_blobs(pool, wanted, partial / shape.BLOBS)
    wanted.unlink()
    manifest.files, manifest.missing, manifest.erased = files, pool.missing, pool.erased
    manifest.blobs, manifest.blob_bytes = pool.count, pool.bytes
    told = manifest.as_json()
    seal = hashlib.sha256(told).hexdigest()
    write_file(partial / shape.MANIFEST, io.BytesIO(told))
    write_file(partial / shape.SEAL, io.BytesIO(seal.encode() + b"\n"))
    return Made(to / name, seal, manifest, pool.new, pool.new_bytes, files[database].size)


def _begin(name: str, snapshot: Snapshot, recipients: Sequence[str]) -> Manifest:
    return Manifest(
        name=name,
        made_at=now().isoformat(timespec="seconds"),
        program=version("consistori"),
        postgresql=snapshot.version,
        migrations=snapshot.migrations(),
        encrypted_for=list(recipients),
        files={},
        entities=snapshot.heads(),
        blobs=0,
        blob_bytes=0,
        keys={key: shape.fingerprint_of(getattr(settings, key)) for key in ("CODE_KEY", "SECRET_KEY")},
    )


def _list_blobs(pool: Pool, wanted: Path, to: Path) -> StoredFile:
    """Put each blob in the pool and its line in `blobs.jsonl`."""

    def lines() -> Iterator[bytes]:
        with wanted.open() as rows:
            for row in rows:
                entity, sha256, size = row.split()
                if kept := pool.keep(int(entity), sha256, int(size)):
                    yield json.dumps(asdict(kept), separators=(",", ":")).encode() + b"\n"

    _, stored = write_file(to, _Lines(lines()))
    pool.sync()
    return stored


class _Lines:
    """Lines as a source of bytes, one a piece."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines = lines

    def read(self, size: int = -1, /) -> bytes:
        return next(self.lines, b"")


def _home_of(data: Path) -> io.BytesIO:
    """What else the data folder holds that cannot be made again, as a tar (it is small)."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name in OF_THE_HOME:
            if (data / name).exists():
                tar.add(data / name, arcname=name, filter=_not_of_tonight)
    made.seek(0)
    return made


def _not_of_tonight(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if member.name.endswith(TONIGHT) else member


def _key_of_tonight() -> str:
    """A key of one night, so that this machine can rehearse its last backup and open no older one."""
    identity, recipient = new_identity()
    place = settings.DATA_DIR / "secrets" / TONIGHT
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(identity + "\n")
    return recipient


@contextmanager
def _alone_in(to: Path) -> Iterator[None]:
    """One backup at a time in a folder. Raises `Refused` if another is being made."""
    try:
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (to / LOCK).open("w")
    except OSError as error:
        raise Refused(f"Backups cannot be written in {to}: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"Another backup is being made in {to}.") from error
        yield


def sweep(to: Path) -> None:
    """Remove what backups that did not finish left behind."""
    for partial in to.glob(".*.partial"):
        shutil.rmtree(partial, ignore_errors=True)


def _next_name(to: Path) -> str:
    """The time, but always after the last one: the clock may have been put back."""
    name = now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    if (names := shape.names_in(to)) and name <= names[-1]:
        last = datetime.strptime(names[-1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        name = (last + timedelta(seconds=1)).strftime("%Y%m%dT%H%M%SZ")
    return name


def prune(to: Path, keep: int) -> int:
    """Leave the last `keep` backups, and only the blobs that one of them needs. Returns how many files went."""
    for name in shape.names_in(to)[:-keep]:
        going = to / f".{name}.partial"
        (to / name).rename(going)
        shutil.rmtree(going, ignore_errors=True)
    try:
        needed = {blob.file for name in shape.names_in(to) for blob in shape.blobs_of(to / name)}
    except (OSError, ValueError, TypeError):
        return 0  # one of them cannot be read: nothing goes that it may need
    gone = 0
    for path in to.glob("blobs*/*/*/*/*"):
        if str(path.relative_to(to)) not in needed:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
