"""How a task ends: done, answered, given back, cancelled; and opening it again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tasks.events import TaskCancelled, TaskFinished, TaskReopened, TaskReturned
from consistori.tasks.models import Task
from consistori.tasks.services._locked import end, ensure_open, keep, locked, told
from consistori.trail import act, announce

MOST_REASON = 500


@act
def finish_task(task: Task, *, by: Actor, answer: str = "") -> Task:
    """It is done [feta]; a request is not done without its `answer` (`BadInput`).

    However many people press at once, it is done once: the others learn by whom (`AlreadyDone`).
    """
    row = locked(task, by)
    ensure_open(row)
    words = answer.strip()
    if row.is_request and not words:
        raise BadInput(_("Write the answer: whoever asked reads it here."), field="answer")
    own = row.assigned_by_id is None or row.assigned_by_id == by.person_id
    end(row, Task.State.DONE, by, answer=words, heard_at=now() if own else None)
    announce(TaskFinished(**told(row), answered=bool(words)), by=by)
    return row


@act
def return_task(task: Task, *, by: Actor, reason: str) -> Task:
    """Give it back [retornar] to whoever gave it, with the reason: she passes it to another, or cancels it."""
    row = locked(task, by)
    ensure_open(row)
    if not reason.strip():
        raise BadInput(_("Say why you give it back: whoever gave it has to know."), field="reason")
    if row.assigned_by_id is None or row.assigned_by_id == by.person_id:
        raise BadInput(
            _("Nobody else gave you this task: pass it to somebody, or cancel it."), field="reason"
        )
    end(row, Task.State.RETURNED, by, reason=reason.strip()[:MOST_REASON])
    announce(TaskReturned(**told(row)), by=by)
    return row


@act
def cancel_task(task: Task, *, by: Actor, reason: str = "") -> Task:
    """It will not be done [anul·lar]; of another's task, with its reason."""
    row = locked(task, by)
    if row.is_ended:
        ensure_open(row)
    hers = by.person_id is not None and by.person_id == row.assigned_by_id
    if not hers and not by.is_system and not reason.strip():
        raise BadInput(_("Say why: whoever gave it has to know."), field="reason")
    end(row, Task.State.CANCELLED, by, reason=reason.strip()[:MOST_REASON])
    announce(TaskCancelled(**told(row)), by=by)
    return row


@act
def reopen_task(task: Task, *, by: Actor) -> Task:
    """It was not done after all: it is as it was, in the same hands. Also the way to undo a wrong press."""
    row = locked(task, by)
    if row.is_open:
        return row
    keep(
        row, state=Task.State.OPEN, ended_at=None, ended_by=None, ended_by_name="", reason="", heard_at=None,
        moved_at=now(),
    )  # fmt: skip
    announce(TaskReopened(**told(row)), by=by)
    return row


@act
def hear(task: Task, *, by: Actor) -> Task:
    """Whoever asked has read the answer: it leaves her list."""
    row = locked(task, by)
    if row.assigned_by_id != by.person_id:
        raise NotPermitted(_("The answer is read by whoever asked."))
    if row.state == Task.State.DONE and row.heard_at is None:
        row.heard_at = now()
        row.save(update_fields=["heard_at"])
    return row


def look_at(task: Task, *, by: Actor) -> None:
    """Whoever has it has seen it: it is not new any more. No fact is told of it."""
    if by.person_id is not None:
        rows = Task.objects.filter(pk=task.pk, assigned_to_id=by.person_id, seen_at=None)
        rows.update(seen_at=now())
