"""A scanner that speaks as clamd does, on loopback, for trials: it finds only what all scanners agree to find."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two halves, so that the scanners of whoever keeps this file do not find it."""


class _Answering(socketserver.StreamRequestHandler):
    server: FakeScanner

    def handle(self) -> None:
        command = self._command()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._looked_at())

    def _command(self) -> bytes:
        found = b""
        while not found.endswith(b"\0") and len(found) < 64:
            if not (letter := self.rfile.read(1)):
                break
            found += letter
        return found.rstrip(b"\0")

    def _looked_at(self) -> bytes:
        seen = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            seen += self.rfile.read(size)
            if len(seen) > self.server.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.server.looked_at += 1
        return b"stream: Eicar-Signature FOUND\0" if EICAR in seen else b"stream: OK\0"


class FakeScanner(socketserver.ThreadingTCPServer):
    """Answers on a free port of loopback; `url` is for `SCANNER_URL`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, limit: int = 25 * 1024 * 1024) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.limit = limit
        self.looked_at = 0

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"tcp://{host!s}:{port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up in the middle is nobody's matter."""


@contextmanager
def answering(limit: int = 25 * 1024 * 1024) -> Iterator[FakeScanner]:
    """A scanner that answers for as long as this lasts."""
    with FakeScanner(limit) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
