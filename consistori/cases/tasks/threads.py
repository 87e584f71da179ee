"""How a task is tied to a case, and who may have one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases import selectors, visibility
from consistori.cases.models import CaseFile, CaseTask
from consistori.cases.policies import may_comment, may_open_cases, may_read
from consistori.cases.services import open_case
from consistori.catalogue.models import Series
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tasks.models import Task
from consistori.tasks.policies import may_do
from consistori.tasks.services import reopen_task
from consistori.tasks.subjects import Kind, Subject
from consistori.tenancy.scope import current_entity
from consistori.trail import act

CASE = "case"


def subject_of(case: CaseFile) -> Subject:
    """A case as what a task is about."""
    return Subject(
        kind=CASE,
        key=case.number,
        id=case.pk,
        label=case.title,
        number=case.number,
        url=case.get_absolute_url(),
        is_reserved=case.reserved,
    )


def find(actor: Actor, key: str) -> Subject:
    """The case of that number, for whoever may write in it. Raises `NotHere`, `NotPermitted`; refuses a closed one."""
    case = selectors.case_by_number(key, actor)
    ensure(may_comment(actor, case))
    if case.is_closed:
        raise BadInput(_("The case is closed: give the task without case, or reopen it."))
    return subject_of(case)


def tie(task: Task, key: str, by: Actor) -> None:
    """Join a task to the case of that number."""
    CaseTask.objects.create(case=selectors.case_by_number(key, by), task=task)


def of(task_ids: Sequence[UUID]) -> dict[UUID, Subject]:
    """The cases of those tasks. One statement."""
    threads = CaseTask.objects.filter(task_id__in=task_ids).select_related("case")
    return {thread.task_id: subject_of(thread.case) for thread in threads}


def about(actor: Actor, key: str) -> Q:
    """The filter of the tasks of the case of that number. Raises `NotHere`."""
    return Q(case_thread__case=selectors.case_by_number(key, actor))


def hidden(actor: Actor) -> Q:
    """The tasks of the reserved cases that the actor does not read."""
    reserved = CaseTask.objects.filter(case__reserved=True)
    read = CaseFile.objects.filter(visibility.readable_by(actor), reserved=True)
    return Q(pk__in=reserved.exclude(case__in=read).values("task_id"))


def ensure_reads(task: Task, person: Person) -> None:
    """A task of a reserved case is given only to whoever reads it: giving a task opens no reserve."""
    thread = CaseTask.objects.filter(task=task, case__reserved=True).select_related("case").first()
    if thread is None or may_read(actor_of(person, current_entity()), thread.case):
        return
    raise BadInput(
        _("The case is reserved and %(name)s does not read it.") % {"name": person.full_name}, field="to"
    )


def tasks_of(case: CaseFile) -> Any:
    """The tasks of a case, as rows."""
    return Task.objects.filter(case_thread__case=case)


@act
def promote(task: Task, *, by: Actor, title: str = "", series: Series | None = None) -> CaseFile:
    """Open a case from a task [promoure a expedient]: the task is its first one and stays to be done.

    Raises `AlreadyDone` when it already has a case.
    """
    ensure(may_do(by, task))
    ensure(may_open_cases(by))
    locked: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    thread = CaseTask.objects.filter(task=locked).select_related("case").first()
    if thread is not None:
        raise AlreadyDone(_("It already has a case: %(number)s.") % {"number": thread.case.number})
    if locked.state == Task.State.CANCELLED:
        reopen_task(locked, by=by)
    case: CaseFile = open_case(by=by, title=title or locked.title, series=series)
    CaseTask.objects.create(case=case, task=locked, promoted=True)
    return case


KIND = Kind(
    name=CASE,
    label=gettext_lazy("Case"),
    find=find,
    tie=tie,
    of=of,
    tasks=about,
    hidden=hidden,
    ensure_reads=ensure_reads,
)
