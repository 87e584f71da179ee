"""A time server on loopback whose clock is as wrong as one wishes."""

from __future__ import annotations

import socket
import threading
import time
from types import TracebackType
from typing import Self

from consistori.connectors.official_time.client import _PACKET, _SINCE_1900


class FakeTimeServer:
    """`with FakeTimeServer(seconds=3600) as server: offset_of(server.address)`."""

    def __init__(self, seconds: float = 0, *, stratum: int = 1, echo: bool = True) -> None:
        self.seconds, self.stratum, self.echo = seconds, stratum, echo
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._answer, daemon=True)

    def _answer(self) -> None:
        while True:
            try:
                asked, to = self._socket.recvfrom(512)
            except OSError:
                return
            if not asked:
                return
            nonce = _PACKET.unpack(asked)[-1] if self.echo else 1
            now = int((time.time() + self.seconds + _SINCE_1900) * 2**32)
            self._socket.sendto(_PACKET.pack(0x24, self.stratum, 0, 0, 0, 0, 0, 0, nonce, now, now), to)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as goodbye:
            goodbye.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()
