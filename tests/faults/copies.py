"""A copy of the database that follows it: a real standby, that can stand still, die, come back and be promoted."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from .conftest import wait_until


class Copy:
    """A standby that follows the server and writes down every statement that it is asked."""

    def __init__(self, primary: Any, host: str) -> None:
        self.primary, self.host = primary, host
        self.folder = Path(tempfile.mkdtemp(prefix="consistori-copy-"))
        self.data, self.log = self.folder / "data", self.folder / "log"
        self.identity = {"user": primary.system_user} if primary.system_user else {}
        if self.identity:
            shutil.chown(self.folder, primary.system_user)
        self._run(
            "pg_basebackup",
            "-D",
            str(self.data),
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "-U",
            "postgres",
            "-h",
            host,
        )
        with (self.data / "postgresql.auto.conf").open("a") as settings:
            settings.write("log_statement = 'all'\nhot_standby_feedback = on\n")

    @property
    def url(self) -> str:
        return f"postgresql://consistori_app@/consistori?host={self.folder}"

    def start(self) -> None:
        self._run(
            "pg_ctl",
            "-w",
            "-D",
            str(self.data),
            "-l",
            str(self.log),
            "-o",
            f'-h "" -k {self.folder}',
            "start",
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def promote(self) -> None:
        self._run("pg_ctl", "-w", "-D", str(self.data), "promote")

    def ask(self, statement: str) -> Any:
        with psycopg.connect(
            f"postgresql://postgres@/consistori?host={self.folder}", autocommit=True
        ) as copy:
            cursor = copy.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]

    def catch_up(self) -> None:
        with psycopg.connect(f"postgresql://postgres@/consistori?host={self.host}") as primary:
            place = primary.execute("SELECT pg_current_wal_lsn()::text").fetchone()[0]
        wait_until(lambda: self.ask(f"SELECT pg_last_wal_replay_lsn() >= '{place}'"))

    def asked(self, words: str) -> int:
        """How many statements with those words it has been asked."""
        return self.log.read_text(errors="replace").count(words)

    def remove(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        silent = subprocess.DEVNULL
        command = [str(self.primary.bin_path / program), *words]
        subprocess.run(
            command, check=True, timeout=120, stdout=silent, stderr=silent, cwd="/", **self.identity
        )


def fill(programs: Path, template: str, source: str, to: str) -> None:
    """The migrated database of the tests, in the server of the pair."""
    dump = subprocess.Popen(
        [str(programs / "pg_dump"), "-h", source, "-U", "postgres", template], stdout=subprocess.PIPE
    )
    psql = [str(programs / "psql"), "-q", "-X", "-h", to, "-U", "postgres", "-d", "consistori"]
    subprocess.run(psql, stdin=dump.stdout, check=True, stdout=subprocess.DEVNULL, timeout=120)
    assert dump.wait() == 0
