"""Who gives hours, who changes what is offered, who reads the agenda."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

YES = Verdict(True)
KEEPS = (Role.SECRETARY, Role.ADMINISTRATOR, Role.REGISTRAR)
READS = (*PROCESSES, Role.EXTERNAL, Role.MAYOR, Role.COUNCILLOR)


def may_read_agenda(actor: Actor) -> Verdict:
    """Whoever attends people, and the technicians who come some days."""
    if actor.is_system or actor.holds(*READS):
        return YES
    return Verdict(False, _("The agenda of appointments is read by whoever attends people."))


def may_give(actor: Actor) -> Verdict:
    """Whoever attends, and the program when somebody asks at the e-office."""
    if actor.is_system or actor.holds(*PROCESSES, Role.EXTERNAL):
        return YES
    return Verdict(False, _("Appointments are given by whoever attends people: ask at the counter."))


def may_keep(actor: Actor) -> Verdict:
    """Services, desks and hours: the secretary, the administrator, the registrar."""
    if actor.is_system or actor.holds(*KEEPS):
        return YES
    return Verdict(
        False,
        _("What is offered and the hours are changed by the secretary, the registrar or the administrator."),
    )
