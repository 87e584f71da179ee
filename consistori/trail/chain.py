"""Writing the chain [cadena]: all the events of a transaction in one statement, last, so the lock is brief."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import Scope
from consistori.trail.facts import PendingEvent, followers, listeners_of
from consistori.trail.models import TrailEvent
from consistori.trail.rules import link_hash

MOST_AT_ONCE = 200

# The head's lock is taken (and kept until commit), the events are linked one after another from it, the head moves.
_EVENTS = """
WITH RECURSIVE head AS (SELECT seq, hash FROM trail_chainhead WHERE entity_id = %s FOR UPDATE),
told (n, id, at, kind, subject, actor, actor_name, channel, opening, rest) AS (VALUES {values}),
walk (n, seq, previous, content, hash) AS (
  SELECT 0, seq, NULL::bytea, NULL::text, hash FROM head
  UNION ALL
  SELECT t.n, w.seq + 1, w.hash, c.content, sha256(w.hash || convert_to(c.content, 'UTF8'))
  FROM walk w JOIN told t ON t.n = w.n + 1
  CROSS JOIN LATERAL (SELECT t.opening || (w.seq + 1)::text || t.rest AS content) c),
moved AS (UPDATE trail_chainhead h SET seq = l.seq, hash = l.hash
  FROM (SELECT seq, hash FROM walk ORDER BY n DESC LIMIT 1) l WHERE h.entity_id = %s)
INSERT INTO trail_trailevent
 (id, entity_id, seq, at, kind, subject_id, actor_id, actor_name, channel, content, previous_hash, hash)
SELECT t.id, %s, w.seq, t.at, t.kind, t.subject, t.actor, t.actor_name, t.channel, w.content, w.previous, w.hash
FROM walk w JOIN told t ON t.n = w.n RETURNING seq
"""
_ONE = "(%s::int, %s::uuid, %s::timestamptz, %s::text, %s::uuid, %s::uuid, %s::text, %s::text, %s::text, %s::text)"


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
    if heard := [one for one in pending if listeners_of(one.event.kind())]:
        from consistori.trail.jobs import defer_hearing

        defer_hearing(heard)
    if scope.writer.tells_programs:
        for follow in followers:
            follow()
    with connection.cursor() as cursor:
        for first in range(0, len(pending), MOST_AT_ONCE):
            _write(cursor, entity_id, at, pending[first : first + MOST_AT_ONCE])


def _write(cursor: Any, entity_id: int, at: str, told: list[PendingEvent]) -> None:
    values: list[Any] = [entity_id]
    for n, one in enumerate(told, 1):
        opening, rest = _content(entity_id, at, one)
        by, event = one.by, one.event
        values += [
            n,
            uuid7(),
            at,
            event.kind(),
            event.subject_id,
            by.person_id,
            by.name,
            by.channel,
            opening,
            rest,
        ]
    values += [entity_id, entity_id]
    statement = _EVENTS.format(values=", ".join([_ONE] * len(told)))
    cursor.execute(statement, values)
    if cursor.fetchone() is None:
        _begin_chain(cursor, entity_id)
        cursor.execute(statement, values)


def _begin_chain(cursor: Any, entity_id: int) -> None:
    cursor.execute(
        "INSERT INTO trail_chainhead (id, entity_id, seq, hash) VALUES (%s, %s, 0, %s)"
        " ON CONFLICT (entity_id) DO NOTHING",
        [uuid7(), entity_id, bytes(32)],
    )


def chained(entity_id: int, told: list[PendingEvent], *, seq: int, previous: bytes) -> list[TrailEvent]:
    """The rows of facts that follow an event of the chain, for whoever copies many at once (the bench)."""
    rows = []
    for one in told:
        seq += 1
        at = now()
        opening, rest = _content(entity_id, at.isoformat(timespec="microseconds"), one)
        content = f"{opening}{seq}{rest}"
        row = TrailEvent(
            entity_id=entity_id,
            seq=seq,
            at=at,
            kind=one.event.kind(),
            subject_id=one.event.subject_id,
            actor_id=one.by.person_id,
            actor_name=one.by.name,
            channel=one.by.channel,
            content=content,
            previous_hash=previous,
            hash=link_hash(previous, content),
        )
        rows.append(row)
        previous = bytes(row.hash)
    return rows
