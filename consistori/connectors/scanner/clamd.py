"""The client of clamd, the scanner of ClamAV: `INSTREAM`, a file in pieces over a connection of its own."""

from __future__ import annotations

import contextlib
import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from consistori.documents.blobs.scanning import ScannerSilent, Verdict

PORT = 3310
PIECE = 256 * 1024
_LONGEST_ANSWER = 4096


@dataclass(frozen=True)
class Clamd:
    """`tcp://host:3310`, or `unix:///run/clamav/clamd.ctl`. `timeout`, in seconds, is of each piece."""

    address: str
    timeout: float = 30.0

    def look_at(self, stream: BinaryIO) -> Verdict:
        """Send it all and read the answer. A file over the limit of the scanner is not known to be clean."""
        said = self._ask(b"zINSTREAM\0", stream)
        if said == "stream: OK":
            return Verdict(True)
        if said.startswith("stream: ") and said.endswith(" FOUND"):
            return Verdict(False, said.removeprefix("stream: ").removesuffix(" FOUND"))
        raise ScannerSilent(said or "it hung up without an answer")

    def answers(self) -> bool:
        with contextlib.suppress(ScannerSilent):
            return self._ask(b"zPING\0") == "PONG"
        return False

    def _ask(self, command: bytes, stream: BinaryIO | None = None) -> str:
        try:
            with self._connected() as connection:
                connection.sendall(command)
                if stream is not None:
                    self._send(connection, stream)
                return self._answer(connection)
        except (OSError, ValueError) as error:
            raise ScannerSilent(f"{type(error).__name__}: {error}") from error

    def _send(self, connection: socket.socket, stream: BinaryIO) -> None:
        """The pieces, each after its length, and an empty one at the end. It may hang up half way, with a reason."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while piece := stream.read(PIECE):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))

    def _answer(self, connection: socket.socket) -> str:
        found = b""
        while len(found) < _LONGEST_ANSWER and not found.endswith(b"\0"):
            if not (piece := connection.recv(_LONGEST_ANSWER)):
                break
            found += piece
        return found.rstrip(b"\0").decode("utf-8", "replace").strip()

    def _connected(self) -> socket.socket:
        parts = urlsplit(self.address)
        if parts.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self.timeout)
            try:
                connection.connect(parts.path)
            except OSError:
                connection.close()
                raise
            return connection
        if parts.scheme != "tcp" or not parts.hostname:
            raise ValueError(f"SCANNER_URL is not understood: {self.address}")
        return socket.create_connection((parts.hostname, parts.port or PORT), timeout=self.timeout)
