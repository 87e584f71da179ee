"""Talking to the signer process: open a batch with the passphrase, sign, close."""

import base64
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consistori.signature.engine.errors import KeyRefused, ServiceSilent
from consistori.signature.engine.tokens import FoundKey, TokenRef
from consistori.signature.engine.wire import Closed, address, receive, send


@dataclass(frozen=True)
class SignerClient:
    """The signer process that listens at `path`. Every call is its own connection; `timeout` in seconds."""

    path: Path
    timeout: float = 10.0

    def open_batch(self, batch: str, *, most: int, bound: bytes, sealed: bytes, passphrase: str) -> None:
        """Have the key unsealed for `batch`, to sign `most` times at most. Raises `KeyRefused`."""
        secret = bytearray(passphrase.encode())
        head = {"word": "open", "batch": batch, "most": most, "bound": bound.hex()}
        self._ask(head, sealed, secret)

    def sign(self, batch: str, data: bytes, algorithm: str) -> bytes:
        """The signature of `data`. Raises `KeyRefused("batch-over")` when the key is no longer there."""
        return self._ask({"word": "sign", "batch": batch, "algorithm": algorithm}, data)

    def close_batch(self, batch: str) -> None:
        """Have the key dropped; it does not matter whether it was still there."""
        self._ask({"word": "close", "batch": batch})

    def reseal(self, *, bound: bytes, sealed: bytes, passphrase: str, new: str) -> bytes:
        """The key sealed with another passphrase. Raises `KeyRefused`."""
        secrets = bytearray(passphrase.encode()), bytearray(new.encode())
        return self._ask({"word": "reseal", "bound": bound.hex()}, sealed, *secrets)

    def open_seal(self, batch: str, *, most: int, bound: bytes, sealed: bytes) -> None:
        """Have the key of a seal of the body opened with the signer's own secret. Raises `KeyRefused`."""
        self._ask({"word": "open-seal", "batch": batch, "most": most, "bound": bound.hex()}, sealed)

    def seal_once(self, data: bytes, algorithm: str, *, bound: bytes, sealed: bytes) -> bytes:
        """One signature with the key of a seal of the body, which is dropped at once. Raises `KeyRefused`."""
        head = {"word": "seal-once", "algorithm": algorithm, "bound": bound.hex()}
        return self._ask(head, sealed, data)

    def keep_seal(self, *, bound: bytes, private_key: bytes) -> bytes:
        """The key (PKCS#8 DER) of a seal, sealed so that only the signer opens it. Raises `KeyRefused`."""
        return self._ask({"word": "keep-seal", "bound": bound.hex()}, bytearray(private_key))

    def devices(self) -> list[FoundKey]:
        """The certificates in the devices that are plugged in. Raises `KeyRefused("no-devices")`, `ServiceSilent`."""
        found = json.loads(self._ask({"word": "devices"}) or b"[]")
        return [
            FoundKey(
                TokenRef(one["label"], one["serial"], bytes.fromhex(one["key"])),
                base64.b64decode(one["certificate"]),
            )
            for one in found
        ]

    def is_alive(self) -> bool:
        """Whether the process answers."""
        try:
            self._ask({"word": "hello"})
        except ServiceSilent:
            return False
        return True

    def _ask(self, head: dict[str, Any], *pieces: bytes | bytearray) -> bytes:
        try:
            with self._connection() as connection:
                send(connection, head, *pieces)
                said, answer = receive(connection)
        except (OSError, Closed) as error:
            raise ServiceSilent("signer-silent") from error
        if "refused" in said:
            raise KeyRefused(str(said["refused"]), **said.get("facts", {}))
        return bytes(answer[0]) if answer else b""

    @contextmanager
    def _connection(self) -> Iterator[socket.socket]:
        place, descriptor = address(self.path)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(self.timeout)
                connection.connect(place)
                yield connection
        finally:
            if descriptor is not None:
                os.close(descriptor)
