"""Who gives tasks, who does them, who sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tasks.models import Task
from consistori.tasks.subjects import NOTHING, subjects

YES = Verdict(True)
TEAM = frozenset({*PROCESSES, Role.MAYOR, Role.COUNCILLOR, Role.ARCHIVIST})
"""Who sees all the tasks of the house, as at the weekly meeting."""
WORKS = frozenset({*TEAM, Role.EXTERNAL})
"""Who gives tasks and may be given them."""
KEEPS = frozenset({Role.SECRETARY, Role.ADMINISTRATOR})


def visible_to(actor: Actor) -> Q:
    """The tasks that the actor may see: the team sees all but those in what it does not read; a technician from
    outside or anybody else, her own, those that she gave and those of her units.
    """
    if actor.is_system:
        return Q()
    here = Q(entity_id=actor.entity_id) & ~subjects.hidden_from(actor)
    if actor.holds(*TEAM, Role.AUDITOR):
        return here
    if actor.person_id is None or not actor.holds(*WORKS):
        return NOTHING
    mine = Q(assigned_to_id=actor.person_id) | Q(assigned_by_id=actor.person_id)
    return here & (mine | Q(unit_id__in=sorted(actor.unit_ids)))


def may_see(actor: Actor) -> Verdict:
    """The pages of the tasks: whoever works here, and the auditor."""
    if actor.is_system or actor.holds(*WORKS, Role.AUDITOR):
        return YES
    return Verdict(False, _("Tasks are of whoever works in the town hall."))


def may_give(actor: Actor) -> Verdict:
    """Anybody who works here gives tasks to anybody who works here."""
    if actor.is_system or actor.holds(*WORKS):
        return YES
    return Verdict(False, _("Tasks are given by whoever works in the town hall."))


def may_be_given(actor: Actor) -> Verdict:
    """Whoever works here."""
    if actor.holds(*WORKS):
        return YES
    return Verdict(False, _("This person is given no tasks: her post does not do them."))


def may_do(actor: Actor, task: Task) -> Verdict:
    """Whose it is, whoever gave it, anybody of its unit, and the team that processes: no task waits for one person."""
    if actor.is_system or actor.holds(*PROCESSES) or _is_hers(actor, task):
        return YES
    return Verdict(False, _("This task is of another person."))


def may_change(actor: Actor, task: Task) -> Verdict:
    """The same as doing it: what is agreed is written down by whoever is there."""
    return may_do(actor, task)


def may_keep_duties(actor: Actor) -> Verdict:
    """What comes back every year is kept by the secretary or the administrator."""
    if actor.is_system or actor.holds(*KEEPS):
        return YES
    return Verdict(False, _("What comes back every year is kept by the secretary or the administrator."))


def _is_hers(actor: Actor, task: Any) -> bool:
    if not actor.holds(*WORKS) or actor.entity_id != task.entity_id or actor.person_id is None:
        return False
    if actor.person_id in (task.assigned_to_id, task.assigned_by_id):
        return True
    return task.assigned_to_id is None and (task.unit_id is None or task.unit_id in actor.unit_ids)
