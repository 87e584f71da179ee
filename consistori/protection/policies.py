"""Who looks after the protection of data, and who answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.policies import may_read_logs
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

ANSWERS = (Role.SECRETARY, Role.ADMINISTRATOR)


def may_look(actor: Actor) -> Verdict:
    """Whoever reads the log of readings."""
    return may_read_logs(actor)


def may_write_down(actor: Actor) -> Verdict:
    """The officer, whoever answers, and the registry: people ask at the counter."""
    if actor.is_system or actor.holds(*ANSWERS, Role.DATA_PROTECTION, Role.REGISTRAR):
        return Verdict(True)
    return Verdict(
        False, _("This is written down by the registry, the secretary or the data protection officer.")
    )


def may_answer(actor: Actor) -> Verdict:
    """The answer has the contents of the cases: the secretary and the administrator put it together."""
    if actor.is_system or actor.holds(*ANSWERS):
        return Verdict(True)
    return Verdict(
        False,
        _("The answer has contents of the cases: the secretary or the administrator prepares it."),
        "RGPD, art. 15",
    )
