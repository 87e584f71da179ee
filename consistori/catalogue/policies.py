"""Who may change the scheme."""

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import Series
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_edit_scheme(actor: Actor) -> Verdict:
    """The archivist, the secretary and the administrator of the entity that owns it."""
    if actor.is_system or actor.holds(Role.ARCHIVIST, Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(
        False, _("The scheme is changed by the archivist, the secretary or the administrator: ask them.")
    )


def may_see_reserved(actor: Actor, series: Series) -> Verdict:
    """Whether the post of this person opens the reserved cases of the series (by role; units are cases')."""
    if not series.is_reserved or actor.is_system or actor.holds(Role.AUDITOR, *series.reserved_roles):
        return Verdict(True)
    return Verdict(False, _("The cases of this series are reserved."))
