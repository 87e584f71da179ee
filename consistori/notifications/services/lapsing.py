"""Writing down that ten days went by: everybody reads it since 00:00; this leaves facts, terms and proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.notifications.carriers import OFFICE
from consistori.notifications.models import Notification
from consistori.notifications.rules.states import What
from consistori.notifications.services.practising import Arrival, practise
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act

GRACE = timedelta(minutes=2)
"""Whoever asked for it at 23:59:59.9 may still be waiting for their answer: it is written down when they are gone."""
AT_ONCE = 50


def settle_lapsed(entity: Entity, *, limit: int = 1000) -> int:
    """Write down up to `limit` of those that have lapsed, fifty in each transaction; how many.

    It opens its own transactions. Two workers never take the same ones; killed, it goes on where it was.
    """
    settled = 0
    while settled < limit:
        with working_for(entity):
            some = _settle_some(entity.pk, min(AT_ONCE, limit - settled))
        settled += some
        if not some:
            break
    return settled


@act
def _settle_some(entity_id: int, most: int) -> int:
    moment = now()
    due = Notification.objects.due(moment - GRACE).order_by("expires_at", "pk")
    keys: list[UUID] = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
    by = Actor.program(entity_id)
    joined = Notification.objects.select_related(
        "dispatch", "party", "representative", "dispatch__resolves", "dispatch__send_by"
    )
    for row in joined.filter(pk__in=keys).order_by("expires_at", "pk"):
        at = row.expires_at or moment
        practise(row, Arrival(What.LAPSE, at, OFFICE, _said(row), row.text_id), by=by)
    return len(keys)


def _said(row: Notification) -> dict[str, Any]:
    return {
        "available_at": row.available_at.isoformat() if row.available_at else "",
        "expires_at": row.expires_at.isoformat() if row.expires_at else "",
        "extended_to": row.extended_to.isoformat() if row.extended_to else "",
        "is_obliged": row.is_obliged,
        "is_chosen": row.is_chosen,
    }
