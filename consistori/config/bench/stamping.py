"""An authority on loopback for the bench: the demonstration one, with the latency of a real one.

A process of its own: `python -m consistori.config.bench.stamping FOLDER PORT MILLISECONDS`. Only timestamps wait: the
revocation of a certificate is asked once a batch.
"""

from __future__ import annotations

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from consistori.signature.engine.demo.answers import answer
from consistori.signature.engine.demo.authority import DemoAuthority
from consistori.signature.engine.demo.server import HOST, base_url

QUEUE = 128


class _Server(ThreadingHTTPServer):
    request_queue_size = QUEUE
    daemon_threads = True


def serve(folder: Path, port: int, latency: float) -> None:
    """Answer until killed. Connections stay open, as those of any real server."""
    authority = DemoAuthority(folder, base_url(port))

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            self._say(b"")

        def do_POST(self) -> None:
            self._say(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _say(self, body: bytes) -> None:
            if self.path == "/tsa":
                time.sleep(latency)
            said = answer(authority, self.command, self.path, body)
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)
            self.wfile.flush()

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    server = _Server((HOST, port), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) / 1000)
