"""Partners on loopback that can be shut or fall silent: doors before a server, a mail server, a scanner."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
import time
from collections import Counter


class Door:
    """Passes bytes on to a port of loopback while it is open; shut, it hangs up; silent, it lets nothing by."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.is_open, self.is_silent = True, False
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
                while self.is_silent:
                    time.sleep(0.2)
                to.sendall(piece)
            to.shutdown(socket.SHUT_WR)


class _Receiving(socketserver.StreamRequestHandler):
    """SMTP, as little of it as a letter needs."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 mailbox")
        to: list[str] = []
        while line := self.rfile.readline(1000).decode("ascii", "replace").strip():
            word = line[:4].upper()
            if word == "RCPT":
                to.append(line.split("<")[1].split(">")[0].lower())
            if word == "DATA":
                self._say("354 go on")
                while (piece := self.rfile.readline(100_000)) not in (b".\r\n", b""):
                    pass
                if not piece:
                    return
                self.server.keep(to)
                to = []
            self._say("221 bye" if word == "QUIT" else "250 well")
            if word == "QUIT":
                return

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that keeps to whom it was written, how often, and when the last time was (`time.monotonic`)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiving)
        self.received: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        self.lock = threading.Lock()
        self.port = int(self.server_address[1])
        threading.Thread(target=self.serve_forever, args=[0.1], daemon=True).start()

    def keep(self, to: list[str]) -> None:
        with self.lock:
            for address in to:
                self.received[address] += 1
                self.last[address] = time.monotonic()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up in the middle is nobody's matter."""
