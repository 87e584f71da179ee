"""The same POST asked twice is done once (`Idempotency-Key`, kept 24 hours).

Two statements: one takes the key for this transaction and reads what was answered, one keeps the answer.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import ApiToken, IdempotentAnswer
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Refusal
from consistori.kernel.identifiers import uuid7

KEPT = timedelta(hours=24)
LONGEST_KEY = 200
KEPT_HEADERS = ("ETag", "Location")

_TAKE = """
SELECT pg_try_advisory_xact_lock(%s), a.fingerprint, a.status, a.body, a.headers
FROM (SELECT 1) one LEFT JOIN directory_idempotentanswer a
ON a.entity_id = %s AND a.token_id = %s AND a.key = %s AND a.created_at > now() - interval '24 hours'
"""
_KEEP = """
INSERT INTO directory_idempotentanswer AS a
 (id, entity_id, token_id, key, fingerprint, status, body, headers, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (entity_id, token_id, key) DO UPDATE SET fingerprint = excluded.fingerprint,
 status = excluded.status, body = excluded.body, headers = excluded.headers, created_at = excluded.created_at
 WHERE a.created_at <= now() - interval '24 hours' RETURNING 1
"""


class AnsweredMeanwhile(Exception):
    """Another request with the same key was answered between our look and our end: look again."""


class KeyInUse(Refusal):
    """The first request with this key is still being done."""

    default_code = "idempotency-key-in-use"


class KeyReused(Refusal):
    """The key came before with another request."""

    status = 422
    default_code = "idempotency-key-reused"


def key_of(request: HttpRequest) -> str:
    """The key of a POST, or nothing. Raises `BadInput` for one that cannot be kept."""
    if request.method != "POST":
        return ""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadInput(_("Idempotency-Key takes up to 200 plain characters."), field="Idempotency-Key")
    return key


def fingerprint_of(request: HttpRequest) -> str:
    """What was asked: address and body. Of a file that came, its own hash."""
    digest = hashlib.sha256(f"{request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            digest.update(json.dumps([name, values]).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(json.dumps([name, str(file.name), _hash_of(file)]).encode())
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _hash_of(file: Any) -> str:
    received = getattr(file, "received", None)
    known = getattr(received, "sha256", "") or getattr(file, "sha256", "")
    if known:
        return str(known)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _lock_number(token: ApiToken, key: str) -> int:
    digest = hashlib.sha256(f"{token.pk}\n{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def take(token: ApiToken, key: str, fingerprint: str) -> HttpResponse | None:
    """Take the key for this transaction; the answer kept for it, if any. One statement.

    Raises `KeyInUse` (409) and `KeyReused` (422).
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [_lock_number(token, key), token.entity_id, token.pk, key])
        taken, asked, status, body, headers = cursor.fetchone()
    if asked is None:
        if not taken:
            raise KeyInUse(_("A request with this Idempotency-Key is being done. Ask again in a moment."))
        return None
    if asked != fingerprint:
        raise KeyReused(
            _("This Idempotency-Key came before with another request. Use a new one."),
            field="Idempotency-Key",
        )
    response = HttpResponse(body, status=status, content_type="application/json")
    kept = json.loads(headers) if isinstance(headers, str) else headers
    for name, value in {**kept, "Idempotent-Replayed": "true"}.items():
        response[name] = value
    return response


def keep(token: ApiToken, key: str, fingerprint: str, response: HttpResponseBase) -> None:
    """Keep what was answered, in the transaction of the act. One statement."""
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    body = response.content.decode() if isinstance(response, HttpResponse) else ""
    who = [uuid7(), token.entity_id, token.pk, key, fingerprint]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [*who, response.status_code, body, json.dumps(headers), now()])
        if cursor.fetchone() is None:
            raise AnsweredMeanwhile


def forget_old(token: ApiToken) -> None:
    """Drop the answers of the program that are older than a day."""
    IdempotentAnswer.objects.filter(token=token, created_at__lt=now() - KEPT).delete()
