"""Who prepares, sends and looks at notifications. Of the thing above, `deadlines.subjects` answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.deadlines import subjects
from consistori.deadlines.subjects import Subject
from consistori.directory.roles import PROCESSES, SEES_ALL, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.notifications.models import Dispatch

YES = Verdict(True)


def may_notify(actor: Actor, subject: Subject) -> Verdict:
    """Whoever works on the thing of which the act is."""
    if actor.is_system:
        return YES
    if not actor.holds(*PROCESSES, Role.MAYOR):
        return Verdict(False, _("Notifications are sent by whoever works on the case: ask them."))
    return subjects.may_act(actor, subject)


def may_see(actor: Actor, dispatch: Dispatch) -> Verdict:
    """Whoever reads the thing of which the act is."""
    if actor.is_system:
        return YES
    return subjects.may_see(actor, subject_of(dispatch))


def may_list(actor: Actor) -> Verdict:
    """The list of the town: whoever works on cases or sees them all; each row is shown as its case is."""
    if actor.is_system or actor.holds(*PROCESSES, *SEES_ALL, Role.MAYOR):
        return YES
    return Verdict(False, _("You see the notifications of your own cases, from each case."))


def may_record(actor: Actor) -> Verdict:
    """Whoever attends or processes writes what became of a letter or of a delivery by hand."""
    if actor.is_system or actor.holds(*PROCESSES):
        return YES
    return Verdict(False, _("What became of a notification is written by whoever works on cases."))


def may_extend(actor: Actor) -> Verdict:
    """The secretary and the administrator, who publish the incidents of the office (RD 203/2021, art. 44.4)."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return YES
    return Verdict(False, _("More days for an incident are given by the secretary or the administrator."))


def subject_of(dispatch: Dispatch) -> Subject:
    """The thing of which the act is."""
    return Subject(dispatch.subject_kind, dispatch.subject_id)
