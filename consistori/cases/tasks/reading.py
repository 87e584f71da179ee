"""Who reads a case because of a task in it: a technician from outside, of those that are not reserved (decision 10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet


def cases_with_task_of(person_id: UUID | None) -> QuerySet[Any]:
    """Identifiers of the cases where she has or had a task that nobody took from her, as a subquery."""
    threads = apps.get_model("cases", "CaseTask")
    hers = threads.objects.filter(task__assigned_to_id=person_id).exclude(task__state="cancelled")
    return hers.values("case_id")


def has_task_in(person_id: UUID | None, case_id: UUID) -> bool:
    """The same of one case."""
    return person_id is not None and cases_with_task_of(person_id).filter(case_id=case_id).exists()


def people_with_task_in(case_id: UUID) -> set[UUID]:
    """Who has or had a task in a case. One statement."""
    threads = apps.get_model("cases", "CaseTask")
    rows = threads.objects.filter(case_id=case_id).exclude(task__state="cancelled")
    return set(rows.exclude(task__assigned_to=None).values_list("task__assigned_to_id", flat=True))
