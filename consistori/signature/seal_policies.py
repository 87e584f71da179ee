"""Who keeps the seals of the town, and who keeps the register of who copies."""

from django.utils.translation import gettext as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy.scope import current_scope

KEEPS_SEALS = (Role.SECRETARY, Role.ADMINISTRATOR)


def may_manage_seals(actor: Actor) -> Verdict:
    """The secretary, who attests, and the administrator of the town; the program when it makes a demo."""
    if actor.is_system:
        return Verdict(True)
    if actor.entity_id in current_scope().entity_ids and actor.holds(*KEEPS_SEALS):
        return Verdict(True)
    return Verdict(False, _("Only the secretary and the administrator keep the seals and who may copy."))
