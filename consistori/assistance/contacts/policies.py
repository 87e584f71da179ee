"""Who writes contacts down, who keeps the table of the front office, who attends the desk of certificates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

YES = Verdict(True)


def may_help(actor: Actor) -> Verdict:
    """Whoever works on cases attends people: by telephone, at the counter, by mail."""
    if actor.is_system or actor.holds(*PROCESSES):
        return YES
    return Verdict(False, _("People are attended by whoever works on cases or keeps the registry."))


def may_keep_table(actor: Actor) -> Verdict:
    """The secretary and the administrator say what the front office resolves by itself."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return YES
    return Verdict(False, _("The secretary says what the front office resolves by itself: ask her."))
