"""Who attends the counter, and where there is one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Verdict
from consistori.registry.policies import REGISTERS
from consistori.tenancy import modality
from consistori.tenancy.models import Entity


def has_counter(entity: Entity) -> bool:
    """Whether people are helped here with this program: its registry is here too."""
    return modality.is_on(entity, "assistance") and modality.is_on(entity, "registry")


def ensure_here(entity: Entity) -> None:
    """Where assistance is switched off its pages do not exist. Raises `NotHere`."""
    if not has_counter(entity):
        raise NotHere


def may_attend(actor: Actor) -> Verdict:
    """Whoever registers attends the counter."""
    if actor.is_system or actor.holds(*REGISTERS):
        return Verdict(True)
    return Verdict(False, _("The counter is attended by the registrar and the secretary: take it to them."))
