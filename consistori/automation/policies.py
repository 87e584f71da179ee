"""Who sees rules, who writes them, who approves them and who pulls the brake. Each answer carries its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy.scope import current_scope

KEEPS = (Role.SECRETARY, Role.ADMINISTRATOR)
YES = Verdict(True)


def may_see_rules(actor: Actor) -> Verdict:
    """Whoever works here: what the house does by itself is no secret, and of people it shows what they may read."""
    if actor.is_system or (actor.posts and _is_here(actor)):
        return YES
    return Verdict(False, _("You work in another town hall."))


def may_write_rules(actor: Actor) -> Verdict:
    """The secretary and the administrator."""
    if actor.is_system or (actor.holds(*KEEPS) and _is_here(actor)):
        return YES
    return Verdict(False, _("Rules for automation are written by the secretary and the administrator."))


def may_approve_rules(actor: Actor) -> Verdict:
    """The secretary enters what the decree says, and answers for it being the same (Reial decret 128/2018, art. 3)."""
    if actor.is_system or (actor.holds(Role.SECRETARY) and _is_here(actor)):
        return YES
    return Verdict(
        False,
        _("The secretary enters the approval of an automated act, as the decree says it."),
        "Llei 40/2015, art. 41.2; RD 203/2021, art. 13.3",
    )


def may_stop_rules(actor: Actor) -> Verdict:
    """Anybody of the house who sees it go wrong; to let it go on again is of whoever approves."""
    if actor.is_system or (actor.person_id and actor.posts and _is_here(actor)):
        return YES
    return Verdict(False, _("You work in another town hall."))


def _is_here(actor: Actor) -> bool:
    return actor.entity_id in current_scope().entity_ids
