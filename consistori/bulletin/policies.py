"""Who prepares what is published, who publishes it, who takes it down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.bulletin.models import Edict
from consistori.directory.roles import PROCESSES, SEES_ALL, Role
from consistori.documents.policies import may_read
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

YES = Verdict(True)
ATTESTS = (Role.SECRETARY, Role.ADMINISTRATOR)


def may_see_board(actor: Actor) -> Verdict:
    """Its staff pages: whoever sees the cases that are not reserved."""
    if actor.is_system or actor.holds(*SEES_ALL):
        return YES
    return Verdict(False, _("The pages of the board are of whoever processes, attests or governs here."))


def may_publish(actor: Actor, edict: Edict | None = None) -> Verdict:
    """Whoever processes, of a document that she may read."""
    if actor.is_system:
        return YES
    if not actor.holds(*PROCESSES):
        return Verdict(False, _("Publishing belongs to whoever processes: the secretary or a processor."))
    return may_read(actor, edict.source) if edict is not None else YES


def may_take_down(actor: Actor, edict: Edict) -> Verdict:
    """The secretary, who attests the exposure, or the administrator."""
    if actor.is_system:
        return YES
    if not actor.holds(*ATTESTS):
        return Verdict(
            False,
            _("Taking an edict down before its day belongs to the secretary, who attests its exposure."),
            "RD 128/2018, art. 3.2",
        )
    return may_read(actor, edict.source)
