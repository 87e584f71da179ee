"""The bytes of the documents in a folder of backups: kept once, whichever night they came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from consistori.backups import shape
from consistori.backups.sealing import sync_folder, write_file
from consistori.backups.shape import Refused, StoredBlob, hash_of
from consistori.backups.snapshot import still_kept
from consistori.documents import blobs
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import Scope, with_scope


class Pool:
    """Where blobs go. `missing` names those that the store had lost or spoiled before the backup;
    `erased` those that were erased, as they should, while it was made."""

    def __init__(self, to: Path, recipients: Sequence[str], database: Mapping[str, Any]) -> None:
        self.to, self.recipients, self.database = to, recipients, database
        mark = hashlib.sha256(" ".join(sorted(recipients)).encode()).hexdigest()[:8]
        self.folder = f"blobs.{mark}" if recipients else "blobs"
        self.ending = ".age" if recipients else ""
        self.count = self.bytes = self.new = self.new_bytes = 0
        self.missing: list[str] = []
        self.erased: list[str] = []
        self._touched: set[Path] = set()
        self._entities = {entity.pk: entity for entity in Entity.objects.all()}
        self._known = self._stored_before() if recipients else {}

    def _stored_before(self) -> dict[str, StoredBlob]:
        """What the last backup whose list is whole says of the encrypted files: their own hash is nowhere else."""
        for name in reversed(shape.names_in(self.to)):
            backup = self.to / name
            try:
                manifest = shape.read_manifest(backup)
                shape.check_file(backup / shape.BLOBS, manifest.files[shape.BLOBS])
            except Refused:
                continue
            return {blob.file: blob for blob in shape.blobs_of(backup)}
        return {}

    def keep(self, entity_id: int, sha256: str, size: int) -> StoredBlob | None:
        """The line of a blob, copied if it was not here yet; None if it was erased meanwhile, or is missing."""
        file = f"{self.folder}/{entity_id}/{sha256[:2]}/{sha256[2:4]}/{sha256}{self.ending}"
        stored = self._here(file, sha256, size) or self._bring(entity_id, sha256, size, file)
        if stored:
            self.count += 1
            self.bytes += size
        return stored

    def _here(self, file: str, sha256: str, size: int) -> StoredBlob | None:
        path, entity_id = self.to / file, int(file.split("/")[1])
        if not path.exists():
            return None
        found = path.stat().st_size
        if not self.recipients:
            return StoredBlob(entity_id, sha256, size, file, sha256, size) if found == size else None
        if known := self._known.get(file):
            return known if known.stored_size == found else None
        with path.open("rb") as stream:
            told = hash_of(stream)
        return StoredBlob(entity_id, sha256, size, file, told.sha256, told.size)

    def _bring(self, entity_id: int, sha256: str, size: int, file: str) -> StoredBlob | None:
        path = self.to / file
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        coming = path.with_name(path.name + ".coming")
        coming.unlink(missing_ok=True)
        entity = self._entities.get(entity_id) or Entity.objects.get(pk=entity_id)
        try:
            with with_scope(Scope((entity,), entity)), blobs.open_as_kept(sha256) as source:
                plain, stored = write_file(coming, source, self.recipients)
        except blobs.BlobMissing:
            self._lost(entity_id, sha256)
            return None
        if plain.sha256 != sha256:
            coming.unlink()
            self._lost(entity_id, sha256)
            return None
        coming.replace(path)
        self._touched.add(path.parent)
        self.new += 1
        self.new_bytes += stored.size
        return StoredBlob(entity_id, sha256, size, file, stored.sha256, stored.size)

    def _lost(self, entity_id: int, sha256: str) -> None:
        lost = self.missing if still_kept(self.database, entity_id, sha256) else self.erased
        lost.append(f"{entity_id}/{sha256}")

    def sync(self) -> None:
        """The names, too, go down to the disk (the bytes of each file went when it was written)."""
        for folder in self._touched:
            sync_folder(folder)
        self._touched.clear()
