"""A program that listens on loopback, as slow, broken or treacherous as a test asks."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Listener:
    """What it heard, and what it answers."""

    url: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200
    location: str = ""
    retry_after: str = ""
    hangs: float = 0
    drips: float = 0


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A real server of HTTP, that answers as `listener.status` says."""
    told = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            time.sleep(told.hangs)
            if told.drips:
                self._drip()
                return
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            if told.retry_after:
                self.send_header("Retry-After", told.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self) -> None:
            """An answer of which a header comes a letter at a time."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            ends = time.monotonic() + told.drips
            with contextlib.suppress(OSError):
                while time.monotonic() < ends:
                    self.wfile.write(b"a")
                    time.sleep(0.05)
                self.wfile.write(b"\r\nContent-Length: 0\r\n\r\n")

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def inside(settings: Any) -> None:
    """The operator lets programs of this machine be told."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
