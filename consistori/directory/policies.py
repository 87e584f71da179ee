"""Who may change the directory."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_manage_people(actor: Actor) -> Verdict:
    """The administrator of the entity, and the program when it is installed."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("Only the administrator of the town hall changes people and posts."))


def may_read_trail(actor: Actor) -> Verdict:
    """The whole trail names reserved cases: the secretary, the administrator and the auditor read it."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR):
        return Verdict(True)
    return Verdict(False, _("The whole trail is read by the secretary, the administrator or the auditor."))
