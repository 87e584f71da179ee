"""Writing evidence: the next lines of the chain of each notification, in one statement for many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.notifications.models import Evidence, Notification


@dataclass(frozen=True)
class Said:
    """A line to be written: what happened, when (now if None), by which carrier, and what is known of it."""

    kind: str
    said: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    carrier: str = ""
    document_id: UUID | None = None


def append(notification: Notification, said: Said, *, by: Actor) -> Evidence:
    """Write one line. Whoever calls holds the row of the notification."""
    return append_many([(notification, said)], by=by)[0]


def append_many(lines: Sequence[tuple[Notification, Said]], *, by: Actor) -> list[Evidence]:
    """Write many lines, in their order. Two statements whatever their number; whoever calls holds their rows."""
    last = _last_of({notification.pk for notification, _said in lines})
    rows = []
    for notification, said in lines:
        number, previous = last.get(notification.pk, (0, ""))
        row = Evidence(
            notification=notification,
            number=number + 1,
            kind=said.kind,
            at=said.at or now(),
            carrier=said.carrier,
            by_id=by.person_id,
            by_name=by.name[:200],
            said=dict(said.said),
            document_id=said.document_id,
            previous=previous,
        )
        row.seal()
        last[notification.pk] = (row.number, row.sha256)
        rows.append(row)
    Evidence.objects.bulk_create(rows)
    return rows


def _last_of(ids: Iterable[UUID]) -> dict[UUID, tuple[int, str]]:
    rows = Evidence.objects.filter(notification_id__in=list(ids)).order_by("notification_id", "-number")
    found = rows.distinct("notification_id").values_list("notification_id", "number", "sha256")
    return {key: (number, sha256) for key, number, sha256 in found}


def broken_at(lines: Sequence[Evidence]) -> int | None:
    """The number of the first line whose hash or place does not fit; None where the chain is whole."""
    previous = ""
    for place, row in enumerate(sorted(lines, key=lambda row: row.number), start=1):
        before = row.sha256
        row.seal()
        fits = row.number == place and row.previous == previous and row.sha256 == before
        row.sha256 = before
        if not fits:
            return row.number
        previous = before
    return None
