"""Giving a task, taking it, passing it, changing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Person, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tasks.events import TaskChanged, TaskGiven, TaskPassed, TaskTaken
from consistori.tasks.models import Duty, Task
from consistori.tasks.policies import may_be_given, may_do, may_give
from consistori.tasks.services._locked import clean_words, ensure_open, keep, locked, told
from consistori.tasks.services.points import put_points
from consistori.tasks.subjects import Subject, subjects
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def give_task(
    *,
    by: Actor,
    title: str,
    kind: str = Task.Kind.DO,
    to: Person | None = None,
    unit: Unit | None = None,
    due_on: date | None = None,
    text: str = "",
    points: Sequence[str] = (),
    about: Subject | None = None,
    duty: Duty | None = None,
) -> Task:
    """Give a task [assignar una tasca]: to somebody, to a unit where whoever takes it does it, or to nobody yet.

    `about` is what it is about, as `subjects.find` gives it. Raises `BadInput` for an empty title, an unknown kind,
    a unit that closed, somebody who cannot have it.
    """
    ensure(may_give(by))
    if kind not in Task.Kind.values:
        raise BadInput(_("There is no such kind of task."), field="kind")
    task = Task(
        kind=kind, title=clean_words(title, "title"), text=text.strip(), assigned_to=to,
        unit=_checked_unit(unit), assigned_by_id=by.person_id,
        assigned_by_name="" if duty is not None else by.name, due_on=due_on, duty=duty,
        seen_at=now() if to is not None and to.pk == by.person_id else None,
    )  # fmt: skip
    _ensure_may_have(to)
    task.save()
    put_points(task, points)
    if about is not None:
        subjects.tie(task, about, by)
    if to is not None and to.pk != by.person_id:
        subjects.ensure_reads(task, to)
    announce(
        TaskGiven(
            **told(task), kind_of_task=kind, to_id=to.pk if to else None, to_name=whose(task),
            due_on=due_on.isoformat() if due_on else "",
        ),
        by=by,
    )  # fmt: skip
    return task


@act
def take_task(task: Task, *, by: Actor) -> Task:
    """Take what is of nobody yet. Raises `AlreadyDone` when somebody has taken it before."""
    row = locked(task, by, does=False)
    ensure_open(row)
    if row.assigned_to is not None:
        raise AlreadyDone(_("%(name)s has taken it.") % {"name": row.assigned_to.full_name})
    ensure(may_do(by, row))
    person = Person.objects.filter(pk=by.person_id).first() if by.person_id else None
    if person is None:
        raise BadInput(_("Only people take tasks."))
    keep(row, assigned_to=person, seen_at=now(), moved_at=now())
    announce(TaskTaken(**told(row)), by=by)
    return row


@act
def pass_task(
    task: Task, *, by: Actor, to: Person | None = None, unit: Unit | None = None, note: str = ""
) -> Task:
    """Put it in other hands; of one that was given back, it opens it again.

    `note` is added to its explanation, with the name of who passes it.
    """
    row = locked(task, by)
    if row.is_ended:
        ensure_open(row)
    if to is None and unit is None:
        raise BadInput(_("Say to whom."), field="to")
    _ensure_may_have(to)
    if to is not None:
        subjects.ensure_reads(row, to)
    text = "\n".join(filter(None, [row.text, f"{by.name}: {note.strip()}" if note.strip() else ""]))
    row.text = text[:4000]
    _put_in_hands(row, to, _checked_unit(unit), by)
    return row


def inherit_task(task: Task, *, by: Actor, to: Person) -> None:
    """Put in other hands what somebody who leaves had; whoever does it may not read what it is about."""
    ensure(may_manage_people(by))
    _ensure_may_have(to)
    row: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.is_open:
        _put_in_hands(row, to, row.unit, by)


def _put_in_hands(row: Task, to: Person | None, unit: Unit | None, by: Actor) -> None:
    keep(
        row, assigned_to=to, unit=unit, state=Task.State.OPEN, ended_at=None, ended_by=None, ended_by_name="",
        reason="", seen_at=None, moved_at=now(),
    )  # fmt: skip
    announce(TaskPassed(**told(row), to_id=to.pk if to else None, to_name=whose(row)), by=by)


@act
def change_task(task: Task, *, by: Actor, edition: int | None = None, **fields: Any) -> Task:
    """Change its `title`, `text`, `kind` or `due_on`. `edition` is the version that was read: raises `Stale`."""
    row = locked(task, by, edition=edition)
    if row.is_ended:
        ensure_open(row)
    if "title" in fields:
        fields["title"] = clean_words(fields["title"], "title")
    if fields.get("kind", row.kind) not in Task.Kind.values:
        raise BadInput(_("There is no such kind of task."), field="kind")
    unknown = set(fields) - {"title", "text", "kind", "due_on"}
    if unknown:
        raise TypeError(f"A task is not changed by {sorted(unknown)}")
    keep(row, **fields)
    announce(TaskChanged(**told(row), due_on=row.due_on.isoformat() if row.due_on else ""), by=by)
    return row


def whose(task: Task) -> str:
    """In whose hands it is, in words."""
    if task.assigned_to is not None:
        return task.assigned_to.full_name
    return task.unit.name if task.unit is not None else ""


def _ensure_may_have(to: Person | None) -> None:
    """Whoever holds a live post here that does tasks."""
    if to is None:
        return
    allowed = may_be_given(actor_of(to, current_entity()))
    if not allowed:
        raise BadInput(allowed.reason, field="to")


def _checked_unit(unit: Unit | None) -> Unit | None:
    if unit is not None and unit.closed_on is not None:
        raise BadInput(_("That unit is closed."), field="unit")
    return unit
