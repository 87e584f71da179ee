"""Writing the chain [cadena]: all the events of a transaction in one statement, last, so the lock is brief."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import Scope
from consistori.trail.facts import PendingEvent, listeners_of

# One event after another: each takes the head's lock (kept until commit), links to the head and moves it.
_ONE_EVENT = """
WITH old AS (SELECT seq, hash FROM trail_chainhead WHERE entity_id = %(entity)s FOR UPDATE),
made AS (SELECT seq + 1 AS seq, hash AS previous, (%(head)s || (seq + 1)::text || %(tail)s) AS content FROM old),
linked AS (SELECT seq, previous, content, sha256(previous || convert_to(content, 'UTF8')) AS hash FROM made),
moved AS (UPDATE trail_chainhead h SET seq = l.seq, hash = l.hash FROM linked l WHERE h.entity_id = %(entity)s)
INSERT INTO trail_trailevent
 (id, entity_id, seq, at, kind, subject_id, actor_id, actor_name, channel, content, previous_hash, hash)
SELECT %(id)s, %(entity)s, seq, %(at)s, %(kind)s, %(subject)s, %(actor)s, %(actor_name)s, %(channel)s,
 content, previous, hash FROM linked RETURNING seq
"""


def _content(entity_id: int, at: str, pending: PendingEvent) -> tuple[str, str]:
    """The canonical JSON before and after its number: keys in this order, no spaces, UTF-8."""
    by = pending.by
    rest: dict[str, Any] = {
        "at": at,
        "kind": pending.event.kind(),
        "subject": str(pending.event.subject_id) if pending.event.subject_id else None,
        "actor": str(by.person_id) if by.person_id else None,
        "actor_name": by.name,
        "channel": by.channel,
        "client": by.client,
        "payload": pending.event.payload(),
    }
    tail = json.dumps(rest, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f'{{"entity":{entity_id},"seq":', "," + tail[1:]


def write_pending(scope: Scope) -> None:
    """Write the events told in this scope, and leave jobs for whoever hears them."""
    if not scope.pending or scope.writer is None:
        return
    pending, scope.pending = scope.pending, []
    entity_id = scope.writer.pk
    at = now().isoformat(timespec="microseconds")
    for one in pending:
        if listeners_of(one.event.kind()):
            from consistori.trail.jobs import defer_hearing

            defer_hearing(one)
    with connection.cursor() as cursor:
        for one in pending:
            _write_one(cursor, entity_id, at, one)


def _write_one(cursor: Any, entity_id: int, at: str, one: PendingEvent) -> None:
    head, tail = _content(entity_id, at, one)
    values = {
        "entity": entity_id,
        "head": head,
        "tail": tail,
        "id": uuid7(),
        "at": at,
        "kind": one.event.kind(),
        "subject": one.event.subject_id,
        "actor": one.by.person_id,
        "actor_name": one.by.name,
        "channel": one.by.channel,
    }
    cursor.execute(_ONE_EVENT, values)
    if cursor.fetchone() is None:
        cursor.execute(
            "INSERT INTO trail_chainhead (id, entity_id, seq, hash) VALUES (%s, %s, 0, %s)"
            " ON CONFLICT (entity_id) DO NOTHING",
            [uuid7(), entity_id, bytes(32)],
        )
        cursor.execute(_ONE_EVENT, values)
