"""Who keeps the seals of the town, and who keeps the register of who copies."""

from django.utils.translation import gettext as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.signature.models import AutomatedAct
from consistori.tenancy.scope import current_scope

KEEPS_SEALS = (Role.SECRETARY, Role.ADMINISTRATOR)


def may_manage_seals(actor: Actor) -> Verdict:
    """The secretary, who attests, and the administrator of the town; the program when it makes a demo."""
    if actor.is_system:
        return Verdict(True)
    if actor.entity_id in current_scope().entity_ids and actor.holds(*KEEPS_SEALS):
        return Verdict(True)
    return Verdict(False, _("Only the secretary and the administrator keep the seals and who may copy."))


def may_stop_seals(actor: Actor) -> Verdict:
    """Whoever keeps them, and the mayor, whose acts they seal."""
    if may_manage_seals(actor):
        return Verdict(True)
    if actor.entity_id in current_scope().entity_ids and actor.holds(Role.MAYOR):
        return Verdict(True)
    return Verdict(False, _("A seal is stopped by the secretary, the administrator or the mayor."))


def may_use_seal(actor: Actor, fixed: AutomatedAct | None) -> Verdict:
    """Whether the actor may command that act: the program what was fixed; a person, if she holds a post of its list.

    An act without a list is commanded by whoever the act itself lets (R-SEG-01, R-AUT-01).
    """
    if fixed is None:
        return Verdict(False, _("The town hall has no seal for this yet."), "Llei 40/2015, art. 41.2")
    if actor.is_system or not fixed.roles:
        return Verdict(True)
    if actor.entity_id in current_scope().entity_ids and actor.holds(*fixed.roles):
        return Verdict(True)
    who = ", ".join(str(Role(role).label) for role in fixed.roles)
    return Verdict(False, _("This seal is used by: %(who)s.") % {"who": who}, "Llei 40/2015, art. 42.a")
