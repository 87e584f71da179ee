"""The real server, started on loopback for the time of the bench, and what it takes of memory."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from consistori.config.processes import web_command

START_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """Where it answers, and its process."""

    url: str
    pid: int

    def memory(self) -> tuple[float, float]:
        """Resident megabytes now and at most so far, of the workers together."""
        return sum(_status(pid, "VmRSS") for pid in self._family()), sum(
            _status(pid, "VmHWM") for pid in self._family()
        )

    def _family(self) -> list[int]:
        found, waiting = [], [self.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                waiting += [int(child) for child in children]
        return found


def _status(pid: int, field: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """The real server with the workers and threads of `consistori serve`."""
    port = free_port()
    process = subprocess.Popen(
        web_command(port), start_new_session=True, env=os.environ | {"PORT": str(port)}
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process)
        yield Server(url, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
