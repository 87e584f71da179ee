"""Who keeps the register of powers and who reads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import SEES_ALL, Role
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

KEEPS = (Role.REGISTRAR, Role.SECRETARY, Role.ADMINISTRATOR)
ENOUGH = ("substantial", "high")


def may_keep_powers(actor: Actor) -> Verdict:
    """Whoever keeps the registry, before whom people come to give a power; the program, in the e-office."""
    if actor.is_system or actor.holds(*KEEPS):
        return Verdict(True)
    return Verdict(
        False, _("Powers are registered by the registrar and the secretary."), "Llei 39/2015, art. 6"
    )


def may_see_powers(actor: Actor) -> Verdict:
    """Whoever sees every case: who acts for whom is in all of them."""
    if actor.is_system or actor.holds(*SEES_ALL):
        return Verdict(True)
    return Verdict(
        False, _("Your post does not read the register of powers: it sees those of its own cases.")
    )


def may_give_power(citizen: Citizen) -> Verdict:
    """Whoever has come in for themselves, or for a firm by its certificate, with an assurance that is enough."""
    if citizen.basis:
        return Verdict(
            False,
            _("You are acting for another. Only who gives the power may give it: go on as yourself."),
            "Llei 39/2015, art. 6.5",
        )
    if citizen.level not in ENOUGH:
        return Verdict(
            False,
            _("The way by which you have come in is not enough to sign a power. Come in by another one."),
            "Llei 39/2015, arts. 6.5 i 10",
        )
    return Verdict(True)
