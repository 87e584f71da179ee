"""Who issues pay letters, who says that they are paid, and who says where the town is paid."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

TREASURY = (Role.SECRETARY, Role.ADMINISTRATOR, Role.PROCESSOR)


def may_issue(actor: Actor) -> Verdict:
    """Whoever processes, and the program when the sheet fixes the fee."""
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    return Verdict(False, _("Pay letters are issued by whoever processes the matter."))


def may_mark_paid(actor: Actor) -> Verdict:
    """The treasury: the secretary-comptroller, or whoever she has at it."""
    if actor.holds(*TREASURY):
        return Verdict(True)
    return Verdict(False, _("What is paid is said by the treasury: the secretary or whoever processes."))


def may_keep_account(actor: Actor) -> Verdict:
    """The secretary and the administrator: money would go where it says."""
    if actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("The account of the town is changed by the secretary or the administrator."))
