"""Telling what an operator did: in the trail of the entity, whose people must know, and in that of the province."""

from __future__ import annotations

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor, HeldPost
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import Event, announce


def founder_of(entity: Entity, by: Actor) -> Actor:
    """The operator while she opens the house: she gives the first post of administrator, and holds none after."""
    if by.is_system:
        return Actor.system(by.name, entity.pk)
    key = HeldPost(id=uuid7(), role=Role.ADMINISTRATOR)
    return Actor(by.person_id, by.name, entity.pk, posts=(key,), channel=by.channel, client=by.client)


def tell_both(entity: Entity, said: Event, *, by: Actor, above: Entity | None) -> None:
    """In the trail of the entity and in that of the province."""
    with working_for(entity):
        announce(said, by=founder_of(entity, by))
    if above != entity:
        tell_above(said, by=by, above=above)


def tell_above(said: Event, *, by: Actor, above: Entity | None) -> None:
    """In the trail of the province. The command line has none over it: nobody's chain could keep it."""
    if above is not None:
        with working_for(above):
            announce(said, by=by)
