"""Programs that ask over HTTP, each with one connection kept open; their own cost is a fifth of a millisecond."""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


class Unexpected(RuntimeError):
    """An answer that is not the one that was measured for."""


@dataclass
class Client:
    """One program, or one browser, of one town."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """The body of the answer. Raises `Unexpected` for anything but a success."""
        try:
            self._connection.request(method, path, body, self.headers | headers)
            answer = self._connection.getresponse()
            data = answer.read()
        except (http.client.HTTPException, ConnectionError):  # the server closed a connection that was idle
            self._connection.close()
            self._connection.request(method, path, body, self.headers | headers)
            answer = self._connection.getresponse()
            data = answer.read()
        if answer.status >= 300:
            raise Unexpected(f"{method} {path}: {answer.status} {data[:300]!r}")
        return data

    def send(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        """POST of JSON, and what was answered."""
        data = self.ask("POST", path, json.dumps(sent).encode(), **{"Content-Type": "application/json"})
        return dict(json.loads(data))

    def bring(
        self, path: str, file: bytes, *, part: str = "file", sent: dict[str, Any] | None = None,
        named: str = "case",
    ) -> None:  # fmt: skip
        """POST of a file as a form does; `sent` goes as JSON in the part `named`."""
        mark = secrets.token_hex(8)
        pieces = []
        if sent is not None:
            pieces.append(
                f'--{mark}\r\nContent-Disposition: form-data; name="{named}"\r\n'
                f"Content-Type: application/json\r\n\r\n{json.dumps(sent)}\r\n".encode()
            )
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{part}"; filename="mesura.bin"\r\n'
        pieces += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), file, b"\r\n"]
        pieces.append(f"--{mark}--\r\n".encode())
        self.ask("POST", path, b"".join(pieces), **{"Content-Type": f"multipart/form-data; boundary={mark}"})


@dataclass
class Rate:
    """How many were done in a time by several clients at once, and how long each one waited."""

    clients: int
    seconds: float
    times: list[float]
    errors: list[str]

    @property
    def a_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def at_once(clients: list[Client], do: Callable[[Client, int], Any], *, seconds: float) -> Rate:
    """Every client does it again and again for so many seconds."""
    times: list[float] = []
    errors: list[str] = []
    ends = time.monotonic() + seconds

    def work(client: Client) -> None:
        place = 0
        while time.monotonic() < ends:
            began = time.perf_counter()
            try:
                do(client, place)
            except Exception as error:
                errors.append(str(error)[:200])
            else:
                times.append((time.perf_counter() - began) * 1000)
            place += 1

    threads = [threading.Thread(target=work, args=[client]) for client in clients]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Rate(len(clients), time.monotonic() - began, times, errors)
