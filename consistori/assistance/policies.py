"""Who attends the counter, and where there is one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.assistance.officers.selectors import Scope, officer_of
from consistori.directory.roles import SIGNS
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Verdict
from consistori.registry.policies import REGISTERS
from consistori.signature.seals import AUTHENTIC_COPY, act_in_force
from consistori.tenancy import modality
from consistori.tenancy.models import Entity


def has_counter(entity: Entity) -> bool:
    """Whether people are helped here with this program: its registry is here too."""
    return modality.is_on(entity, "assistance") and modality.is_on(entity, "registry")


def ensure_here(entity: Entity) -> None:
    """Where assistance is switched off its pages do not exist. Raises `NotHere`."""
    if not has_counter(entity):
        raise NotHere


def may_copy_papers(actor: Actor) -> Verdict:
    """Whether of the originals that she scans authentic copies can be made: she is in the register, and the town has a
    seal for them or her post signs (N-DIG-02). Three statements at most.
    """
    if officer_of(actor, Scope.COPIES) is None:
        return Verdict(
            False,
            _(
                "You are not in the register of who may issue authentic copies: originals are registered as plain "
                "copies."
            ),
            "Llei 39/2015, art. 27.1",
        )
    if act_in_force(AUTHENTIC_COPY) is None and not actor.holds(*SIGNS):
        return Verdict(
            False,
            _(
                "The town hall has no seal for copies, and your post does not sign: originals are registered as "
                "plain copies."
            ),
            "Llei 39/2015, art. 27.3",
        )
    return Verdict(True)


def may_attend(actor: Actor) -> Verdict:
    """Whoever registers attends the counter."""
    if actor.is_system or actor.holds(*REGISTERS):
        return Verdict(True)
    return Verdict(False, _("The counter is attended by the registrar and the secretary: take it to them."))
