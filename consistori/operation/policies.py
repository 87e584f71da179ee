"""Who operates the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy.models import Entity


def may_operate(actor: Actor, entity: Entity | None) -> Verdict:
    """Whoever holds a post of operator in a provincial council, for its entities; and the command line."""
    if actor.is_system:
        return Verdict(True)
    if entity is not None and entity.kind == Entity.Kind.PROVINCE and actor.holds(Role.OPERATOR):
        return Verdict(True)
    return Verdict(False, _("This is the console of the people who keep the service running."))


def is_under(entity: Entity, above: Entity | None) -> bool:
    """Whether the entity is `above` or below it. The command line (`above` is None) is over all."""
    return above is None or above.pk in entity.lineage
