"""Who has the signatures looked after by hand; the program does it by itself every night."""

from django.utils.translation import gettext as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

LOOKS_AFTER = frozenset({Role.ADMINISTRATOR, Role.SECRETARY, Role.ARCHIVIST})


def may_look_after(actor: Actor) -> Verdict:
    """Whoever answers for the papers of the house: secretary, archivist, administrator."""
    if actor.is_system or actor.holds(*LOOKS_AFTER):
        return Verdict(True)
    return Verdict(
        False,
        _("Only the secretary, the archivist and the administrator renew signatures."),
        "RD 4/2010, art. 21; Llei 39/2015, art. 17",
    )
