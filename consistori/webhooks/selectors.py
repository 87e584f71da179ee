"""Questions about who is told."""

from __future__ import annotations

from uuid import UUID

from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, ensure
from consistori.trail.facts import event_classes
from consistori.webhooks.models import Attempt, Endpoint
from consistori.webhooks.policies import may_see_who_is_told

MOST_ATTEMPTS = 50


def endpoints(actor: Actor) -> list[Endpoint]:
    """The endpoints of the entity, by name. One statement."""
    ensure(may_see_who_is_told(actor))
    return list(Endpoint.objects.all())


def endpoint_of(actor: Actor, key: UUID, *, lock: bool = False) -> Endpoint:
    """One of them. Raises `NotHere`. One statement."""
    ensure(may_see_who_is_told(actor))
    rows = Endpoint.objects.select_for_update() if lock else Endpoint.objects.all()
    found: Endpoint | None = rows.filter(pk=key).first()
    if found is None:
        raise NotHere()
    return found


def attempts_of(endpoint: Endpoint, *, most: int = MOST_ATTEMPTS) -> list[Attempt]:
    """The last times that it was tried, the newest first. One statement."""
    return list(Attempt.objects.filter(endpoint=endpoint)[:most])


def kinds_told() -> list[str]:
    """The kinds of facts that can be asked for."""
    return sorted(kind for kind, cls in event_classes().items() if not cls.internal and cls.says)
