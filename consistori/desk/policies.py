"""Who may speak to the whole house."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_publish_notice(actor: Actor) -> Verdict:
    """The administrator and the secretary of the entity."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR, Role.SECRETARY):
        return Verdict(True)
    return Verdict(False, _("Notices are written by the administrator or the secretary of the town hall."))
