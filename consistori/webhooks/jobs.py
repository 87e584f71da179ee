"""Jobs: telling what has just happened, trying again, and forgetting old attempts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from consistori.kernel.clock import now
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock
from consistori.tenancy.scope import working_for
from consistori.webhooks.delivering import deliver
from consistori.webhooks.models import Attempt, Endpoint

ATTEMPTS_KEPT = timedelta(days=30)
CLOCKS_DIFFER = timedelta(seconds=2)
"""The queue reads the clock of the database, and this room that of its own machine."""


@entity_job(name="webhooks.tell", queue="webhooks", retry=1)
def tell(*, entity: Entity, endpoint_id: str = "") -> None:
    """Tell every endpoint of the entity (or one) what it has not heard, unless it has to wait."""
    with working_for(entity):
        rows = Endpoint.objects.filter(state=Endpoint.State.ACTIVE)
        if endpoint_id:
            rows = rows.filter(pk=UUID(endpoint_id))
        # Also the one that is named: a try left for its time before a resumption must not add to those after it.
        soon = now() + CLOCKS_DIFFER
        due = [e.pk for e in rows if e.next_try_at is None or e.next_try_at <= soon]
    for pk in due:
        left = deliver(entity, pk)
        if left is not None:
            try_again(entity, left)


def try_again(entity: Entity, endpoint: Endpoint) -> None:
    """Leave the next try for its time."""
    task: Any = tell.task  # type: ignore[attr-defined]
    task.configure(schedule_at=endpoint.next_try_at).defer(entity_id=entity.pk, endpoint_id=str(endpoint.pk))


def tell_soon() -> None:
    """In the transaction of what happened: once it has, the endpoints of the entity are told."""
    defer(tell)


@by_the_clock("*/10 * * * *", name="webhooks.sweep", queue="webhooks")
def sweep(timestamp: int) -> None:
    """Every ten minutes: what a killed worker left untold, and attempts that are a month old."""
    for entity in Entity.objects.filter(tells_programs=True):
        with working_for(entity):
            Attempt.objects.filter(at__lt=now() - ATTEMPTS_KEPT).delete()
            defer(tell)
