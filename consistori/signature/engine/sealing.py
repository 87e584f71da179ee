"""A private key at rest: sealed with its owner's signing passphrase, Argon2id and AES-256-GCM.

The sealed blob is `CSK1` + length of header (2 bytes) + header (JSON: how it was derived, salt, nonce) +
ciphertext. The header and the certificate's fingerprint are authenticated: a sealed key cannot be moved under
another certificate.
"""

import json
import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.limits import SHORTEST_PASSPHRASE

MAGIC = b"CSK1"


@dataclass(frozen=True)
class Cost:
    """How dear each try of a passphrase is: KiB of memory, passes, lanes."""

    memory: int = 65536
    passes: int = 3
    lanes: int = 2


DEFAULT_COST = Cost()
MOST_MEMORY = 1 << 20


def seal(private_key: bytes, passphrase: bytes, *, bound_to: bytes, cost: Cost | None = None) -> bytes:
    """Seal PKCS#8 DER bytes; `bound_to` is the SHA-256 of its certificate. Raises `passphrase-short`."""
    if len(bytes(passphrase).decode(errors="replace")) < SHORTEST_PASSPHRASE:
        raise KeyRefused("passphrase-short", least=SHORTEST_PASSPHRASE)
    cost = cost or DEFAULT_COST
    salt, nonce = os.urandom(16), os.urandom(12)
    header = json.dumps(
        {"m": cost.memory, "t": cost.passes, "p": cost.lanes, "salt": salt.hex(), "nonce": nonce.hex()}
    ).encode()
    key = _derive(bytes(passphrase), salt, cost)
    sealed = AESGCM(key).encrypt(nonce, private_key, header + bound_to)
    return MAGIC + struct.pack(">H", len(header)) + header + sealed


def unseal(blob: bytes, passphrase: bytes | bytearray, *, bound_to: bytes) -> bytes:
    """The PKCS#8 DER bytes again. Raises `wrong-passphrase`, or `damaged-key` when it is not a sealed key."""
    if not blob.startswith(MAGIC) or len(blob) < 6:
        raise KeyRefused("damaged-key")
    (length,) = struct.unpack(">H", blob[4:6])
    header = blob[6 : 6 + length]
    try:
        said = json.loads(header)
        cost = Cost(memory=int(said["m"]), passes=int(said["t"]), lanes=int(said["p"]))
        salt, nonce = bytes.fromhex(said["salt"]), bytes.fromhex(said["nonce"])
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRefused("damaged-key") from error
    if cost.memory > MOST_MEMORY or cost.passes > 10 or cost.lanes > 8:
        raise KeyRefused("damaged-key")
    try:
        key = _derive(bytes(passphrase), salt, cost)
        return AESGCM(key).decrypt(nonce, blob[6 + length :], header + bound_to)
    except InvalidTag as error:
        raise KeyRefused("wrong-passphrase") from error


def _derive(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    derivation = Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    return derivation.derive(passphrase)
