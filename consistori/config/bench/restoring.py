"""Restoring a backup of the bench, beside what the system itself needs: `cp -a` of its documents and `pg_restore`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consistori.config.processes import command

Tell = Callable[[str], None]
MOST = 1.7
"""How many times what the system itself needs a restore may take."""


def measure_restore(folder: Path, tell: Tell) -> dict[str, str]:
    """The time of `consistori restore` into an empty folder, with all that it verifies, and its ratio to the floor.

    Both in the same run, out of the same backup; the starting of the program and of its database is in ours alone.
    """
    with TemporaryDirectory(dir=folder) as place:
        home = Path(place)
        subprocess.run(
            command("backup", "--to", str(home / "backups")), check=True, stdout=subprocess.DEVNULL
        )
        backup = next(path.parent for path in sorted((home / "backups").rglob("database.dump")))
        os.sync()
        copying, pouring = _floor(folder, home, backup)
        os.sync()
        ours, report = _restored(home, backup)
    floor = copying + pouring
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in report["seconds"].items())
    missed = "" if ours <= MOST * floor else ": MISSED"
    said = (
        f"{ours:.1f} s ({stages}), {ours / floor:.2f} x the {floor:.1f} s of `cp -a` ({copying:.1f}) and `pg_restore`"
        f" ({pouring:.1f}) ({MOST} at most{missed}); {report['blobs']} documents of {report['bytes'] / 1e6:.0f} MB,"
        f" {report['events']} facts verified"
    )
    tell(f"  restore: {said}")
    return {"restore": said}


def _floor(folder: Path, home: Path, backup: Path) -> tuple[float, float]:
    """The seconds of `cp -a` of the store and of `pg_restore` into an empty database of a server of its own."""
    from django.conf import settings

    began = time.monotonic()
    subprocess.run(["cp", "-a", str(settings.BLOB_ROOT), str(home / "copied")], check=True)
    copying = time.monotonic() - began
    with _server(home / "floor") as (address, version):
        from consistori.backups.tools import program

        tool = program("pg_restore", version)
        words = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", "--dbname", address]
        began = time.monotonic()
        subprocess.run([tool, *words, str(backup / "database.dump")], check=True)
        return copying, time.monotonic() - began


@contextmanager
def _server(home: Path) -> Any:
    """An empty embedded database: the address of its owner, and the version of the server."""
    import psycopg

    from consistori.config.embedded import start

    _application, owner, handle = start(home)
    try:
        with psycopg.connect(owner) as connection:
            version = connection.info.server_version
        yield owner, version
    finally:
        handle.cleanup()


def _restored(home: Path, backup: Path) -> tuple[float, dict[str, Any]]:
    """The seconds of our command, and what it says that it did."""
    told = home / "report.json"
    elsewhere = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    elsewhere |= {"CONSISTORI_DATA": str(home / "restored")}
    words = [sys.executable, "-m", "consistori", "restore", str(backup), "--report", str(told)]
    began = time.monotonic()
    done = subprocess.run(words, env=elsewhere, capture_output=True, text=True)
    seconds = time.monotonic() - began
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    figures: dict[str, Any] = json.loads(told.read_text())["figures"]
    return seconds, figures
