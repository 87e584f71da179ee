"""A gateway of messages on loopback, for trials: it keeps what it was given, and refuses without its key."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "trial-key"


class _Answering(BaseHTTPRequestHandler):
    server: FakeGateway

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        known = self.headers.get("Authorization") == f"Bearer {KEY}"
        if known:
            self.server.sent.append(json.loads(said))
        self.send_response(202 if known else 401)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class FakeGateway(ThreadingHTTPServer):
    """Answers on a free port of loopback; `url` is for `SMS_URL`, `sent` what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.sent: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/messages"


@contextmanager
def answering() -> Iterator[FakeGateway]:
    """A gateway that answers for as long as this lasts."""
    with FakeGateway() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
