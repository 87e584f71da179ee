"""Who may see and change the parties of the town."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import PROCESSES, SEES_ALL, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.parties.models import Party
from consistori.parties.rules.protection import ARTICLE, Disclosure, disclosure

TRUSTED = frozenset({Role.SECRETARY, Role.ADMINISTRATOR})
"""Roles that see where a protected person lives, and put the mark."""


def may_see_parties(actor: Actor) -> Verdict:
    """Whoever sees every case sees who comes to it; every opening of a party is written down."""
    if actor.is_system or actor.holds(*SEES_ALL):
        return Verdict(True)
    return Verdict(False, _("Your post sees only the people of its own cases, from each case."))


def may_edit_parties(actor: Actor) -> Verdict:
    """Whoever works on cases."""
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    return Verdict(False, _("People and firms are entered by whoever works on cases."))


def may_protect(actor: Actor) -> Verdict:
    """The secretary and the administrator put and take off the mark of protected person (R-RGP-08)."""
    if actor.is_system or actor.holds(*TRUSTED):
        return Verdict(True)
    return Verdict(
        False, _("Only the secretary or the administrator marks a person as protected: ask them."), ARTICLE
    )


def what_may_see(actor: Actor, party: Party) -> Disclosure:
    """What of this party may be shown to this person; an entry tells no more than the one as which it is known."""
    trusted = actor.is_system or actor.holds(*TRUSTED)
    return disclosure(protected=party.standing.is_protected, trusted=trusted)
