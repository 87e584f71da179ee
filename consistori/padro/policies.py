"""Who asks the register, who orders slips, who brings it. Each answer carries its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy.scope import current_scope

YES = Verdict(True)
ISSUES = (Role.REGISTRAR, Role.SECRETARY, Role.ADMINISTRATOR)
KEEPS = (Role.SECRETARY, Role.ADMINISTRATOR)
ARTICLE = "Llei 7/1985, art. 16.3"


def may_issue(actor: Actor) -> Verdict:
    """Whoever is at the counter: they look somebody up and order their slip; each time is written down."""
    if actor.is_system or (actor.holds(*ISSUES) and actor.entity_id in current_scope().entity_ids):
        return YES
    return Verdict(
        False,
        _("The register of residents is asked by whoever keeps the registry, and by the secretary."),
        ARTICLE,
    )


def may_keep_register(actor: Actor) -> Verdict:
    """Who brings a new version of the register, or puts an older one back."""
    if actor.is_system or (actor.holds(*KEEPS) and actor.entity_id in current_scope().entity_ids):
        return YES
    return Verdict(
        False, _("Only the secretary and the administrator bring the register of residents."), ARTICLE
    )
