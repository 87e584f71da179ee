"""How many statements an operation sends to the database, counted in this process with the same application."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from consistori.config.bench.client import Client

NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SELECT set_config)", re.I)
ROUNDS = 3


class _Counter:
    def __init__(self) -> None:
        self.sent = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not NOT_COUNTED.match(str(sql)):
            self.sent += 1
        return execute(sql, params, many, context)


class InProcess(Client):
    """A client whose requests are answered by the application of this very process."""

    def __post_init__(self) -> None:
        from consistori.config.wsgi import application

        self._application = application

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        told: list[str] = []
        environ = _environ(method, path, body or b"", self.headers | headers)

        def start(status: str, given: Any, error: Any = None) -> Callable[[bytes], object]:
            told.append(status)
            return lambda data: None

        answer = self._application(environ, start)
        data = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if not told[0].startswith("2"):
            raise RuntimeError(f"{method} {path}: {told[0]} {data[:300]!r}")
        return data


def count_statements(do: Callable[[Client, int], Any], client: Client) -> int:
    """All but BEGIN, COMMIT, SAVEPOINT and `set_config`, as the budgets count, once everything is warm."""
    inside = InProcess(client.url, client.headers)
    counter = _Counter()
    for place in range(ROUNDS):
        counter.sent = 0
        with connection.execute_wrapper(counter):
            do(inside, place)
    return counter.sent


def _environ(method: str, path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(path)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ
