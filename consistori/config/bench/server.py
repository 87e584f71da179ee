"""The real processes, started on loopback for the time of the bench, and what they take of memory."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from consistori.config.processes import command, web_command

START_SECONDS = 90
BARE = "consistori.config.bench.bare:application"


@dataclass(frozen=True)
class Server:
    """Where it answers, and its processes."""

    url: str
    pids: tuple[int, ...]

    def pss(self) -> float:
        """Proportional set size, in MiB, of all its processes: memory that is shared is counted once."""
        return sum(_smaps(pid, "Pss") for pid in self._family()) / 1024

    def peak(self) -> float:
        """The most that they have been resident, less what they share now, in MiB."""
        family = self._family()
        shared = sum(_smaps(pid, "Rss") - _smaps(pid, "Pss") for pid in family)
        return (sum(_status(pid, "VmHWM") for pid in family) - shared) / 1024

    def _family(self) -> list[int]:
        found, waiting = [], list(self.pids)
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                waiting += [int(child) for child in children]
        return found


def _smaps(pid: int, field: str) -> int:
    return _field(Path(f"/proc/{pid}/smaps_rollup"), field)


def _status(pid: int, field: str) -> int:
    return _field(Path(f"/proc/{pid}/status"), field)


def _field(path: Path, field: str) -> int:
    with suppress(OSError):
        for line in path.read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1])
    return 0


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def running(workers: int = 2) -> Iterator[Server]:
    """The web server with the workers and threads of `consistori serve`."""
    port = free_port()
    with _started(web_command(port, workers=workers), port) as web:
        _wait(f"http://127.0.0.1:{port}/readyz", web)
        yield Server(f"http://127.0.0.1:{port}", (web.pid,))


@contextmanager
def with_worker(server: Server) -> Iterator[Server]:
    """The same server, with a worker of jobs beside it."""
    with _started(command("worker"), 0) as worker:
        yield Server(server.url, (*server.pids, worker.pid))


@contextmanager
def bare(workers: int = 2) -> Iterator[Server]:
    """The bare Django view, served alike."""
    port = free_port()
    words = [
        BARE if word.startswith("consistori.config.wsgi") else word
        for word in web_command(port, workers=workers)
    ]
    with _started(words, port) as web:
        _wait(f"http://127.0.0.1:{port}/", web)
        yield Server(f"http://127.0.0.1:{port}", (web.pid,))


@contextmanager
def _started(words: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, start_new_session=True, env=os.environ | {"PORT": str(port)})
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        with suppress(OSError), urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            if answer.status == 200:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
