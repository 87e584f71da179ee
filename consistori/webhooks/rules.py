"""The form of a message and the patience with whoever does not answer. Plain Python.

Standard Webhooks 1.0.0 (standardwebhooks.com): `webhook-id`, `webhook-timestamp` (seconds), `webhook-signature`
(`v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, parted by a space, while a secret changes).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

PREFIX = "whsec_"
TOLD_AGAIN_AFTER = (
    timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30),
)  # fmt: skip
LONGEST_WAIT = timedelta(hours=1)
STOPS_AFTER = timedelta(hours=24)
OLD_SECRET_SERVES = timedelta(hours=24)


def secret_of(house_key: str, endpoint: UUID, generation: int) -> str:
    """The secret of an endpoint, as it is given to its program: 32 bytes in Base64 after `whsec_`."""
    told = f"webhook endpoint {endpoint} {generation}".encode()
    return PREFIX + base64.b64encode(hmac.new(house_key.encode(), told, hashlib.sha256).digest()).decode()


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """`v1,…` for one secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secrets: list[str], message: str, at: datetime, body: bytes) -> dict[str, str]:
    """What goes with a message, signed with each of the secrets that serve now."""
    timestamp = int(at.timestamp())
    return {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, message, timestamp, body) for secret in secrets),
    }


def body_of(
    kind: str, at: datetime, entity: str, seq: int, subject: UUID | None, payload: dict[str, Any]
) -> bytes:
    """A fact as it is told: what, when, to what. Names and texts are not sent: who may read them asks the API."""
    data = {
        "entity": entity,
        "seq": seq,
        "subject_id": str(subject) if subject else None,
        **{name: value for name, value in payload.items() if _is_plain(name, value)},
    }
    told = {"type": kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _is_plain(name: str, value: Any) -> bool:
    """Identifiers, numbers and yes or no: nothing that speaks of a person."""
    return (name.endswith("_id") and name != "person_id") or name == "number" or isinstance(value, bool | int)


def wait_before_try(tries: int, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many failures in a row; what the other side asks for (`Retry-After`), up to an hour."""
    planned = TOLD_AGAIN_AFTER[tries - 1] if 0 < tries <= len(TOLD_AGAIN_AFTER) else LONGEST_WAIT
    return min(max(planned, asked), LONGEST_WAIT) if asked else planned


def must_stop(failing_since: datetime | None, at: datetime) -> bool:
    """Whether it has failed for a whole day."""
    return failing_since is not None and at - failing_since >= STOPS_AFTER
