"""What every act on a task does first: the row locked, and the words with which it is told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Stale, ensure
from consistori.tasks.models import Task
from consistori.tasks.policies import may_do, visible_to
from consistori.tasks.subjects import subjects
from consistori.ui.dates import when

MOST_TITLE = 200
RESERVED = "—"
HANDS = ("assigned_to", "unit")


def locked(task: Task, by: Actor, *, edition: int | None = None, does: bool = True) -> Task:
    """The row of the task, locked until the act ends. Raises `NotHere`, `Stale`, and `NotPermitted` unless `does`
    is false: then the act asks by itself.
    """
    rows = Task.objects.select_for_update(of=("self",)).filter(visible_to(by), pk=task.pk)
    row: Task | None = rows.with_people().first()
    if row is not None and any(getattr(row, f"{one}_id") and getattr(row, one) is None for one in HANDS):
        row = rows.with_people().first()  # it changed hands while we waited: those joined were of before
    if row is None:
        raise NotHere()
    if does:
        ensure(may_do(by, row))
    if edition is not None and edition != row.version:
        raise Stale(_("Somebody has changed the task meanwhile: look at it again."))
    return row


def ensure_open(row: Task) -> None:
    """Raises `AlreadyDone`, saying who ended it and when."""
    if row.is_open:
        return
    facts = {"name": row.ended_by_name, "when": when(row.ended_at) if row.ended_at else ""}
    if row.state == Task.State.DONE:
        raise AlreadyDone(_("%(name)s had already done it (%(when)s).") % facts)
    if row.state == Task.State.RETURNED:
        raise AlreadyDone(_("%(name)s has given it back (%(when)s).") % facts)
    raise AlreadyDone(_("%(name)s cancelled it (%(when)s).") % facts)


def end(row: Task, state: str, by: Actor, **fields: Any) -> None:
    """Write how it ended."""
    row.state = state
    row.ended_at = row.moved_at = now()
    row.ended_by_id = by.person_id
    row.ended_by_name = by.name
    keep(row, **fields)


def keep(row: Task, **fields: Any) -> None:
    """Save it with these fields, one version further."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def told(row: Task) -> dict[str, Any]:
    """What every fact says of it: of something reserved, not its words."""
    about = subjects.of([row.pk]).get(row.pk)
    if about is None:
        return {"task_id": row.pk, "title": row.title}
    return {"task_id": row.pk, "title": RESERVED if about.is_reserved else row.title, "about_id": about.id}


def clean_words(text: str, field: str) -> str:
    """One line of words, not empty. Raises `BadInput`."""
    words = " ".join(text.split())
    if not words:
        raise BadInput(_("Say what is to be done."), field=field)
    if len(words) > MOST_TITLE:
        raise BadInput(_("It is too long for a title: put the rest in the explanation."), field=field)
    return words
