"""What the machine does so that signatures last: what was just signed, what waits, and what weakens with the years."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.lasting import services
from consistori.signature.lasting.selectors import due, ending
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock
from consistori.tenancy.scope import working_for


@entity_job(name="signature.make_last", queue="sign", retry=3, priority=5)
def make_last(*, entity: Entity, version_ids: list[str]) -> None:
    """Add evidence and an archive timestamp to what was signed. What cannot be done now waits for its next try."""
    by = Actor.program(entity.pk)
    services.make_last(entity, [UUID(pk) for pk in version_ids], by=by)


@entity_job(name="signature.look_after", queue="default", retry=1)
def look_after(*, entity: Entity, patient: bool = True) -> None:
    """All that weakens in an entity; without patience also what waits for its next try."""
    for _outcome in services.look_after(entity, by=Actor.program(entity.pk), patient=patient):
        pass


def make_them_last(version_ids: Sequence[UUID]) -> None:
    """In the transaction of the signatures: once they are kept, they are made to last."""
    defer(make_last, version_ids=[str(pk) for pk in version_ids])


services.after_handing.append(make_them_last)


@by_the_clock("*/10 * * * *", name="signature.try_again")
def try_again(timestamp: int) -> None:
    """Every ten minutes: what waits for an authority that was silent, where something's time has come."""
    for entity in Entity.objects.all():
        with working_for(entity):
            if due(now()).exists():
                defer(look_after)


@by_the_clock("20 4 * * *", name="signature.renew")
def renew_every_night(timestamp: int) -> None:
    """Every night: what was never handed over, and the archive timestamps that end within half a year.

    Asked every night and not once a month because the question costs one statement a town, and a night that the
    machine was off is made good by the next.
    """
    for entity in Entity.objects.all():
        with working_for(entity):
            found = services.find_unhanded()
            if found or due(now()).exists() or ending(now()).exists():
                defer(look_after)
