"""What an agreement does: a task given, moved, passed or dropped; and how it is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consistori.desk.meeting.models import Agreement
from consistori.desk.meeting.points.matters import Matter
from consistori.desk.meeting.proposals import Proposal, titled
from consistori.desk.meeting.saying import CannotRead, Fault, Named, read
from consistori.directory.models import Person, Unit
from consistori.directory.selectors import people_here
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.tasks.models import Task
from consistori.tasks.policies import WORKS
from consistori.tasks.selectors import task_of
from consistori.tasks.services import cancel_task, change_task, give_task, pass_task, reopen_task
from consistori.tasks.subjects import subjects

Kind = Agreement.Kind


def understood(text: str, matter: Matter | None, *, on: date) -> Proposal:
    """What somebody wrote, as a decision. Raises `BadInput` at the field, saying what was not understood."""
    people = {
        one.person.pk: one.person for one in people_here(on) if any(post.role in WORKS for post in one.posts)
    }
    named = [Named(pk, one.given_name, one.family_name) for pk, one in people.items()]
    try:
        said = read(text, named, on=on)
    except CannotRead as wrong:
        raise BadInput(_sentence(wrong), field="text") from wrong
    if said.due_on is not None and said.due_on < on:
        raise BadInput(_("That day has passed: write another one."), field="text")
    who = people.get(said.who) if said.who is not None else None  # type: ignore[call-overload]
    if matter is not None and matter.kind == "task" and (who is not None or said.due_on is not None):
        kind = Kind.PASSED if who is not None else Kind.MOVED
        return Proposal("said", said.what, kind, said.what, who, said.due_on)
    kind = Kind.TASK if who is not None or said.due_on is not None else Kind.NOTED
    return Proposal("said", said.what, kind, said.what, who, said.due_on)


def _sentence(wrong: CannotRead) -> str:
    if wrong.fault is Fault.WHO:
        return _("Nobody here is called “%(name)s”: write @ and the name of whoever does it.") % {
            "name": wrong.words
        }
    if wrong.fault is Fault.WHICH:
        return _("Which one: %(names)s? Write the family name too.") % {"names": ", ".join(wrong.names)}
    if wrong.fault is Fault.DAY:
        return _("There is no such day: “%(day)s”.") % {"day": wrong.words}
    return _("Say what is to be done, besides who and when.")


def take(choice: Proposal, matter: Matter | None, by: Actor) -> dict[str, Any]:
    """Do what the decision says; gives the fields of its agreement."""
    found: dict[str, Any] = {
        "kind": choice.kind,
        "text": choice.text[:300],
        "to": choice.to,
        "due_on": choice.due_on,
    }
    if choice.kind == Kind.NOTED:
        return found
    if choice.kind == Kind.TASK:
        about = subjects.find(by, matter.about) if matter and matter.about else None
        title = choice.text if matter is None or choice.code != "said" else titled(matter, choice.text)
        task = give_task(
            by=by, title=title[:200], to=choice.to, due_on=choice.due_on, about=about,
            text=_("Agreed in the weekly meeting."),
        )  # fmt: skip
        return {**found, "task": task}
    if matter is None or matter.kind != "task":
        raise BadInput(_("That is decided of a task."), field="text")
    return {**found, **_changed(choice, matter, by)}


def _changed(choice: Proposal, matter: Matter, by: Actor) -> dict[str, Any]:
    task = _task_of(matter, by)
    before = {
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "to": str(task.assigned_to_id) if task.assigned_to_id else None,
        "unit": str(task.unit_id) if task.unit_id else None,
        "state": task.state,
    }
    if choice.kind == Kind.DROPPED:
        cancel_task(task, by=by, reason=_("Decided in the weekly meeting"))
    else:
        if choice.kind == Kind.PASSED or task.state == Task.State.RETURNED:
            task = pass_task(
                task, by=by, to=choice.to or task.assigned_to, note=_("Agreed in the weekly meeting.")
            )
        if choice.due_on is not None:
            task = change_task(task, by=by, due_on=choice.due_on)
    return {"task": task, "before": before, "to": choice.to or task.assigned_to}


def take_back(agreement: Agreement, by: Actor) -> None:
    """Undo what it did. Raises `AlreadyDone` when the task was done meanwhile."""
    task, before = agreement.task, agreement.before
    if task is None or agreement.kind == Kind.NOTED:
        return
    if agreement.kind == Kind.TASK:
        cancel_task(task, by=by, reason=_("Taken back in the weekly meeting"))
        return
    if agreement.kind == Kind.DROPPED:
        reopen_task(task, by=by)
        return
    had = Person.objects.filter(pk=before.get("to")).first() if before.get("to") else None
    unit = Unit.objects.filter(pk=before["unit"]).first() if before.get("unit") else None
    if agreement.kind == Kind.PASSED and (had is not None or unit is not None):
        task = pass_task(task, by=by, to=had, unit=unit)
    due = before.get("due_on")
    change_task(task, by=by, due_on=date.fromisoformat(due) if due else None)


def _task_of(matter: Matter, by: Actor) -> Task:
    from uuid import UUID

    return task_of(UUID(matter.key.partition(":")[2]), by)
