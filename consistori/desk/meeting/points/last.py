"""1. Last week: what was agreed and is not done, and whatever else should have been done by now."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import Step
from consistori.cases.steps.rules import Kind
from consistori.desk.meeting.points.matters import MOST, Look, Matter, Point, margin_of, reserved_title
from consistori.tasks.models import Task
from consistori.tasks.policies import visible_to
from consistori.tasks.subjects import Subject, subjects


def prepare(look: Look) -> Point:
    """The tasks agreed in the last meeting that are still open, and all that is late. Four statements."""
    agreed = {row.task_id for row in look.agreed if row.task_id}
    done = [row for row in look.agreed if row.task is not None and row.task.is_ended]
    waiting = Q(state__in=[Task.State.OPEN, Task.State.RETURNED], pk__in=agreed)
    late = Q(state=Task.State.OPEN, due_on__lt=look.on)
    rows = Task.objects.filter(visible_to(look.actor)).filter(waiting | late).with_people().in_order()
    tasks = list(rows[: MOST + 1])
    about = subjects.of([task.pk for task in tasks])
    matters = [_of_task(task, about.get(task.pk), look, task.pk in agreed) for task in tasks]
    matters += [_of_step(step, look) for step in _late_steps(look)]
    return Point(
        "last", _("Last week"), _figure(len(done), len(agreed), len(matters)), matters[:MOST],
        more=max(0, len(matters) - MOST), facts={"agreed": len(agreed), "done": len(done), "late": len(matters)},
    )  # fmt: skip


def _figure(done: int, agreed: int, waiting: int) -> str:
    if agreed:
        return _("%(done)d of %(all)d done") % {"done": done, "all": agreed}
    if not waiting:
        return _("nothing pending")
    return ngettext("%(n)d not done", "%(n)d not done", waiting) % {"n": waiting}


def _late_steps(look: Look) -> list[Any]:
    """Work of the cases whose day has passed and that nobody was given as a task."""
    rows = Step.objects.todo().filter(due_on__lt=look.on, task=None, case__closed_at=None)
    return list(
        rows.exclude(kind=Kind.WAIT).select_related("case", "assigned_to").order_by("due_on", "id")[:MOST]
    )


def _of_task(task: Task, about: Subject | None, look: Look, was_agreed: bool) -> Matter:
    reserved = about is not None and about.is_reserved
    said = [_("agreed last week")] if was_agreed else []
    if task.state == Task.State.RETURNED and not reserved:
        said.append(_("given back: «%(reason)s»") % {"reason": task.reason})
    if about is not None and not reserved:
        said.append(about.label)
    return Matter(
        key=f"task:{task.pk}",
        kind="task",
        title=reserved_title(about.number) if reserved and about is not None else task.title,
        reason=" · ".join(said),
        margin=margin_of(task.due_on, look.on) if task.due_on else _("no day"),
        on_day=task.due_on,
        tone="ochre" if task.is_late(look.on) else "",
        person_id=task.assigned_to_id,
        person=task.assigned_to.full_name if task.assigned_to else task.unit.name if task.unit else "",
        about=about.about if about else "",
        number=about.number if about else "",
        url=task.get_absolute_url(),
        is_reserved=reserved,
        icon="task",
    )


def _of_step(step: Any, look: Look) -> Matter:
    case = step.case
    carrier = step.assigned_to
    return Matter(
        key=f"step:{step.pk}",
        kind="step",
        title=reserved_title(case.number) if case.reserved else case.title,
        reason=_("step: %(name)s") % {"name": step.name},
        margin=margin_of(step.due_on, look.on),
        on_day=step.due_on,
        tone="ochre",
        person_id=carrier.pk if carrier else case.carried_by_id,
        person=carrier.full_name if carrier else "",
        about=f"case:{case.number}",
        number=case.number,
        url=case.get_absolute_url(),
        is_reserved=case.reserved,
        icon="step",
        act=step.name,
    )
