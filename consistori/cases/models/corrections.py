"""What a case asks somebody to correct or bring, point by point, and what they answer."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.cases.models.case import CaseFile
from consistori.cases.models.steps import Step
from consistori.deadlines.models import Deadline, Suspension
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_WORDS = 1000


class CorrectionQuerySet(models.QuerySet["CorrectionRequest"]):
    """Adjectives of correction requests."""

    def open(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(closed_at=None)

    def in_sight(self) -> Self:
        """Open, and notified: what is asked is known to whom it is asked of."""
        return self.open().exclude(notified_on=None)


class CorrectionRequest(EntityModel):
    """A correction request [requeriment d'esmena / requerimiento de subsanación] of a case (Llei 39/2015, art. 68).

    `notified_on` is the day from which the ten days count; `term` are they, and `stop` what they stop of the term to
    resolve (22.1.a). `complied_on`: the day on which all that was asked had come. `ending` says how it ended.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", pgettext_lazy("correction", "Correct or bring what is missing")
        IMPROVEMENT = "improvement", pgettext_lazy("correction", "Improve it, if they want")
        ELECTRONIC = "electronic", pgettext_lazy("correction", "File it electronically")

    class How(models.TextChoices):
        HAND = "hand", pgettext_lazy("notified", "In person, with a signed receipt")
        POST = "post", pgettext_lazy("notified", "By post, with acknowledgement")
        OFFICE = "office", pgettext_lazy("notified", "Electronically")
        OTHER = "other", pgettext_lazy("notified", "Another way that leaves proof")

    class Ending(models.TextChoices):
        ENOUGH = "enough", pgettext_lazy("correction", "It is enough: the case goes on")
        WITHDRAWN = "withdrawn", pgettext_lazy("correction", "Withdrawn by a resolution")
        WITHOUT = "without", pgettext_lazy("correction", "The case goes on without it")
        CALLED_OFF = "called_off", pgettext_lazy("correction", "Called off")

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="corrections")
    entry = models.ForeignKey(
        "registry.RegistryEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CORRECTION)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="ca")
    stops_term = models.BooleanField(default=True)
    is_competitive = models.BooleanField(default=False)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    term = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stop = models.ForeignKey(Suspension, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    asked_by_id = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    notified_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    notified_how = models.CharField(max_length=8, choices=How, blank=True)
    notified_reference = models.CharField(max_length=200, blank=True)
    proof = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notified_at = models.DateTimeField(null=True, blank=True)
    notified_by_name = models.CharField(max_length=160, blank=True)
    complied_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    resolution = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=160, blank=True)
    closed_note = models.CharField(max_length=LONGEST_WORDS, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(CorrectionQuerySet)()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notified_on=None) | models.Q(notified_at__isnull=False),
                name="a_notified_correction_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(complied_on=None) | models.Q(notified_on__isnull=False),
                name="a_correction_is_notified_before_it_is_met",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | ~models.Q(ending=""), name="a_closed_correction_says_how"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "case"], name="corrections_of_case"),
            models.Index(
                fields=["entity", "party"],
                condition=models.Q(closed_at=None),
                name="open_corrections_of_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("cases:correction", args=[self.case.number, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_stopping(self, on: date) -> bool:
        """Whether on that day the term to resolve is stopped by it: until all came, or the days granted ended."""
        stop = self.stop
        if stop is None or stop.until is not None or self.closed_at is not None:
            return False
        return stop.granted_until is None or on <= stop.granted_until

    @property
    def is_compulsory(self) -> bool:
        """Whether not answering it means something: to improve is free (68.3)."""
        return self.kind != self.Kind.IMPROVEMENT


class CorrectionPoint(EntityModel):
    """One thing to correct or bring: an answer of the form, a paper, or whatever is written.

    `key` is that of the field in the form, or of the paper. `said` is what it says now, `asks` what is asked. `value`
    and `words` are what was answered, as kept and as read; `entry`, the one by which it came.
    """

    class Kind(models.TextChoices):
        FIELD = "field", _("An answer of the form")
        PAPER = "paper", _("A paper")
        FREE = "free", _("Something else")

    request = models.ForeignKey(CorrectionRequest, on_delete=models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=250)
    said = models.CharField(max_length=LONGEST_WORDS, blank=True)
    asks = models.CharField(max_length=LONGEST_WORDS)
    value = models.JSONField(null=True, blank=True)
    words = models.TextField(blank=True)
    entry = models.ForeignKey(
        "registry.RegistryEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "request", "position"], name="a_point_a_place_of_a_correction"
            ),
            models.CheckConstraint(condition=~models.Q(asks=""), name="a_point_says_what_it_asks"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None


class CorrectionAnswer(EntityModel):
    """An entry that answers a request, in whole or in part; `points` are those that it answers.

    `effective_on` is the day on which it takes effect, that says whether it came in time; `received_on`, the day on
    which it came in.
    """

    append_only = True

    request = models.ForeignKey(CorrectionRequest, on_delete=models.PROTECT, related_name="answers")
    entry = models.ForeignKey("registry.RegistryEntry", on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    effective_on = models.DateField()
    is_late = models.BooleanField(default=False)
    points = models.JSONField(default=list)
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "request", "entry"], name="an_entry_answers_a_correction_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.entry_id}"
