"""What is kept of a draft is closed: AES-256-GCM, with keys that come of the secret of the server.

Each text is bound to its row: moved to another draft, or to another town, it does not open.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Refusal
from consistori.parties.rules.identifiers import compact

_VERSION = b"\x01"
_NONCE = 12


class DoesNotOpen(Refusal):
    """The secret of the server changed (a restore without it), or the row was altered."""

    status = 410
    default_code = "draft-does-not-open"

    def __init__(self) -> None:
        super().__init__(_("This draft does not open any more. Begin again; what you had sent is not lost."))


@functools.lru_cache(maxsize=8)
def _key(purpose: bytes, secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"consistori " + purpose).derive(
        secret.encode()
    )


def close(said: Any, *, bound_to: str) -> bytes:
    """The JSON of `said`, encrypted, that opens only with the same `bound_to`."""
    nonce = os.urandom(_NONCE)
    clear = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    key = _key(b"drafts", settings.SECRET_KEY)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, clear, bound_to.encode())


def unclose(closed: bytes | memoryview, *, bound_to: str) -> Any:
    """What was closed. Raises `DoesNotOpen`."""
    data = bytes(closed)
    nonce, rest = data[1 : 1 + _NONCE], data[1 + _NONCE :]
    try:
        if data[:1] != _VERSION:
            raise InvalidTag
        clear = AESGCM(_key(b"drafts", settings.SECRET_KEY)).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError) as fault:
        raise DoesNotOpen from fault
    return json.loads(clear)


def owner_of(entity_id: int, identifier: str) -> str:
    """Whose a draft is: the same for the same person in the same town, and nobody reads a number from it."""
    said = f"{entity_id}:{compact(identifier)}".encode()
    return hmac.new(_key(b"owners of drafts", settings.SECRET_KEY), said, hashlib.sha256).hexdigest()


def seal_of(facts: dict[str, Any]) -> str:
    """The HMAC of some facts with a key of the server, so that a row changed by another hand is seen."""
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str).encode()
    return hmac.new(_key(b"evidence of signatures", settings.CODE_KEY), said, hashlib.sha256).hexdigest()


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in figures."""
    return hashlib.sha256(data).hexdigest()
