"""The database at one moment, while it goes on being written: a snapshot that `pg_dump` and we look at together."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg

from consistori.backups.sealing import Source, write_file
from consistori.backups.shape import Head, Refused, StoredFile
from consistori.backups.tools import address_of, program

_HEADS = """
SELECT e.id, e.slug, coalesce(h.seq, 0), coalesce(h.hash, decode(repeat('00', 32), 'hex'))
FROM tenancy_entity e LEFT JOIN trail_chainhead h ON h.entity_id = e.id ORDER BY e.id
"""
_BLOBS = (
    "SELECT entity_id, sha256, size FROM documents_blob WHERE erased_at IS NULL ORDER BY entity_id, sha256"
)
_STILL = "SELECT 1 FROM documents_blob WHERE entity_id = %s AND sha256 = %s AND erased_at IS NULL"


@dataclass
class Snapshot:
    """One moment of the database. Open only while something is read from it."""

    connection: psycopg.Connection[Any]
    database: Mapping[str, Any]
    name: str

    @property
    def version(self) -> int:
        return self.connection.info.server_version

    def migrations(self) -> list[str]:
        rows = self.connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [f"{app}.{name}" for app, name in rows]

    def heads(self) -> list[Head]:
        rows = self.connection.execute(_HEADS)
        return [Head(pk, slug, seq, bytes(hash_).hex()) for pk, slug, seq, hash_ in rows]

    def blobs(self) -> Iterator[tuple[int, str, int]]:
        """Every blob of every entity: entity, SHA-256, size."""
        with self.connection.cursor(name="backup_blobs") as cursor:
            cursor.itersize = 5000
            yield from cursor.execute(_BLOBS)

    def dump(self, path: Path, recipients: Sequence[str]) -> StoredFile:
        """`pg_dump` of this moment to a file, encrypted on its way. Raises `Refused`."""
        command = [program("pg_dump", self.version), "--format=custom", "--no-owner", "--no-acl"]
        with tempfile.TemporaryFile() as told, address_of(self.database) as address:
            dumping = subprocess.Popen(
                [*command, f"--snapshot={self.name}", "--dbname", address],
                stdout=subprocess.PIPE,
                stderr=told,
            )
            try:
                _, stored = write_file(path, cast(Source, dumping.stdout), recipients)
            except BaseException:
                dumping.kill()
                raise
            finally:
                dumping.wait()
            told.seek(0)
            if dumping.returncode != 0:
                raise Refused(f"The database could not be taken out: {told.read().decode(errors='replace')}")
        return stored


@contextmanager
def snapshot_of(database: Mapping[str, Any]) -> Iterator[Snapshot]:
    """Open a snapshot of a database of the settings, as its owner (row-level security does not bind it)."""
    try:
        connection = psycopg.connect(
            host=database.get("HOST") or None,
            port=database.get("PORT") or None,
            user=database["USER"],
            password=database.get("PASSWORD") or None,
            dbname=database["NAME"],
            connect_timeout=10,
            application_name="consistori backup",
        )
    except psycopg.OperationalError as error:
        raise Refused(f"The database does not answer: {error}") from error
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SET row_security = off")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield Snapshot(connection, database, str(row[0]) if row else "")


def still_kept(database: Mapping[str, Any], entity_id: int, sha256: str) -> bool:
    """Whether that blob is still in the tables now (it may have been erased since the snapshot)."""
    with snapshot_of(database) as now:
        return now.connection.execute(_STILL, [entity_id, sha256]).fetchone() is not None
