"""Migrations as the owner, then the wall (`tenancy.security`)."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.state import ProjectState
from psycopg.errors import DeadlockDetected, LockNotAvailable

from consistori.tenancy.security import secure_database

LOCK_WAIT = "1s"
ATTEMPTS = 60
_ONE_AT_A_TIME = 0x0C0A515702


def migrate(alias: str = "owner", role: str | None = None, verbosity: int = 0) -> None:
    """Bring the database up to date as its owner and raise the wall for the application role.

    A town may be at work meanwhile: a change that must wait for a table lets it go after a second (whoever came
    behind would wait too) and is tried again. Killed half way, it is simply done again.
    """
    connection: Any = connections[alias]
    try:
        _alone(connection)
        with connection.cursor() as cursor:
            # If we are killed, the server stops what we had asked it for.
            cursor.execute("SELECT set_config('client_connection_check_interval', '1s', false)")
        for attempt in range(ATTEMPTS):
            try:
                _wait_little(connection)
                with _each_model_alone() if _is_empty(connection) else nullcontext():
                    call_command("migrate", database=alias, verbosity=verbosity, interactive=False)
                secure_database(connection, role or str(settings.DATABASES["default"]["USER"]))
                return
            except OperationalError as error:
                busy = isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)
                if not busy or attempt == ATTEMPTS - 1:
                    raise
                time.sleep(0.5)
    finally:
        connection.close()


def _is_empty(connection: Any) -> bool:
    return not connection.introspection.table_names()


@contextmanager
def _each_model_alone() -> Iterator[None]:
    """At each step Django draws again every model joined with the one that changes, and all are joined with the
    entity: a minute of processor for a first start. In an empty database, where no migration reads a row, only the
    one that changes is drawn again (4 s): what comes out is the same, byte by byte."""
    states: Any = ProjectState
    usual = states._find_reload_model

    def itself(_state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        return {(app_label, model_name.lower())}

    states._find_reload_model = itself
    try:
        yield
    finally:
        states._find_reload_model = usual


def _alone(connection: Any) -> None:
    """One migration at a time, from whatever machine. (To wait in the database would hold back indexes being built.)"""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.5)


def _wait_little(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_WAIT])


def fingerprint() -> str:
    """Changes when a migration or a model of the house does: what a database must have been migrated with, and how."""
    house = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for path in sorted(
        [*house.glob("*/migrations/*.py"), *house.glob("*/models.py"), *house.glob("*/models/*.py")]
    ):
        digest.update(path.read_bytes())
    for other in (Path(__file__), house / "tenancy/security.py", house / "tenancy/unscoped.py"):
        digest.update(other.read_bytes())
    return digest.hexdigest()


def migrate_if_needed(data_dir: Path) -> bool:
    """Migrate unless this very code already did here. Returns whether it migrated."""
    mark = data_dir / "migrated"
    with (data_dir / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists() and mark.read_text() == fingerprint():
            return False
        migrate()
        mark.write_text(fingerprint())
        return True
