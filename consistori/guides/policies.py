"""Who writes guides, who reviews them, who uses them and who proposes to change them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile
from consistori.cases.policies import may_work_on
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_edit_guides(actor: Actor) -> Verdict:
    """The secretary and the administrator."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("Guides are changed by the secretary or the administrator: propose it to them."))


def may_review_guides(actor: Actor) -> Verdict:
    """What a guide proposes leans on the law: only the secretary says that it is right."""
    if actor.holds(Role.SECRETARY):
        return Verdict(True)
    return Verdict(False, _("A guide is reviewed by the secretary."))


def may_see_guides(actor: Actor) -> Verdict:
    """Whoever has a post here: there is nothing of anybody in a guide."""
    if actor.is_system or actor.posts:
        return Verdict(True)
    return Verdict(False, _("You work in another town hall."))


def may_use_guide(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever works on the case."""
    return may_work_on(actor, case)


def may_propose(actor: Actor) -> Verdict:
    """Any colleague, and each one votes."""
    if actor.person_id and actor.posts:
        return Verdict(True)
    return Verdict(False, _("Colleagues of the house propose and vote."))
