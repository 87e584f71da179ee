"""Migrations as the owner, then the wall (`tenancy.security`)."""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from consistori.tenancy.security import secure_database


def migrate(alias: str = "owner", role: str | None = None, verbosity: int = 0) -> None:
    """Bring the database up to date as its owner and raise the wall for the application role."""
    call_command("migrate", database=alias, verbosity=verbosity, interactive=False)
    connection: Any = connections[alias]
    secure_database(connection, role or str(settings.DATABASES["default"]["USER"]))
    connection.close()


def fingerprint() -> str:
    """Changes when a migration or a model of the house does: what a database must have been migrated with."""
    house = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for path in sorted(
        [*house.glob("*/migrations/*.py"), *house.glob("*/models.py"), *house.glob("*/models/*.py")]
    ):
        digest.update(path.read_bytes())
    digest.update((house / "tenancy" / "security.py").read_bytes())
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
