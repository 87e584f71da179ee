"""Checking the chain and taking it out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from consistori.tenancy.scope import current_entity
from consistori.trail.models import ChainHead, TrailEvent
from consistori.trail.rules import ChainReport, Link, check_chain


def _links() -> Iterator[Link]:
    rows = TrailEvent.objects.order_by("seq").values_list("seq", "content", "previous_hash", "hash")
    for seq, content, previous, hash_ in rows.iterator(chunk_size=2000):
        yield Link(seq, content, bytes(previous), bytes(hash_))


def verify_chain() -> ChainReport:
    """Check the whole chain of the entity of the scope, its head included."""
    report = check_chain(_links())
    head = ChainHead.objects.first()
    if report.holds and head is not None and (head.seq, bytes(head.hash)) != (report.length, report.head):
        return ChainReport(report.length, report.head, report.length + 1, "the end of the chain is missing")
    return report


def export_chain(to: IO[str]) -> int:
    """Write the chain as JSON lines that `scripts/verify_trail.py` can check without the program. Returns how many."""
    entity = current_entity()
    to.write(json.dumps({"consistori_trail": 1, "entity": entity.pk, "slug": entity.slug}) + "\n")
    written = 0
    for link in _links():
        line = {
            "seq": link.seq,
            "previous_hash": link.previous_hash.hex(),
            "hash": link.hash.hex(),
            "content": link.content,
        }
        to.write(json.dumps(line, ensure_ascii=False) + "\n")
        written += 1
    return written
