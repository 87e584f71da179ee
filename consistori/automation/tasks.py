"""What a rule passes to a person is a task of hers, tied to its run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.automation import selectors
from consistori.automation.models import RuleRun
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.tasks.models import Task
from consistori.tasks.services import give_task
from consistori.tasks.subjects import NOTHING, Kind, Subject

NAME = "rule_run"


def give_to_person(role: str, *, by: Actor, title: str, text: str, run: RuleRun | None = None) -> Task:
    """Give it to whoever holds that post today; to the secretary, where nobody does; to nobody yet, at the end."""
    about = subject_of(run) if run is not None else None
    return give_task(by=by, title=title, text=text, to=_holder(role) or _holder(Role.SECRETARY), about=about)


def _holder(role: str) -> Person | None:
    post = (
        Post.objects.live(today())
        .filter(role=role)
        .select_related("person")
        .order_by("starts_on", "pk")
        .first()
    )
    return post.person if post else None


def subject_of(run: RuleRun) -> Subject:
    """A run as what a task is about: its words lead to what has to be decided."""
    return Subject(
        kind=NAME, key=str(run.pk), id=run.pk, label=run.subject_label,
        url=run.subject_url or run.get_absolute_url(),
    )  # fmt: skip


def _key(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotHere() from error


def _find(actor: Actor, key: str) -> Subject:
    return subject_of(selectors.run_of(actor, _key(key)))


def _tie(task: Any, key: str, by: Actor) -> None:
    RuleRun.objects.filter(pk=_key(key)).update(task=task)


def _of(task_ids: Sequence[UUID]) -> dict[UUID, Subject]:
    return {run.task_id: subject_of(run) for run in RuleRun.objects.filter(task_id__in=task_ids)}


def _tasks(actor: Actor, key: str) -> Q:
    return Q(rule_run__pk=_key(key))


KIND = Kind(
    name=NAME, label=_("Something that a rule did not decide"), find=_find, tie=_tie, of=_of, tasks=_tasks,
    hidden=lambda actor: NOTHING, ensure_reads=lambda task, person: None,
)  # fmt: skip
