"""A server of rooms for trials, on loopback: it looks at the token as Jitsi Meet does, and says what it saw."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt


class FakeRooms:
    """`entered` is whoever got in: room, name, whether they keep it. `refused` counts the others."""

    def __init__(self, secret: str, app_id: str = "consistori") -> None:
        self.secret, self.app_id = secret, app_id
        self.entered: list[tuple[str, str, bool]] = []
        self.refused = 0

    def enter(self, path: str) -> tuple[int, str]:
        """The status and the page of an address."""
        parts = urlsplit(path)
        room, token = unquote(parts.path.strip("/")), parse_qs(parts.query).get("jwt", [""])[0]
        try:
            said: dict[str, Any] = jwt.decode(
                token, self.secret, algorithms=["HS256"], audience="jitsi", issuer=self.app_id
            )
        except jwt.InvalidTokenError as fault:
            self.refused += 1
            return 403, f"<h1>No</h1><p>{html.escape(str(fault))}</p>"
        if said["room"] != room:
            self.refused += 1
            return 403, "<h1>No</h1><p>Another room</p>"
        user = said["context"]["user"]
        self.entered.append((room, user["name"], user["moderator"]))
        return 200, f"<h1>{html.escape(room)}</h1><p>{html.escape(json.dumps(user, ensure_ascii=False))}</p>"


@contextmanager
def serve(rooms: FakeRooms) -> Iterator[str]:
    """Its address, while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, page = rooms.enter(self.path)
            body = f"<!doctype html><title>Sala</title><body>{page}".encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is written on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
