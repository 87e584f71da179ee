"""The signer process: the only memory where a key is ever in clear, for one batch, ten minutes at most.

It listens on a Unix socket of mode 0600 in the data folder, answers only to processes of its own
user, and knows nothing of documents, towns or the database. Its words:

`open`   batch, most (signatures), bound (hex SHA-256 of the certificate) + sealed key + passphrase
`sign`   batch, algorithm + bytes to sign  ->  signature
`close`  batch
`reseal` bound + sealed key + passphrase + new passphrase  ->  sealed key
`keep-seal` bound + key in clear  ->  key sealed with the secret of this process (`SEAL_KEY`)
`open-seal` batch, most, bound + that sealed key: as `open`, and nobody types anything

The key is dropped when the batch is closed, when it has signed as many times as it said, when its time is
over, and with the process. Nothing of what it receives is written or logged.
"""

import contextlib
import hashlib
import logging
import os
import signal
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from consistori.signature.engine.certificates import PrivateKey
from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.files import private_folder
from consistori.signature.engine.hardening import keep_memory_private
from consistori.signature.engine.sealing import Cost, seal, unseal
from consistori.signature.engine.wire import Closed, address, receive, send, wipe

LONGEST_BATCH = 600.0
MOST_SIGNATURES = 5000
WRONG_TRIES = 5
LOCKED_FOR = 900.0
SECRET_COST = Cost(memory=1024, passes=1, lanes=1)
"""The secret of this process is random and long: trying it costs nobody less for being quick."""
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}

log = logging.getLogger("consistori.signer")


@dataclass
class OpenKey:
    """A key in clear, how many signatures it still owes, and the instant (monotonic) when it is dropped."""

    key: PrivateKey
    left: int
    until: float


@dataclass
class Tries:
    """Wrong passphrases for one sealed key since `since` (monotonic)."""

    wrong: int = 0
    since: float = field(default_factory=time.monotonic)


class Keyring:
    """The keys in clear of this process, by batch. Every method is safe between threads."""

    def __init__(self, longest: float = LONGEST_BATCH, seal_secret: str = "") -> None:
        self.longest = longest
        self.seal_secret = seal_secret
        self._open: dict[str, OpenKey] = {}
        self._tries: dict[str, Tries] = {}
        self._lock = threading.Lock()

    def open(self, batch: str, most: int, bound: bytes, sealed: bytes, passphrase: bytearray) -> None:
        """Unseal a key for a batch. Refuses: `too-many-tries`, `wrong-passphrase`, `batch-open`…"""
        if not 0 < most <= MOST_SIGNATURES:
            raise KeyRefused("too-many-signatures", most=MOST_SIGNATURES)
        self._put(batch, most, self._unseal(bound, sealed, passphrase))

    def open_seal(self, batch: str, most: int, bound: bytes, sealed: bytes) -> None:
        """Open the key of a seal of the body with the secret of this process. Refuses: `no-seal-secret`…"""
        if not 0 < most <= MOST_SIGNATURES:
            raise KeyRefused("too-many-signatures", most=MOST_SIGNATURES)
        self._put(batch, most, unseal(sealed, self._secret(), bound_to=bound))

    def keep_seal(self, bound: bytes, private_key: bytes) -> bytes:
        """The key (PKCS#8 DER) of a seal, sealed so that only this process opens it. Refuses: `no-seal-secret`."""
        return seal(private_key, self._secret(), bound_to=bound, cost=SECRET_COST)

    def _secret(self) -> bytes:
        if not self.seal_secret:
            raise KeyRefused("no-seal-secret")
        return self.seal_secret.encode()

    def _put(self, batch: str, most: int, der: bytes) -> None:
        key = serialization.load_der_private_key(der, password=None)
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyRefused("other-key")
        with self._lock:
            if batch in self._open:
                raise KeyRefused("batch-open")
            self._open[batch] = OpenKey(key, most, time.monotonic() + self.longest)

    def reseal(self, bound: bytes, sealed: bytes, passphrase: bytearray, new: bytearray) -> bytes:
        """The key sealed with another passphrase. Refuses as `open`, and `passphrase-short`."""
        return seal(self._unseal(bound, sealed, passphrase), bytes(new), bound_to=bound)

    def sign(self, batch: str, algorithm: str, data: bytes) -> bytes:
        """Sign bytes with the key of the batch. Refuses with `batch-over` when it is no longer there."""
        digest = HASHES.get(algorithm)
        if digest is None:
            raise KeyRefused("other-algorithm")
        self.drop_old()
        with self._lock:
            found = self._open.get(batch)
            if found is None:
                raise KeyRefused("batch-over")
            found.left -= 1
            if found.left <= 0:
                del self._open[batch]
        if isinstance(found.key, ec.EllipticCurvePrivateKey):
            return found.key.sign(data, ec.ECDSA(digest))
        return found.key.sign(data, padding.PKCS1v15(), digest)

    def close(self, batch: str) -> None:
        """Drop the key of the batch."""
        with self._lock:
            self._open.pop(batch, None)

    def drop_old(self) -> None:
        """Drop the keys whose time is over."""
        now = time.monotonic()
        with self._lock:
            for batch in [name for name, one in self._open.items() if one.until <= now]:
                del self._open[batch]

    def _unseal(self, bound: bytes, sealed: bytes, passphrase: bytearray) -> bytes:
        name = hashlib.sha256(bound).hexdigest()
        self._check_tries(name)
        try:
            der = unseal(sealed, passphrase, bound_to=bound)
        except KeyRefused as error:
            if error.code == "wrong-passphrase":
                self._count_wrong(name)
            raise
        with self._lock:
            self._tries.pop(name, None)
        return der

    def _check_tries(self, name: str) -> None:
        with self._lock:
            tries = self._tries.get(name)
            if tries and time.monotonic() - tries.since > LOCKED_FOR:
                del self._tries[name]
                tries = None
            if tries and tries.wrong >= WRONG_TRIES:
                left = LOCKED_FOR - (time.monotonic() - tries.since)
                raise KeyRefused("too-many-tries", minutes=max(1, round(left / 60)))

    def _count_wrong(self, name: str) -> None:
        with self._lock:
            tries = self._tries.setdefault(name, Tries())
            tries.wrong += 1
            tries.since = time.monotonic()
            left = WRONG_TRIES - tries.wrong
        raise KeyRefused("wrong-passphrase", left=max(0, left))


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
            case "keep-seal":
                return {"ok": True}, self.keyring.keep_seal(bytes.fromhex(head["bound"]), bytes(pieces[0]))
            case "hello":
                return {"ok": True, "pid": os.getpid()}, b""
        raise KeyRefused("not-understood")


def _is_same_user(connection: socket.socket) -> bool:
    """Whether the process at the other side belongs to our user (SO_PEERCRED)."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", told)
    return bool(user == os.getuid())


def run(path: Path, *, seal_secret: str = "") -> None:
    """Serve in the foreground until SIGTERM or SIGINT: what `consistori signer` does."""
    keep_memory_private()
    server = SignerServer(path, Keyring(seal_secret=seal_secret))

    def stop(*_: object) -> None:
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("signer listening at %s", path)
    server.serve()
