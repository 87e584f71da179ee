"""A door on loopback before a partner (the timestamp authority, the mail server) that can be shut."""

from __future__ import annotations

import contextlib
import socket
import threading


class Door:
    """Passes bytes on to a port of loopback while it is open; shut, it hangs up on everybody."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.is_open = True
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        while True:
            came, _address = self._listening.accept()
            threading.Thread(target=self._pass_on, args=[came], daemon=True).start()

    def _pass_on(self, came: socket.socket) -> None:
        with came, contextlib.suppress(OSError):
            if not self.is_open:
                return
            with socket.create_connection(("127.0.0.1", self.to), timeout=10) as there:
                back = threading.Thread(target=self._pump, args=[there, came], daemon=True)
                back.start()
                self._pump(came, there)
                back.join(20)

    def _pump(self, source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while self.is_open and (piece := source.recv(65536)):
                to.sendall(piece)
            to.shutdown(socket.SHUT_WR)
