"""The thread between a case and its tasks: the room of the tasks never heard of cases."""

from __future__ import annotations

from django.db import models

from consistori.cases.models.case import CaseFile
from consistori.kernel.clock import now
from consistori.tasks.models import Task
from consistori.tenancy.models import EntityModel


class CaseTask(EntityModel):
    """A task of a case. `promoted`: the case was opened from it."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="task_threads")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="case_thread")
    promoted = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["entity", "case"], name="tasks_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.task_id}"
