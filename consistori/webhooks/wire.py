"""A wire with a last moment: whoever answers a letter at a time is left too."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

CONNECT_SECONDS = 5.0


class _Stream(httpcore.NetworkStream):
    """A stream of which no reading nor writing goes beyond `ends` (seconds of `time.monotonic`)."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(self._ends)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Wire(httpcore.SyncBackend):
    """Connections that end at `ends`, whatever the other side does. Raises `httpcore.ReadTimeout` then."""

    def __init__(self, ends: float) -> None:
        self._ends = ends

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        seconds = min(CONNECT_SECONDS, _left(self._ends))
        return _Stream(super().connect_tcp(host, port, seconds, local_address, socket_options), self._ends)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it answers too slowly")
    return left
