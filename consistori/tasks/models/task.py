"""A task [tasca / tarea] and the points of its list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.directory.models import Person, Unit
from consistori.kernel.clock import now
from consistori.tasks.models.duty import Duty
from consistori.tenancy.models import EntityModel, ScopedManager


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks by how they stand and whose they are."""

    def open(self) -> TaskQuerySet:
        """Those that wait to be done."""
        return self.filter(state=Task.State.OPEN)

    def ended(self) -> TaskQuerySet:
        return self.exclude(state__in=[Task.State.OPEN, Task.State.RETURNED])

    def in_hands_of(self, person_id: UUID | None) -> TaskQuerySet:
        """Open, and hers."""
        return self.open().filter(assigned_to_id=person_id)

    def of_nobody(self, unit_ids: Iterable[UUID]) -> TaskQuerySet:
        """Open, asked of one of these units, and taken by nobody yet."""
        return self.open().filter(assigned_to=None, unit_id__in=list(unit_ids))

    def comes_back_to(self, person_id: UUID | None) -> TaskQuerySet:
        """What she gave and looks at her again: given back with its reason, or answered and not read."""
        returned = Q(state=Task.State.RETURNED)
        answered = Q(state=Task.State.DONE, kind=Task.Kind.ASK, heard_at=None)
        return self.filter(returned | answered, assigned_by_id=person_id)

    def late(self, on: date) -> TaskQuerySet:
        return self.open().filter(due_on__lt=on)

    def in_order(self) -> TaskQuerySet:
        """The soonest first, those without a day at the end."""
        return self.order_by(F("due_on").asc(nulls_last=True), "created_at", "id")

    def with_people(self) -> TaskQuerySet:
        return self.select_related("assigned_to", "assigned_by", "unit", "duty", "entity")


class Task(EntityModel):
    """Something that somebody is to do, before a day or not [tasca / tarea].

    It is somebody's (`assigned_to`), or asked of a `unit` where whoever takes it first does it, or of nobody yet.
    Given back, it waits for whoever gave it. `answer` is what is answered to a request. A higher room ties it to what
    it is about with a row of its own (`cases.CaseTask`): this room knows nobody's cases.
    """

    class Kind(models.TextChoices):
        DO = "do", _("To do")
        REVIEW = "review", _("To review")
        SIGN = "sign", _("To sign")
        ASK = "ask", pgettext_lazy("task", "Request")
        REMINDER = "reminder", _("Reminder")

    class State(models.TextChoices):
        OPEN = "open", _("To be done")
        DONE = "done", _("Done")
        RETURNED = "returned", pgettext_lazy("task", "Given back")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DO)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000, blank=True)
    assigned_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    assigned_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="given_tasks"
    )
    assigned_by_name = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField(max_length=4000, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    duty = models.ForeignKey(Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    created_at = models.DateTimeField(default=now, editable=False)
    moved_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_tasks"
    )
    ended_by_name = models.CharField(max_length=160, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScopedManager.from_queryset(TaskQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "duty", "due_on"],
                condition=Q(duty__isnull=False),
                name="one_task_each_time_of_a_duty",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="an_ended_task_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "assigned_to", "state", "due_on"], name="tasks_of_a_person"),
            models.Index(fields=["entity", "state", "due_on"], name="tasks_by_state"),
            models.Index(fields=["entity", "assigned_by", "state"], name="tasks_given_by"),
            models.Index(
                fields=["entity", "unit"], name="tasks_of_a_unit", condition=Q(assigned_to=None, state="open")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:task", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_ended(self) -> bool:
        """Done or cancelled: nobody has to look at it."""
        return self.state in (self.State.DONE, self.State.CANCELLED)

    @property
    def is_request(self) -> bool:
        """What is asked is answered: it is not done without its answer."""
        return self.kind == self.Kind.ASK

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on


class Point(EntityModel):
    """One point of the list of a task [punt de la llista / punto de la lista]; ticked, it says by whom."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="points")
    place = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["place", "id"]
        indexes = [models.Index(fields=["entity", "task"], name="points_of_a_task")]

    def __str__(self) -> str:
        return self.text
