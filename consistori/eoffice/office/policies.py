"""Who keeps what the office says of itself."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_keep_office(actor: Actor) -> Verdict:
    """The secretary, who answers for what is published, and the administrator."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(
        False, _("What the e-office says is kept by the secretary or the administrator: ask them.")
    )
