"""Questions to the trail."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from consistori.kernel.actor import PROGRAM
from consistori.trail.facts import event_classes
from consistori.trail.models import ChainHead, TrailEvent
from consistori.trail.names import name_shown


@dataclass(frozen=True)
class TrailEntry:
    """One line of a timeline [cronologia]."""

    seq: int
    at: datetime
    kind: str
    subject_id: UUID | None
    actor_id: UUID | None
    actor_name: str
    channel: str
    payload: dict[str, Any]
    sentence: str
    icon: str

    @property
    def who(self) -> str:
        """Who did it, to be read by people: everything that no hand did, the program did."""
        return name_shown(PROGRAM if self.channel == "system" else self.actor_name)


def _entry(row: TrailEvent) -> TrailEntry:
    payload = json.loads(row.content)["payload"]
    cls = event_classes().get(row.kind)
    sentence, icon = row.kind, "check"
    if cls is not None:
        icon = cls.icon
        try:
            sentence = str(cls.says) % payload if cls.says else row.kind
        except (KeyError, TypeError, ValueError):
            sentence = str(cls.says)
    return TrailEntry(
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        subject_id=row.subject_id,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        channel=row.channel,
        payload=payload,
        sentence=sentence,
        icon=icon,
    )


def timeline(
    subject_ids: Iterable[UUID], *, limit: int = 50, before_seq: int | None = None, internal: bool = True
) -> list[TrailEntry]:
    """What happened to these records, the newest first. One statement."""
    rows = TrailEvent.objects.filter(subject_id__in=list(subject_ids))
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    if not internal:
        hidden = [kind for kind, cls in event_classes().items() if cls.internal]
        rows = rows.exclude(kind__in=hidden)
    # Ordered by an expression, so that the index of the subjects is read and not the whole chain backwards.
    return [_entry(row) for row in rows.order_by((F("seq") + 0).desc())[:limit]]


def last_of(subject_ids: Iterable[UUID], *, by_hand: bool = True) -> dict[UUID, TrailEntry]:
    """The last thing that happened to each of these records, by their keys; `by_hand`: that a person or another
    program did. One statement."""
    rows = TrailEvent.objects.filter(subject_id__in=list(subject_ids))
    if by_hand:
        rows = rows.exclude(channel="system")
    last = rows.order_by("entity_id", "subject_id", "-seq").distinct("entity_id", "subject_id")
    return {row.subject_id: _entry(row) for row in last}


def recent(*, limit: int = 50, before_seq: int | None = None) -> list[TrailEntry]:
    """What happened in the entity, the newest first."""
    rows = TrailEvent.objects.all()
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    return [_entry(row) for row in rows.order_by("-seq")[:limit]]


def head_seq() -> int:
    """The number of the last fact of the entity; 0 before the first. One statement."""
    head = ChainHead.objects.first()
    return head.seq if head else 0


def since(seq: int, *, limit: int = 50) -> list[TrailEntry]:
    """What happened in the entity after that fact, in the order of the chain. One statement."""
    return [_entry(row) for row in TrailEvent.objects.filter(seq__gt=seq).order_by("seq")[:limit]]
