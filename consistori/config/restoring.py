"""`consistori restore BACKUP`: a whole installation out of a backup, into an empty data folder.

In this order: every hash is checked before anything is touched; the secrets take their place before the
settings are read; the database; the documents, each hashed again; the chains, which must end where the
backup says. Until all of it is done the folder carries a mark, and `consistori serve` refuses it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tarfile
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from consistori.backups import sealing, shape
from consistori.backups.shape import Manifest, Refused, StoredBlob, stored_name
from consistori.config import environment as env
from consistori.config.loading import load_program
from consistori.config.processes import UNFINISHED_RESTORE as UNFINISHED

AT_ONCE, SOME = 8, 400
"""Documents that are put in their place at once: most of their time is waiting for the disk, or for the bucket."""


@dataclass
class Report:
    """What was done, by stages: for the person who waits, and for the rehearsal that reads it."""

    backup: str = ""
    stage: str = "bytes"
    figures: dict[str, Any] = field(default_factory=lambda: {"seconds": {}})
    reason: str = ""

    @contextmanager
    def doing(self, stage: str) -> Iterator[None]:
        self.stage = stage
        began = time.monotonic()
        yield
        self.figures["seconds"][stage] = round(time.monotonic() - began, 2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="consistori restore", description="Restore a backup into the empty data folder CONSISTORI_DATA."
    )
    parser.add_argument("backup", type=Path, help="a backup, or a folder of them (then its last)")
    parser.add_argument("--identity", type=Path, help="file with the age key that opens it")
    parser.add_argument("--seal", default="", help="the seal that `consistori backup` printed")
    parser.add_argument(
        "--without-jobs",
        action="store_true",
        help="forget the jobs that waited (mail not sent yet, and so on)",
    )
    parser.add_argument(
        "--without-code-key",
        action="store_true",
        help="go on with another CODE_KEY: verification codes already printed will not verify",
    )
    parser.add_argument(
        "--rehearsal", action="store_true", help="check the documents where they lie; copy none"
    )
    parser.add_argument("--report", type=Path, help="write here, as JSON, what was done")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(list(arguments))
    report = Report()
    try:
        _restore(options, report)
        report.stage = "whole"
    except Refused as error:
        report.reason = str(error)
    except OSError as error:
        report.reason = f"{error.strerror}: {error.filename or env.data_dir()}"
    except Exception as error:
        report.reason = _sentence_of(error)
    finally:
        if options.report:
            options.report.write_text(json.dumps(report.__dict__))
    if report.reason:
        sys.stderr.write(f"NOT restored ({report.stage}): {report.reason}\n")
        return 1
    return 0


def _sentence_of(error: Exception) -> str:
    """What a refusal or the database says; for the rest, where it happened too."""
    from django.db import Error as DatabaseError

    if message := getattr(error, "message", None):
        return str(message)
    if not isinstance(error, DatabaseError):
        traceback.print_exc()
    return f"{type(error).__name__}: {error}".strip()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _restore(options: argparse.Namespace, report: Report) -> None:
    data = env.data_dir()
    backup = shape.find(options.backup.resolve())
    report.backup = backup.name
    _must_be_empty(data)
    with report.doing("bytes"):
        manifest = shape.check_whole(backup, seal=options.seal)
    _say(f"{backup} is whole: {manifest.blobs} blobs and {len(manifest.files)} files are as they were.")
    identities = _identities(options, manifest)
    data.mkdir(parents=True, exist_ok=True)
    (data / UNFINISHED).write_text(backup.name)
    with report.doing("secrets"):
        _put_home(backup, manifest, identities, data)
        _same_keys(manifest, without_code_key=options.without_code_key)
    from consistori.config.embedded import attach

    handle = attach()
    load_program()
    with report.doing("database"):
        _put_database(backup, manifest, identities, forget_jobs=options.without_jobs)
    _say("The database is in its place, and up to date with this version of the program.")
    with report.doing("documents"):
        _put_documents(backup, manifest, identities, report, copies=not options.rehearsal)
    with report.doing("trail"):
        _chains_hold(manifest, report)
    (data / UNFINISHED).unlink()
    _say(_farewell(manifest, report, data))
    del handle


def _must_be_empty(data: Path) -> None:
    if (data / UNFINISHED).exists():
        raise Refused(f"In {data} a restore was left half way: empty that folder and begin again.")
    if data.exists() and any(data.iterdir()):
        raise Refused(f"{data} is not empty: name a new folder in CONSISTORI_DATA. Nothing was touched.")


def _identities(options: argparse.Namespace, manifest: Manifest) -> list[Any]:
    if not manifest.encrypted_for:
        return []
    if not options.identity:
        raise Refused("This backup is encrypted: give the key that opens it (--identity FILE).")
    return sealing.read_identities(options.identity)


def _put_home(backup: Path, manifest: Manifest, identities: list[Any], data: Path) -> None:
    opened = io.BytesIO()
    stored = backup / stored_name(shape.HOME, encrypted=bool(manifest.encrypted_for))
    sealing.read_file(stored, opened, identities)
    opened.seek(0)
    with tarfile.open(fileobj=opened) as tar:
        tar.extractall(data, filter="data")
    if (data / "secrets").exists():
        (data / "secrets").chmod(0o700)


def _same_keys(manifest: Manifest, *, without_code_key: bool) -> None:
    """The keys of here must be those of there; those that came by the environment are not in the backup."""
    if without_code_key or manifest.keys.get("CODE_KEY") == shape.fingerprint_of(env.secret("CODE_KEY")):
        return
    raise Refused(
        "CODE_KEY is not the one of the backup: the codes of the documents already printed would not verify."
        " It came by the environment, so it is not in the backup: give the same (CODE_KEY or CODE_KEY_FILE),"
        " or go on without it (--without-code-key). Empty the data folder first."
    )


def _put_database(backup: Path, manifest: Manifest, identities: list[Any], *, forget_jobs: bool) -> None:
    from django.conf import settings
    from django.db import connections

    from consistori.backups.pouring import pour
    from consistori.config.database import fingerprint, migrate

    owner = settings.DATABASES.get("owner")
    if owner is None:
        raise Refused("Name the owner of the database: DATABASE_OWNER_URL.")
    _refuse_newer(manifest)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone()[0]:
            raise Refused(f"The database {owner['NAME']} is not empty: create a new one.")
        server_version = connections["owner"].cursor().connection.info.server_version
    stored = backup / stored_name(shape.DATABASE, encrypted=bool(manifest.encrypted_for))
    pour(stored, identities, owner, made_by=manifest.postgresql, server=server_version)
    migrate()
    (env.data_dir() / "migrated").write_text(fingerprint())
    with connections["owner"].cursor() as cursor:
        if forget_jobs:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE status = 'todo'")
        cursor.execute("ANALYZE")
    connections["owner"].close()


def _refuse_newer(manifest: Manifest) -> None:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    known = {
        f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
    ours = {config.label for config in apps.get_app_configs()}
    if newer := [one for one in manifest.migrations if one.split(".")[0] in ours and one not in known]:
        raise Refused(
            f"This backup was made by a newer version of the program ({manifest.program}; {newer[0]} is unknown here)."
        )


def _put_documents(
    backup: Path, manifest: Manifest, identities: list[Any], report: Report, *, copies: bool
) -> None:
    """Every blob in its store, hashed as it arrives; and every row of the database with its bytes."""
    from django.db import connections

    from consistori.tenancy.models import Entity

    entities = {entity.pk: entity for entity in Entity.objects.all()}
    count = total = 0
    waiting = shape.blobs_of(backup)
    with ThreadPoolExecutor(AT_ONCE) as crew:
        while some := list(islice(waiting, SOME)):
            if copies:
                list(crew.map(lambda blob: _put_blob(backup, blob, entities[blob.entity], identities), some))
            count += len(some)
            total += sum(blob.size for blob in some)
    report.figures |= {"blobs": count, "bytes": total}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_blob WHERE erased_at IS NULL")
        rows = cursor.fetchone()[0]
    connections["owner"].close()
    lacking = len(manifest.missing) + len(manifest.erased)
    if rows != count + lacking:
        raise Refused(
            f"The database speaks of {rows} blobs, and the backup brings {count} and lacks {lacking}."
        )


def _put_blob(backup: Path, blob: StoredBlob, entity: Any, identities: list[Any]) -> None:
    from consistori.documents import blobs
    from consistori.tenancy.scope import Scope, with_scope

    path = backup.parent / blob.file
    with with_scope(Scope((entity,), entity)):
        writer = blobs.BlobWriter(limit=blob.size)
        sealing.read_file(path, writer, identities)
        received = writer.finish()
        if received.sha256 != blob.sha256:
            received.discard()
            raise Refused(f"{path} opens as {received.sha256}, which is not the document {blob.sha256}.")
        blobs.keep(received)


def _chains_hold(manifest: Manifest, report: Report) -> None:
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for
    from consistori.trail.services import verify_chain

    events = 0
    for head in manifest.entities:
        with working_for(Entity.objects.get(pk=head.id)):
            chain = verify_chain()
        if not chain.holds:
            raise Refused(f"The trail of {head.slug} is broken at event {chain.broken_at}: {chain.reason}.")
        if (chain.length, chain.head.hex()) != (head.seq, head.hash):
            raise Refused(f"The trail of {head.slug} does not end where the backup says (event {head.seq}).")
        events += chain.length
    report.figures |= {"entities": len(manifest.entities), "events": events}


def _farewell(manifest: Manifest, report: Report, data: Path) -> str:
    figures = report.figures
    lines = [
        f"Restored: {figures['entities']} entities, {figures['events']} events of their trails verified,"
        f" {figures['blobs']} blobs ({figures['bytes'] / 1e6:.1f} MB), in {sum(figures['seconds'].values()):.1f} s.",
    ]
    if manifest.missing:
        lines.append(
            f"The backup lacks {len(manifest.missing)} blobs that the store had lost before it was made."
        )
    if manifest.keys.get("SECRET_KEY") != shape.fingerprint_of(env.secret("SECRET_KEY")):
        lines.append("SECRET_KEY is another one: everybody signs in again.")
    lines.append(
        f"Start it with CONSISTORI_DATA={os.environ.get('CONSISTORI_DATA') or data} consistori serve"
    )
    return "\n".join(lines)
