"""What happened or must happen in a case, step by step."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.cases.models.case import CaseFile
from consistori.cases.steps import palette
from consistori.cases.steps.rules import Kind, Sense, Standing, precedes
from consistori.kernel.clock import now, today
from consistori.tenancy.models import EntityModel, ScopedManager

KINDS = {
    Kind.WORK: pgettext_lazy("step", "Work"),
    Kind.WAIT: pgettext_lazy("step", "Wait"),
    Kind.MILESTONE: pgettext_lazy("step", "Milestone"),
}
STANDINGS = {
    Standing.TODO: pgettext_lazy("step", "Pending"),
    Standing.DONE: pgettext_lazy("step", "Done"),
    Standing.SKIPPED: pgettext_lazy("step", "Skipped"),
    Standing.TAKEN_BACK: pgettext_lazy("step", "Taken back"),
}
SENSES = {
    Sense.GRANTED: _("It grants what was asked"),
    Sense.PARTLY: _("It grants a part"),
    Sense.REFUSED: _("It refuses"),
    Sense.LIMITS: _("It limits rights, or sanctions"),
    Sense.ENDED: _("It declares that it ended otherwise: withdrawal, waiver, expiry, loss of object"),
    Sense.OTHER: _("None of these: ex officio, without a request"),
}
LONGEST_TITLE = 160
LONGEST_WORDS = 1000


class StepQuerySet(models.QuerySet["Step"]):
    """Adjectives of steps."""

    def live(self) -> Self:
        """Those that nobody took back."""
        return self.exclude(standing=Standing.TAKEN_BACK)

    def todo(self) -> Self:
        """Pending ones, waits too."""
        return self.filter(standing=Standing.TODO)

    def waiting(self) -> Self:
        """Waits that have not ended."""
        return self.todo().filter(kind=Kind.WAIT)


class StepManager(ScopedManager.from_queryset(StepQuerySet)):  # type: ignore[misc]
    """Steps of the cases of the scope."""


class Step(EntityModel):
    """A step [tràmit / trámite] of a case.

    `happened_on` is the real date, `recorded_at` when it was written; `began_on` since when a wait or a work runs.
    A wait has its `until` and why: by a term of the law (`term`, its `extensions`, and the whole sum in `reckoned`) or
    by a day that was typed. Where a calendar is missing there is no `until`, only `not_before`.

    What it opened is of other rooms, and here are the threads: its term (`deadline`, whose day `until` repeats), what
    it stopped of the term to resolve (`stop`), the task that was given of it.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    standing = models.CharField(max_length=10, choices=list(STANDINGS.items()), default=Standing.TODO)
    happened_on = models.DateField(null=True, blank=True)
    began_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    not_before = models.DateField(null=True, blank=True)
    until_why = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=40, blank=True)
    extensions = models.JSONField(default=list, blank=True)
    reckoned = models.JSONField(default=dict, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deadline = models.ForeignKey(
        "deadlines.Deadline", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stop = models.ForeignKey(
        "deadlines.Suspension", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    task = models.OneToOneField(
        "tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="step"
    )
    sense = models.CharField(max_length=10, choices=list(SENSES.items()), blank=True)
    note = models.CharField(max_length=LONGEST_WORDS, blank=True)
    reasons = models.CharField(max_length=LONGEST_WORDS, blank=True)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.CharField(max_length=160, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = StepManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.DONE) | models.Q(happened_on__isnull=False),
                name="a_done_step_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing=Standing.SKIPPED) | ~models.Q(reasons=""),
                name="a_skipped_step_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(code="") | ~models.Q(title=""), name="a_step_has_a_name"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "case", "standing"], name="steps_of_case"),
            models.Index(
                fields=["entity", "until"],
                condition=models.Q(standing=Standing.TODO, kind=Kind.WAIT),
                name="steps_that_wait",
            ),
            models.Index(
                fields=["entity", "assigned_to"],
                condition=models.Q(standing=Standing.TODO),
                name="steps_in_hands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("cases:step", args=[self.case.number, self.pk])

    @property
    def line(self) -> palette.Kind | None:
        """Its line of the palette; none when it is one's own."""
        return palette.kind_of(self.code) if self.code else None

    @property
    def name(self) -> str:
        """Its own words, or those of the palette in the language of the reader."""
        return str(self.title) or (self.line.name if self.line else str(self.code))

    @property
    def etag(self) -> str:
        return f'"{self.pk.hex}-{self.version}"'

    @property
    def is_wait(self) -> bool:
        return self.kind == Kind.WAIT

    @property
    def is_todo(self) -> bool:
        return self.standing == Standing.TODO

    @property
    def is_done(self) -> bool:
        return self.standing == Standing.DONE

    @property
    def is_skipped(self) -> bool:
        return self.standing == Standing.SKIPPED

    @property
    def is_waiting(self) -> bool:
        """A wait whose day has not passed: there is nothing to do."""
        return self.is_wait and self.is_todo and not self.is_over

    @property
    def is_over(self) -> bool:
        """A wait whose last day has passed: it is one's turn to say what happened. Nothing happens by itself."""
        return bool(self.is_wait and self.is_todo and self.until and self.until < today())

    @property
    def is_late(self) -> bool:
        """Work whose day has passed."""
        return bool(self.is_todo and not self.is_wait and self.due_on and self.due_on < today())

    @property
    def is_from_before(self) -> bool:
        """Whether it happened before the case was opened."""
        return precedes(self.happened_on, opened_on=self.case.opened_on)

    @property
    def was_written_later(self) -> bool:
        """Whether it was written on another day than it happened."""
        from consistori.ui.dates import as_day

        written = self.settled_at or self.recorded_at
        return self.happened_on is not None and self.happened_on != as_day(written)

    @property
    def why_until(self) -> str:
        """Why until that day, in the language of the reader: of a term of the law, its length and its article."""
        from consistori.cases.steps.terms import why_until

        return why_until(self)

    @property
    def day(self) -> date | None:
        """The day by which it is ordered."""
        return self.happened_on or self.until or self.due_on
