"""Who hears of a fact hears it as a job, after commit, in the scope of its entity."""

from collections.abc import Iterable
from typing import Any

from consistori.kernel.actor import Actor
from consistori.tenancy.jobs import defer_many, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for
from consistori.trail.facts import PendingEvent, listeners_of, revive
from consistori.trail.sealing import seal_readings


@entity_job(name="trail.hear", queue="facts", retry=5)
def hear(*, entity: Entity, kind: str, payload: dict[str, Any], listener: str) -> None:
    """Call one listener with the event, inside the scope of the entity."""
    event = revive(kind, payload)
    if event is None:
        return
    for f in listeners_of(kind):
        if f"{f.__module__}.{f.__qualname__}" == listener:
            with working_for(entity):
                f(event)


def defer_hearing(told: Iterable[PendingEvent]) -> None:
    """Leave one job for each listener of each event, in their order and in one statement."""
    many = [
        {
            "kind": one.event.kind(),
            "payload": one.event.payload(),
            "listener": f"{f.__module__}.{f.__qualname__}",
        }
        for one in told
        for f in listeners_of(one.event.kind())
    ]
    if many:
        defer_many(hear, many)


@by_the_clock("12 2 * * *", name="trail.seal_readings")
def seal_every_night(timestamp: int) -> None:
    """Every night: the readings until midnight enter the chain, entity by entity, one transaction each."""
    in_each_town(_seal)


def _seal(entity: Entity) -> None:
    with working_for(entity):
        seal_readings(by=Actor.program(entity.pk))
