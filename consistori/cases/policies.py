"""Who may do what with a case. Each answer carries its reason, for the act and for the button."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, Comment
from consistori.cases.signatures import is_asked_to_sign
from consistori.cases.tasks.reading import has_task_in
from consistori.cases.visibility import READS, Standing, standing_of
from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

YES = Verdict(True)
ELECTED = (Role.MAYOR, Role.COUNCILLOR)
DECIDES_ON_RESERVE = (Role.SECRETARY, Role.ADMINISTRATOR)

_NO_READING = {
    Standing.RESERVED: _("This case is reserved."),
    Standing.OPPOSITION: _("Councillors in opposition reach cases through the session and on request."),
    Standing.NOT_HERS: _("You reach the cases of your unit, or those where you have a task or a signature."),
    Standing.LOGS_ONLY: _("You read who has opened what, not the contents."),
    Standing.NO_GRANT: _("You reach the contents only by a grant of the town, until the day it says."),
    Standing.NO_POST: _("You hold no post here."),
}


def may_read(actor: Actor, case: CaseFile) -> Verdict:
    """Whether the actor reads the contents of the case."""
    standing = standing_of(actor, case)
    if standing in READS:
        return YES
    if standing is not Standing.NO_POST and actor.person_id and is_asked_to_sign(actor.person_id, case.pk):
        standing = standing_of(actor, case, asked_to_sign=True)
    if standing is Standing.NOT_HERS and has_task_in(actor.person_id, case.pk):
        standing = standing_of(actor, case, has_task=True)
    return YES if standing in READS else Verdict(False, _NO_READING[standing])


def may_open_cases(actor: Actor) -> Verdict:
    """Whoever processes; also the mayor's own order opens a case through them."""
    if actor.is_system or actor.holds(*PROCESSES):
        return YES
    return Verdict(False, _("Opening cases belongs to whoever processes them: the secretary or a processor."))


def may_work_on(actor: Actor, case: CaseFile) -> Verdict:
    """File, move, rename, add people: anybody of the team that processes, so that no case waits for one
    person.
    """
    if case.is_closed:
        return Verdict(
            False, _("The case is closed: nothing in it changes. It can be reopened with a reason.")
        )
    return _may_process(actor, case)


def _may_process(actor: Actor, case: CaseFile) -> Verdict:
    if actor.is_system:
        return YES
    if actor.holds(Role.AUDITOR) and not actor.holds(*PROCESSES):
        return Verdict(False, _("An auditor reads everything and changes nothing."))
    reading = may_read(actor, case)
    if not reading:
        return reading
    if actor.holds(*PROCESSES) or actor.holds(Role.EXTERNAL):
        return YES
    return Verdict(False, _("Your post reads this case; whoever processes it changes it."))


def may_carry(actor: Actor) -> Verdict:
    """Whoever works here and may have cases in her hands."""
    if actor.holds(*PROCESSES, *ELECTED, Role.EXTERNAL, Role.ARCHIVIST):
        return YES
    return Verdict(False, _("This post carries no cases."))


def may_add_documents(actor: Actor, case: CaseFile) -> Verdict:
    """The team, an external technician in hers, and the mayor or a councillor."""
    if actor.holds(*ELECTED) and case.is_open:
        return may_read(actor, case)
    return may_work_on(actor, case)


def may_relate(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever processes it; also when closed, since a relation is beside the file and not in it."""
    return _may_process(actor, case)


def may_follow(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever reads it, being a person."""
    return may_read(actor, case) if actor.person_id else Verdict(False, _("Only people follow cases."))


def may_comment(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever reads it and is not an auditor; also on a closed case, since notes are outside the file."""
    if actor.holds(Role.AUDITOR) and not actor.holds(*PROCESSES):
        return Verdict(False, _("An auditor reads everything and changes nothing."))
    return may_read(actor, case)


def may_take_back_comment(actor: Actor, comment: Comment) -> Verdict:
    """Its author."""
    if actor.is_system or comment.author_id == actor.person_id:
        return YES
    return Verdict(False, _("Only whoever wrote a note takes it back."))


def may_close(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever carries it, heads its unit, or the secretary; anybody of the team when nobody carries it."""
    working = may_work_on(actor, case)
    if not working:
        return working
    return _answers_for(
        actor, case, _("Closing belongs to whoever carries the case, heads its unit, or the secretary.")
    )


def may_reopen(actor: Actor, case: CaseFile) -> Verdict:
    """The same people that may close it."""
    working = _may_process(actor, case)
    if not working:
        return working
    return _answers_for(
        actor, case, _("Reopening belongs to whoever carries the case, heads its unit, or the secretary.")
    )


def may_reserve(actor: Actor, case: CaseFile) -> Verdict:
    """Restrict the case to a few: a decision with its reason (Llei 19/2014, art. 21; Llei 39/2015, art.
    53.1.a).
    """
    working = may_work_on(actor, case)
    if not working:
        return working
    return _answers_for(
        actor, case, _("Reserving belongs to whoever carries the case, heads its unit, or the secretary.")
    )


def may_change_unit(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever works on it; of a reserved one, whoever decides on its reserve: the people of its unit read it."""
    return may_reserve(actor, case) if case.reserved else may_work_on(actor, case)


def _answers_for(actor: Actor, case: CaseFile, reason: Any) -> Verdict:
    if actor.is_system or actor.holds(*DECIDES_ON_RESERVE) or actor.heads(case.unit_id):
        return YES
    if case.carried_by_id is None or case.carried_by_id == actor.person_id:
        return YES
    return Verdict(False, reason)


def may_take_away(actor: Actor, case: CaseFile) -> Verdict:
    """Take the whole case [emportar-se l'expedient]: whoever processes, archives or audits it, having read
    it.
    """
    reading = may_read(actor, case)
    if not reading:
        return reading
    if actor.is_system or actor.holds(*PROCESSES) or actor.holds(Role.ARCHIVIST, Role.AUDITOR, Role.MAYOR):
        return YES
    return Verdict(False, _("The whole case is taken by whoever processes it, the archivist or the mayor."))
