"""Who may tell absences, and who may record and answer delegations."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

YES = Verdict(True)


def may_tell_absence(actor: Actor, person_id: UUID) -> Verdict:
    """Each person hers, being at work here; the administrator and the secretary anybody's."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR, Role.SECRETARY):
        return YES
    if actor.person_id == person_id and actor.posts:
        return YES
    return Verdict(
        False, _("Each person tells her own absences; the administrator or the secretary, anybody's.")
    )


def may_record_delegations(actor: Actor) -> Verdict:
    """The secretary, who keeps the book of decrees (RD 128/2018, art. 3.2.e), and the administrator."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR, Role.SECRETARY):
        return YES
    return Verdict(
        False,
        _("Delegations are recorded by the secretary, who keeps the book of decrees, or the administrator."),
        "RD 128/2018, art. 3.2.e",
    )


def may_answer_delegation(actor: Actor, to_id: UUID) -> Verdict:
    """Only whoever received it (ROF, art. 114.1)."""
    if actor.person_id == to_id and actor.posts:
        return YES
    return Verdict(False, _("Only whoever receives a delegation accepts it or not."), "ROF, art. 114.1")


def may_see_what_is_carried(actor: Actor, person_id: UUID) -> Verdict:
    """What somebody has in her hands: she, the administrator and the secretary."""
    if actor.person_id == person_id or may_manage_people(actor) or actor.holds(Role.SECRETARY):
        return YES
    return Verdict(False, _("Only she, the secretary and the administrator see what she carries."))
