"""The signer process: the only memory where a key is ever in clear, for one batch, ten minutes at most.

It listens on a Unix socket of mode 0600 in the data folder, answers only to processes of its own
user, and knows nothing of documents, towns or the database. Its words:

`open`   batch, most (signatures), bound (hex SHA-256 of the certificate) + sealed key + passphrase
`sign`   batch, algorithm + bytes to sign  ->  signature
`close`  batch
`reseal` bound + sealed key + passphrase + new passphrase  ->  sealed key
`seal-once` bound, algorithm + key sealed with the secret of this process + bytes to sign  ->  signature, and no batch
`keep-seal` bound + key in clear  ->  key sealed with the secret of this process (`SEAL_KEY`)
`open-seal` batch, most, bound + that sealed key: as `open`, and nobody types anything
`devices` ->  the certificates in the devices that are plugged in (JSON); their keys are opened as any other, with
          the PIN for a passphrase, and sign inside the device

The key is dropped when the batch is closed, when it has signed as many times as it said, when its time is
over, and with the process. Nothing of what it receives is written or logged.
"""

import base64
import contextlib
import json
import logging
import os
import signal
import socket
import struct
import threading
from pathlib import Path
from typing import Any

from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.files import private_folder
from consistori.signature.engine.hardening import keep_memory_private
from consistori.signature.engine.keyring import Keyring
from consistori.signature.engine.tokens import Devices
from consistori.signature.engine.wire import Closed, address, receive, send, wipe

__all__ = ["Keyring", "SignerServer", "run"]

log = logging.getLogger("consistori.signer")


class SignerServer:
    """Listens until `stop()`; one thread a connection, one connection a word or many."""

    def __init__(self, path: Path, keyring: Keyring | None = None) -> None:
        self.path = path
        if not path.parent.exists():
            private_folder(path.parent)
        self.keyring = keyring or Keyring()
        self._stopped = threading.Event()
        self._socket = self._bind()

    def serve(self) -> None:
        """Answer until stopped; old keys are dropped every second."""
        threading.Thread(target=self._sweep, daemon=True).start()
        while not self._stopped.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                break
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening and forget every key."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.keyring = Keyring()

    def _bind(self) -> socket.socket:
        place, descriptor = address(self.path)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            Path(place).unlink(missing_ok=True)
            listening.bind(place)
        finally:
            os.umask(before)
            if descriptor is not None:
                os.close(descriptor)
        listening.listen(64)
        return listening

    def _sweep(self) -> None:
        while not self._stopped.wait(1.0):
            self.keyring.drop_old()

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            if not _is_same_user(connection):
                return
            connection.settimeout(self.keyring.longest)
            while True:
                try:
                    head, pieces = receive(connection)
                except (Closed, OSError):
                    return
                try:
                    said, answer = self._answer(head, pieces)
                except KeyRefused as error:
                    said, answer = {"refused": error.code, "facts": error.facts}, b""
                except Exception:
                    log.error("a word could not be answered")
                    said, answer = {"refused": "not-understood", "facts": {}}, b""
                finally:
                    wipe(*pieces)
                with contextlib.suppress(OSError):
                    send(connection, said, answer)

    def _answer(self, head: dict[str, Any], pieces: list[bytearray]) -> tuple[dict[str, Any], bytes]:
        batch = str(head.get("batch", ""))
        match head.get("word"):
            case "open":
                sealed, passphrase = pieces
                bound = bytes.fromhex(head["bound"])
                self.keyring.open(batch, int(head["most"]), bound, bytes(sealed), passphrase)
                return {"ok": True}, b""
            case "sign":
                return {"ok": True}, self.keyring.sign(batch, str(head["algorithm"]), bytes(pieces[0]))
            case "close":
                self.keyring.close(batch)
                return {"ok": True}, b""
            case "reseal":
                sealed, passphrase, new = pieces
                bound = bytes.fromhex(head["bound"])
                return {"ok": True}, self.keyring.reseal(bound, bytes(sealed), passphrase, new)
            case "open-seal":
                bound = bytes.fromhex(head["bound"])
                self.keyring.open_seal(batch, int(head["most"]), bound, bytes(pieces[0]))
                return {"ok": True}, b""
            case "seal-once":
                sealed, data = pieces
                bound, algorithm = bytes.fromhex(head["bound"]), str(head["algorithm"])
                return {"ok": True}, self.keyring.seal_once(bound, bytes(sealed), algorithm, bytes(data))
            case "keep-seal":
                return {"ok": True}, self.keyring.keep_seal(bytes.fromhex(head["bound"]), bytes(pieces[0]))
            case "devices":
                return {"ok": True}, _listed(self.keyring.devices)
            case "hello":
                return {"ok": True, "pid": os.getpid()}, b""
        raise KeyRefused("not-understood")


def _listed(devices: Devices) -> bytes:
    """What the devices show, as JSON: label, serial, key (hex) and certificate (base64) of each."""
    found = [
        {
            "label": one.ref.label,
            "serial": one.ref.serial,
            "key": one.ref.key_id.hex(),
            "certificate": base64.b64encode(one.certificate).decode(),
        }
        for one in devices.found()
    ]
    return json.dumps(found).encode()


def _is_same_user(connection: socket.socket) -> bool:
    """Whether the process at the other side belongs to our user (SO_PEERCRED)."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", told)
    return bool(user == os.getuid())


def run(path: Path, *, seal_secret: str = "", module: str = "") -> None:
    """Serve in the foreground until SIGTERM or SIGINT: what `consistori signer` does. `module` speaks PKCS#11."""
    keep_memory_private()
    server = SignerServer(path, Keyring(seal_secret=seal_secret, devices=Devices(module)))

    def stop(*_: object) -> None:
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("signer listening at %s", path)
    server.serve()
