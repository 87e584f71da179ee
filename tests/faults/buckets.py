"""Two servers that speak S3, of different makers, that can be stopped and begun again with what they kept."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

BUCKET, ACCESS, SECRET = "documents", "the-town", "only for tests"


@dataclass
class Server:
    """A server on loopback. `kind` is `moto` (what it keeps is in memory) or `rclone` (in `folder`)."""

    kind: str
    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """What `BLOB_URL` says of it."""
        return f"s3://{BUCKET}/towns?endpoint={self.endpoint}&region=eu-south-2"

    def start(self) -> None:
        self.port = self.port or free_port()
        (self.folder / BUCKET).mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            with suppress(httpx.HTTPError):
                httpx.get(self.endpoint, timeout=5)
                break
            time.sleep(0.05)
        if self.kind == "moto":
            httpx.put(f"{self.endpoint}/{BUCKET}", timeout=30, headers=_of_region()).raise_for_status()

    def stop(self) -> None:
        """With no goodbye."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def look_again(self) -> None:
        """rclone believes that nobody else writes in its folder: what tests wrote there it sees when it begins again
        (told by SIGHUP it looks too, some time after)."""
        self.stop()
        self.start()

    def _command(self) -> list[str]:
        if self.kind == "moto":
            return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        program = Path(sys.executable).with_name("rclone")
        return [
            str(program if program.exists() else shutil.which("rclone")), "serve", "s3", str(self.folder),
            "--addr", f"127.0.0.1:{self.port}", "--auth-key", f"{ACCESS},{SECRET}", "--vfs-cache-mode", "off",
            "--config", "/dev/null",
        ]  # fmt: skip


def _of_region() -> dict[str, str]:
    """moto believes whatever a request says of itself; it only wants to know of which region it is."""
    return {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, Signature=x"}


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Door:
    """A way to a server that can be broken: it passes bytes on, and cuts the answers after so many."""

    def __init__(self, to: str) -> None:
        import threading

        parts = urlsplit(to)
        self._to = (parts.hostname or "", parts.port or 80)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.cut_after: int | None = None
        self.cuts = 0
        self._threads = threading
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._door.accept()
                theirs = socket.create_connection(self._to)
                self._threads.Thread(target=self._pass, args=(ours, theirs, False), daemon=True).start()
                self._threads.Thread(target=self._pass, args=(theirs, ours, True), daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket, is_answer: bool) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(65536):
                to.sendall(data)
                passed += len(data)
                if is_answer and self.cut_after is not None and passed > self.cut_after:
                    self.cuts += 1
                    self.cut_after = None
                    break
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
