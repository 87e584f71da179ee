"""The same thing in many cases at once, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.cases.many.rules import IN_HAND, Outcome, Stage, Way, What
from consistori.cases.models.case import CaseFile
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

STAGES = {
    Stage.DOING: pgettext_lazy("batch", "Being done"),
    Stage.DONE: pgettext_lazy("batch", "Done"),
    Stage.LEAVING: pgettext_lazy("batch", "About to leave"),
    Stage.SENDING: pgettext_lazy("batch", "Going to be signed"),
    Stage.SENT: pgettext_lazy("batch", "To be signed"),
    Stage.UNDOING: pgettext_lazy("batch", "Being undone"),
    Stage.UNDONE: pgettext_lazy("batch", "Undone"),
    Stage.WITHDRAWING: pgettext_lazy("batch", "Coming back from the tray"),
}
OUTCOMES = {
    Outcome.WAITING: pgettext_lazy("batch item", "Waiting"),
    Outcome.DONE: pgettext_lazy("batch item", "Done"),
    Outcome.FAILED: pgettext_lazy("batch item", "Not done"),
    Outcome.SENT: pgettext_lazy("batch item", "In the tray"),
    Outcome.NOT_SENT: pgettext_lazy("batch item", "Not sent"),
    Outcome.UNDONE: pgettext_lazy("batch item", "Undone"),
    Outcome.KEPT: pgettext_lazy("batch item", "It stays"),
}
WAYS = {
    Way.CORRECT: _("Correct a mistake"),
    Way.REVOKE: _("Revoke the act"),
    Way.ANNUL: _("Review the act"),
}
LONGEST_WHY = 400


class CaseBatch(EntityModel):
    """The same thing in many cases [tongada d’expedients / tanda de expedientes].

    `arguments` is what was said to do it; of what is written, `template_version` is the one it was begun with, for all,
    whoever changes the template meanwhile. `leaves_at` is when what was sent to be signed stops being undoable;
    `signers` are the keys of whoever signs. `run_id` is its line in the tray of jobs. `mends` is the batch that this
    one corrects, in the `way` of the law.
    """

    what = models.CharField(max_length=10, choices=[(one.value, one.value) for one in What])
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict, blank=True)
    template = models.ForeignKey(
        "documents.Template", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    template_version = models.ForeignKey(
        "documents.TemplateVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.CharField(max_length=11, choices=list(STAGES.items()), default=Stage.DOING)
    is_paused = models.BooleanField(default=False)
    signers = models.JSONField(default=list, blank=True)
    in_order = models.BooleanField(default=True)
    note = models.CharField(max_length=500, blank=True)
    leaves_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    mends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="mended_by"
    )
    way = models.CharField(max_length=8, choices=list(WAYS.items()), blank=True)
    run_id = models.UUIDField(null=True, blank=True)
    begun_at = models.DateTimeField(default=now)
    begun_by_id = models.UUIDField(null=True, blank=True)
    begun_by_name = models.CharField(max_length=160, blank=True)
    going_by_id: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.LEAVING) | Q(leaves_at__isnull=False),
                name="a_batch_that_leaves_says_when",
            ),
        ]
        indexes = [models.Index(fields=["entity", "stage", "leaves_at"], name="batches_that_leave")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:batch", args=[self.pk])

    @property
    def each(self) -> BatchItemQuerySet:
        """Its items, with their adjectives."""
        rows: BatchItemQuerySet = BatchItem.objects.filter(batch=self)
        return rows

    @property
    def is_writing(self) -> bool:
        """Whether each case gets a document, which may then be signed."""
        return bool(self.what == What.WRITE)

    @property
    def is_going(self) -> bool:
        """Whether a job has it in hand, or would if it were not paused."""
        return self.stage in IN_HAND

    @property
    def is_leaving(self) -> bool:
        return bool(self.stage == Stage.LEAVING)


class BatchItemQuerySet(models.QuerySet["BatchItem"]):
    """Items by what became of them."""

    def that_are(self, *outcomes: str) -> Self:
        return self.filter(outcome__in=outcomes)

    def lacking(self) -> Self:
        """Written with some datum that the case did not know."""
        return self.filter(outcome__in=[Outcome.DONE, Outcome.NOT_SENT]).exclude(lacks=[])


class BatchItem(EntityModel):
    """One case of a batch: where it stands, and the sentence of why. `lacks`: the data that its text misses."""

    batch = models.ForeignKey(CaseBatch, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=list(OUTCOMES.items()), default=Outcome.WAITING)
    why = models.CharField(max_length=LONGEST_WHY, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letters = models.PositiveIntegerField(default=0)
    lacks = models.JSONField(default=list, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(BatchItemQuerySet)()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "batch", "case"], name="a_case_once_in_a_batch"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.FAILED, Outcome.NOT_SENT]) | ~Q(why=""),
                name="what_failed_in_a_batch_says_why",
            ),
        ]
        indexes = [models.Index(fields=["entity", "batch", "outcome", "place"], name="batch_items_in_turn")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome}"
