"""Signature Version 4 of AWS, which every server that speaks S3 understands: a request signed with a secret key.

The hash of the body is signed with the rest, so that a server that checks it refuses a body changed on its way.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit

EMPTY = hashlib.sha256(b"").hexdigest()
"""Hash of no body."""


def signed_headers(
    method: str,
    url: str,
    *,
    region: str,
    access_key: str,
    secret_key: str,
    at: datetime,
    body_sha256: str = EMPTY,
    headers: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The headers to send. `url` has its path quoted already and no query; `at` is in UTC."""
    parts = urlsplit(url)
    stamp, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    sent = {name.lower(): value.strip() for name, value in (headers or {}).items()}
    sent |= {"host": parts.netloc, "x-amz-date": stamp, "x-amz-content-sha256": body_sha256}
    names = ";".join(sorted(sent))
    request = "\n".join(
        [
            method,
            parts.path or "/",
            "",
            *(f"{name}:{sent[name]}" for name in sorted(sent)),
            "",
            names,
            body_sha256,
        ]
    )
    span = f"{day}/{region}/s3/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, span, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{secret_key}".encode()
    for word in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, word.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    sent["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{span}, SignedHeaders={names}, Signature={signature}"
    )
    return sent


def quoted(path: str) -> str:
    """A path as it is signed and sent."""
    return quote(path, safe="/-_.~")
