"""Where a notice comes back if it cannot arrive: an address of its own for each, that nobody can forge (VERP).

`BOUNCES_TO` names the mailbox («retorns@ajuntament.cat»), whose server has to take «retorns+…@» too. Without it the
notices come back to whoever `DEFAULT_FROM_EMAIL` is, and are known by the name of the letter (`Message-ID`) alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

_FORM = re.compile(r"([1-9]\d{0,9})-([a-z2-7]{26})-([a-z2-7]{13})")


def token_of(entity_id: int, notice_id: UUID) -> str:
    """The name of a notice outside: its town, its key and a seal. Letters, figures and hyphens; 52 at most."""
    name = base64.b32encode(notice_id.bytes).decode().rstrip("=").lower()
    return f"{entity_id}-{name}-{_seal(entity_id, notice_id)}"


def read_token(text: str) -> tuple[int, UUID] | None:
    """The town and the key of the notice that an address or a `Message-ID` names; None for what we did not write."""
    for entity, name, seal in _FORM.findall(text.lower()):
        try:
            key = UUID(bytes=base64.b32decode(f"{name.upper()}======"))
        except (binascii.Error, ValueError):
            continue
        if hmac.compare_digest(seal, _seal(int(entity), key)):
            return int(entity), key
    return None


def named_in(texts: Iterable[str]) -> tuple[int, UUID] | None:
    """The first notice that any of these names."""
    return next((found for text in texts if (found := read_token(text))), None)


def return_address(entity_id: int, notice_id: UUID) -> str:
    """The sender of the envelope of a notice (RFC 5321, 4.4)."""
    _name, mailbox = parseaddr(settings.BOUNCES_TO)
    if not mailbox:
        return from_address()
    local, _at, domain = mailbox.rpartition("@")
    return f"{local}+{token_of(entity_id, notice_id)}@{domain}"


def message_id(entity_id: int, notice_id: UUID) -> str:
    """The name of the letter, the same however many times it is tried."""
    return f"<{token_of(entity_id, notice_id)}@{from_address().rpartition('@')[2]}>"


def from_address() -> str:
    """The address that the person sees."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _seal(entity_id: int, notice_id: UUID) -> str:
    said = f"notice {entity_id} {notice_id.hex}".encode()
    made = hmac.new(settings.CODE_KEY.encode(), said, hashlib.sha256).digest()[:8]
    return base64.b32encode(made).decode().rstrip("=").lower()
