"""Who decides what other programs are told."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_have_programs_told(actor: Actor) -> Verdict:
    """The administrator, and the program whose key has that right."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR) or "webhooks:write" in actor.scopes:
        return Verdict(True)
    return Verdict(False, _("The administrator of the town hall decides what other programs are told."))


def may_see_who_is_told(actor: Actor) -> Verdict:
    """The same, and the program whose key may only look."""
    return Verdict(True) if "webhooks:read" in actor.scopes else may_have_programs_told(actor)
