"""Restoring the last backup for trial, by the very command of the day of need, in an empty folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from consistori.backups import shape
from consistori.backups.making import TONIGHT, make_backup
from consistori.backups.models import Rehearsal
from consistori.backups.shape import Refused
from consistori.kernel.clock import now

MOST_SECONDS = 6 * 3600
_OF_THIS_MACHINE = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_DIRECT_URL",
    "DATABASE_REPLICA_URL",
    "BACKUP_DATABASE_URL",
    "BLOB_URL",
    "CONSISTORI_DEMO",
}


def night() -> Rehearsal:
    """The work of a night: a backup, and its rehearsal. What goes wrong is in the row that is returned."""
    row = Rehearsal.objects.create(started_at=now())
    try:
        made = make_backup(
            Path(settings.BACKUP_TO), recipients=settings.BACKUP_RECIPIENTS, keep=settings.BACKUP_KEEP
        )
    except Refused as error:
        return _end(row, state=Rehearsal.State.BAD, detail=str(error))
    except Exception as error:
        _end(row, state=Rehearsal.State.BAD, detail=f"{type(error).__name__}: {error}")
        raise
    return _rehearse(row, made.place, None)


def close_the_killed() -> None:
    """The rehearsals that say they are under way, and whose process is no more."""
    Rehearsal.objects.filter(state=Rehearsal.State.RUNNING).update(
        state=Rehearsal.State.BAD, finished_at=now(), detail="The process that did it was stopped."
    )


def rehearse(backup: Path, identity: Path | None = None) -> Rehearsal:
    """Restore a backup (or the last of a folder) for trial, and write down what became of it."""
    row = Rehearsal.objects.create(started_at=now(), stage=Rehearsal.Stage.BYTES)
    try:
        place = shape.find(backup)
    except Refused as error:
        return _end(row, state=Rehearsal.State.BAD, detail=str(error))
    return _rehearse(row, place, identity)


def _rehearse(row: Rehearsal, backup: Path, identity: Path | None) -> Rehearsal:
    row.stage, row.backup_name = Rehearsal.Stage.BYTES, backup.name
    row.save(update_fields=["stage", "backup_name"])
    try:
        with empty_folder() as home:
            code, told = _restore(backup, identity, home)
    except Refused as error:
        return _end(row, state=Rehearsal.State.BAD, detail=str(error))
    except subprocess.TimeoutExpired:
        return _end(row, state=Rehearsal.State.BAD, detail=f"It took more than {MOST_SECONDS // 3600} hours.")
    except Exception as error:
        _end(row, state=Rehearsal.State.BAD, detail=f"{type(error).__name__}: {error}")
        raise
    good = code == 0 and told.get("stage") == "whole"
    figures = told.get("figures", {})
    # Only of the last one: an older encrypted one may name bytes that were brought again, as others, since.
    if told.get("stage") == Rehearsal.Stage.BYTES and backup.name == shape.names_in(backup.parent)[-1]:
        set_spoiled_aside(backup)
    return _end(
        row,
        state=Rehearsal.State.GOOD if good else Rehearsal.State.BAD,
        stage=told.get("stage", row.stage),
        detail="" if good else told.get("reason") or f"The command left with {code}.",
        figures=figures,
    )


@contextmanager
def empty_folder() -> Iterator[Path]:
    """A folder for one rehearsal, alone; what a killed one left, its server too, is swept. Raises `Refused`."""
    data = Path(settings.DATA_DIR)
    with (data / "rehearsal.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("Another rehearsal is under way.") from error
        for left in data.glob("rehearsal-*/"):
            _throw_away(left)
        home = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=data))
        try:
            yield home
        finally:
            _throw_away(home)


def _throw_away(home: Path) -> None:
    """Remove a folder of a rehearsal, and end its database server if it still runs."""
    postgres = home / "house" / "postgres"
    with suppress(OSError, ValueError, IndexError):
        pid = int((postgres / "postmaster.pid").read_text().splitlines()[0])
        if str(postgres).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGQUIT)
            while str(postgres).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                time.sleep(0.1)
    shutil.rmtree(home, ignore_errors=True)


def set_spoiled_aside(backup: Path) -> int:
    """Take the names from the blobs of a folder of backups that have changed: the next night brings them again."""
    gone = 0
    with suppress(OSError, ValueError, TypeError):
        for blob in shape.blobs_of(backup):
            path = backup.parent / blob.file
            try:
                shape.check_file(path, shape.StoredFile(blob.stored, blob.stored_size))
            except Refused:
                with suppress(FileNotFoundError):
                    path.rename(path.with_name(f"{path.name}.spoiled"))
                    gone += 1
    return gone


def _restore(backup: Path, identity: Path | None, home: Path) -> tuple[int, dict[str, Any]]:
    """`consistori restore` in an empty folder, with a database server of its own that leaves with it."""
    report, house = home / "report.json", home / "house"
    forget = [word for name in _OF_THIS_MACHINE for word in ("-u", name)]
    words = [
        "env",
        *forget,
        f"CONSISTORI_DATA={house}",
        sys.executable,
        "-m",
        "consistori",
        "restore",
        str(backup),
    ]
    words += ["--rehearsal", "--report", str(report)]
    if identity := identity or _key_of_the_last():
        words += ["--identity", str(identity)]
    silent = subprocess.DEVNULL
    done = subprocess.run(words, timeout=MOST_SECONDS, stdout=silent, stderr=silent)
    return done.returncode, json.loads(report.read_text()) if report.exists() else {}


def _key_of_the_last() -> Path | None:
    place = settings.DATA_DIR / "secrets" / TONIGHT
    return place if place.exists() else None


def _end(row: Rehearsal, **values: Any) -> Rehearsal:
    for name, value in (values | {"finished_at": now()}).items():
        setattr(row, name, value)
    row.save()
    return row
