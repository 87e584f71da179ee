"""What a backup looks like on disk, and whether it is whole. Plain Python: a machine with no database can check one.

A folder of backups:

    20261127T023000Z/          one backup: it has this name only when it is whole
      seal                     the SHA-256 of the manifest
      manifest.json            what it is, and the SHA-256 and size of everything below
      blobs.jsonl              one line a blob: whose, its SHA-256, where its bytes lie and the SHA-256 of those
      database.dump[.age]      `pg_dump`, custom format
      home.tar[.age]           what else the data folder holds and cannot be made again: secrets, trusted roots
    blobs/  or  blobs.1a2b3c4d/   the bytes of the documents, kept once for all the backups (one folder a key)
    .20261127T023000Z.partial  one that did not finish: swept by the next
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = "consistori-backup/1"
MANIFEST, SEAL, BLOBS, DATABASE, HOME = "manifest.json", "seal", "blobs.jsonl", "database.dump", "home.tar"
NAME = re.compile(r"^\d{8}T\d{6}Z$")
PIECE = 1024 * 1024


class Refused(Exception):
    """It cannot be done, in a sentence for whoever runs the machine."""


@dataclass(frozen=True)
class StoredFile:
    """A file of a backup: the SHA-256 and the size that its bytes must have."""

    sha256: str
    size: int


@dataclass(frozen=True)
class StoredBlob:
    """A line of `blobs.jsonl`: `sha256` and `size` are the document's; `stored` and `stored_size` those of the file."""

    entity: int
    sha256: str
    size: int
    file: str
    stored: str
    stored_size: int


@dataclass(frozen=True)
class Head:
    """Where the chain of an entity stood."""

    id: int
    slug: str
    seq: int
    hash: str


@dataclass
class Manifest:
    """What a backup says of itself. `missing` are blobs that the store had already lost, `erased` those erased
    while it was being made."""

    name: str
    made_at: str
    program: str
    postgresql: int
    migrations: list[str]
    encrypted_for: list[str]
    files: dict[str, StoredFile]
    entities: list[Head]
    blobs: int
    blob_bytes: int
    keys: dict[str, str]
    missing: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    format: str = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def stored_name(name: str, *, encrypted: bool) -> str:
    """The file of a part of a backup: age adds its own ending."""
    return f"{name}.age" if encrypted else name


def names_in(folder: Path) -> list[str]:
    """The backups of a folder that are whole by their name, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if NAME.match(p.name) and p.is_dir())


def find(place: Path) -> Path:
    """The backup that `place` is, or the last of the folder of backups that it is. Raises `Refused`."""
    if (place / SEAL).exists() or NAME.match(place.name):
        return place
    if found := names_in(place):
        return place / found[-1]
    raise Refused(f"There is no backup in {place}.")


def read_manifest(backup: Path, *, seal: str = "") -> Manifest:
    """The manifest, if it is the very one that was sealed. Raises `Refused`, saying what has changed."""
    try:
        data = (backup / MANIFEST).read_bytes()
        sealed = (backup / SEAL).read_text(errors="replace").strip()
    except OSError as error:
        raise Refused(f"{backup} is not a whole backup: {error.strerror} ({error.filename}).") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sealed:
        raise Refused(f"{backup / MANIFEST} is not the one that was sealed (or {SEAL} has changed).")
    if seal and seal != found:
        raise Refused(f"{backup} is a whole backup, but not the one with that seal: its own is {found}.")
    return _parse(json.loads(data), backup)


def _parse(told: dict[str, Any], backup: Path) -> Manifest:
    if told.get("format") != FORMAT:
        raise Refused(f"{backup} is of the format {told.get('format')}; this program reads {FORMAT}.")
    told["files"] = {name: StoredFile(**one) for name, one in told["files"].items()}
    told["entities"] = [Head(**one) for one in told["entities"]]
    return Manifest(**told)


def blobs_of(backup: Path) -> Iterator[StoredBlob]:
    """The lines of `blobs.jsonl`."""
    with (backup / BLOBS).open(encoding="utf-8") as lines:
        for line in lines:
            yield StoredBlob(**json.loads(line))


def hash_of(stream: BinaryIO) -> StoredFile:
    """SHA-256 and size of what is left of a stream."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return StoredFile(digest.hexdigest(), size)


def check_file(path: Path, expected: StoredFile) -> None:
    """Raises `Refused`, naming the file, if one byte of it is not as it was."""
    try:
        with path.open("rb") as stream:
            found = hash_of(stream)
    except FileNotFoundError as error:
        raise Refused(f"{path} is not there.") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    if found.size != expected.size:
        raise Refused(f"{path} has changed: it has {found.size} bytes instead of {expected.size}.")
    if found != expected:
        raise Refused(f"{path} has changed: its SHA-256 is {found.sha256} instead of {expected.sha256}.")


def check_whole(
    backup: Path, *, seal: str = "", each: Callable[[StoredBlob], None] | None = None
) -> Manifest:
    """Check the seal and every hash. Raises `Refused` at the first file that is not as it was."""
    manifest = read_manifest(backup, seal=seal)
    for name, expected in manifest.files.items():
        check_file(backup / name, expected)
    count = 0
    for blob in blobs_of(backup):
        check_file(backup.parent / blob.file, StoredFile(blob.stored, blob.stored_size))
        count += 1
        if each:
            each(blob)
    if count != manifest.blobs:
        raise Refused(f"{backup / BLOBS} has {count} lines; the manifest says {manifest.blobs}.")
    return manifest


def fingerprint_of(key: str) -> str:
    """Says whether two keys are the same without telling either (they are long and random)."""
    return hashlib.sha256(b"consistori backup key " + key.encode()).hexdigest()[:16]
