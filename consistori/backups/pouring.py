"""A dump back into a database, decrypted on its way; also into a server older than the one it came from."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from consistori.backups.sealing import read_file
from consistori.backups.shape import Refused
from consistori.backups.tools import address_of, program

# What `pg_restore` 17 and newer says at the beginning, and older servers do not know.
_UNKNOWN_TO_OLDER = "1,100{/^SET transaction_timeout = 0;$/d}"
_OPTIONS = ("--no-owner", "--no-acl")


def pour(
    stored: Path, identities: Sequence[Any], database: Mapping[str, Any], *, made_by: int, server: int
) -> None:
    """Fill an empty database of the settings. Raises `Refused` if it is not all there.

    `made_by` and `server` are the versions (`180001`) of the server that it came from and of this one.
    """
    tool = program("pg_restore", max(made_by, server))
    with address_of(database) as address, tempfile.TemporaryFile() as told:
        if made_by // 10000 <= server // 10000:
            line = [[tool, *_OPTIONS, "--exit-on-error", "--single-transaction", "--dbname", address]]
        else:
            psql = program("psql", made_by)
            line = [
                [tool, *_OPTIONS, "--file", "-"],
                ["sed", "-e", _UNKNOWN_TO_OLDER],
                [psql, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", address],
            ]
        failed = _run_through(line, stored, identities, told)
        if failed:
            told.seek(0)
            words = told.read().decode(errors="replace").strip()
            raise Refused(f"The database could not be put back: {words or failed}")


def _run_through(line: list[list[str]], stored: Path, identities: Sequence[Any], told: IO[bytes]) -> str:
    """Pour the file through a line of programs, each reading the one before. Returns which failed, if any did."""
    running: list[subprocess.Popen[bytes]] = []
    for n, command in enumerate(line):
        last = n == len(line) - 1
        running.append(
            subprocess.Popen(
                command,
                stdin=running[-1].stdout if running else subprocess.PIPE,
                stdout=subprocess.DEVNULL if last else subprocess.PIPE,
                stderr=told,
            )
        )
        if len(running) > 1 and running[-2].stdout:
            running[-2].stdout.close()  # the next one holds it: if that leaves, the one before is told
    entrance = running[0].stdin
    if entrance is None:
        raise RuntimeError("the first of the line was started without a pipe")
    try:
        read_file(stored, entrance, identities)
    except BrokenPipeError:
        pass  # the one that left says why
    except BaseException:
        for process in running:
            process.kill()
        raise
    finally:
        with suppress(BrokenPipeError):
            entrance.close()
        codes = [process.wait() for process in running]
    return next((command[0] for command, code in zip(line, codes, strict=True) if code), "")
