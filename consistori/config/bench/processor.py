"""How much processor a measured work takes, whoever does it: on a machine that others load too it says little else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def processor_of_all() -> float:
    """Seconds of this process, of those that it began (living, or waited for), and of the database.

    Without `/proc`, or with a database of another machine, what cannot be seen is not counted.
    """
    seen = dict(_processes())
    pids = {os.getpid()} | set(_below(os.getpid(), seen))
    server = _database(seen)
    if server:
        pids |= {server} | set(_below(server, seen))
    return sum(seen[pid][1] for pid in pids if pid in seen)


def _processes() -> Iterator[tuple[int, tuple[int, float]]]:
    """Of each process: who began it, and its seconds with those of the ones that it waited for."""
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            told = (folder / "stat").read_text().rpartition(")")[2].split()
            yield int(folder.name), (int(told[1]), sum(map(int, told[11:15])) / TICKS)


def _below(pid: int, seen: dict[int, tuple[int, float]]) -> Iterator[int]:
    for other, (parent, _) in seen.items():
        if parent == pid:
            yield other
            yield from _below(other, seen)


def _database(seen: dict[int, tuple[int, float]]) -> int:
    """The server of the database, parent of the process that answers us; 0 when it is not here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    parent = seen.get(backend, (0, 0.0))[0]
    with contextlib.suppress(OSError):
        if "postgres" in (PROC / str(parent) / "comm").read_text():
            return parent
    return 0
