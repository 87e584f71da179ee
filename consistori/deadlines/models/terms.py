"""A term that somebody keeps [termini / plazo], and what stops it or makes it longer, each with what justifies it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.deadlines import words
from consistori.deadlines.labels import PURPOSES
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.pauses import Cause
from consistori.deadlines.rules.values import Ending, ExtensionRule, StartKind, Unit
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_TITLE = 160
LONGEST_REASON = 500


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Adjectives of terms."""

    def running(self) -> Self:
        """Those that nobody has met or closed, stopped ones too."""
        return self.filter(state=Deadline.State.RUNNING)

    def of(self, kind: str, ids: Iterable[UUID]) -> Self:
        """Those of these things."""
        return self.filter(subject_kind=kind, subject_id__in=list(ids))

    def to_resolve(self) -> Self:
        """Those within which a thing is resolved and notified: one at most runs for each."""
        return self.filter(is_main=True)

    def ended(self, on: date) -> Self:
        """Those that ran out before that day without being met. Only of what is sure: the rest never ends by itself."""
        return self.running().filter(last_day__lt=on)

    def ending_until(self, on: date) -> Self:
        """Those whose last sure day comes until that day, and that are not stopped."""
        return self.running().filter(is_stopped=False, not_before__lte=on)


class DeadlineManager(ScopedManager.from_queryset(DeadlineQuerySet)):  # type: ignore[misc]
    """Terms of the entities of the scope."""


class Deadline(EntityModel):
    """A term: of what (`subject_kind` and `subject_id`), what for, how long, since when, whose, and until when.

    `purpose` is a code of `words.TERMS`, or empty with a `title` of its own. `rule` is the code of the term that the
    law fixes; without it, `amount`, `unit`, `article` and `ending` say it. `is_main`: it is the one to resolve and
    notify. `reference` names the fact from which it counts and `document_id` its document. `residences` are
    `{"code", "name"}`. From `last_day` on, what the last sum gave: None while a calendar is missing or it is stopped.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Runs")
        MET = "met", _("Met")
        CLOSED = "closed", _("Closed")

    class How(models.TextChoices):
        NOTIFIED = "notified", _("The notification was received")
        ATTEMPTED = "attempted", _("There was an attempt of notification, with the whole text")
        AVAILABLE = "available", _("The electronic notification was put at disposal")
        DONE = "done", _("It was done")

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    is_main = models.BooleanField(default=False)
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed"
    )

    rule = models.CharField(max_length=40, blank=True)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=12, choices=list(words.UNITS.items()), default=Unit.WORKING_DAYS)
    article = models.CharField(max_length=200, blank=True)
    ending = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Ending])
    whose = models.CharField(max_length=14, choices=list(words.WHOSE.items()), default=Whose.PARTY)
    is_urgent = models.BooleanField(default=False)

    start = models.CharField(
        max_length=12, choices=list(words.STARTS.items()), default=StartKind.NOTIFICATION
    )
    start_on: models.DateField[date, date] = models.DateField()
    start_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    reference = models.CharField(max_length=200, blank=True)
    document_id = models.UUIDField(null=True, blank=True)
    seat_code = models.CharField(max_length=10)
    seat_name = models.CharField(max_length=80)
    residences = models.JSONField(default=list)

    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    number = models.PositiveIntegerField(default=0)
    last_day: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    not_before: models.DateField[date, date] = models.DateField()
    effects_from: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    last_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    is_stopped = models.BooleanField(default=False)
    missing = models.JSONField(default=list)

    met_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    met_how = models.CharField(max_length=10, choices=How, blank=True)
    met_reference = models.CharField(max_length=200, blank=True)
    met_document_id = models.UUIDField(null=True, blank=True)
    closed_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    opened_at = models.DateTimeField(default=now)
    opened_by = models.UUIDField(null=True, blank=True)
    opened_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = DeadlineManager()

    class Meta:
        ordering = ["not_before", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "subject_kind", "subject_id"],
                condition=models.Q(is_main=True, state="running"),
                name="one_running_term_to_resolve",
            ),
            models.CheckConstraint(
                condition=models.Q(state="met", met_on__isnull=False) | ~models.Q(state="met"),
                name="met_terms_say_when",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "subject_kind", "subject_id"], name="terms_of_subject"),
            models.Index(fields=["entity", "state", "not_before"], name="terms_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.not_before}"

    def get_absolute_url(self) -> str:
        return reverse("deadlines:deadline", args=[self.pk])

    @property
    def label(self) -> str:
        """What it is for, in words."""
        return self.title or str(PURPOSES.get(self.purpose) or words.TERMS.get(self.purpose, ""))

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def is_sure(self) -> bool:
        """Whether it gives a day."""
        return self.last_day is not None

    @property
    def is_of_party(self) -> bool:
        """Whether it runs for somebody who comes to us: then it never is our risk."""
        return self.whose == Whose.PARTY

    @property
    def was_met_late(self) -> bool:
        return self.met_on is not None and self.last_day is not None and self.met_on > self.last_day

    def has_ended(self, on: date) -> bool:
        """Whether it ran out before that day without being met, by a sum that is sure."""
        return self.is_running and self.last_day is not None and self.last_day < on


class _Justified(EntityModel):
    """What changes a term: why, with which document, and who wrote it down."""

    justification = models.CharField(max_length=LONGEST_REASON, blank=True)
    document_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        abstract = True


class Suspension(_Justified):
    """A stretch in which a term does not run [suspensió / suspensión] (Llei 39/2015, art. 22), until it is resumed.

    `communicated_on` is when the parties were told and `communication` how; `granted_until`, the end of the term
    granted to correct, that closes 22.1.a by itself.
    """

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="suspensions")
    cause = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Cause])
    since: models.DateField[date, date] = models.DateField()
    until: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    granted_until: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    communicated_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    communication = models.CharField(max_length=200, blank=True)
    end_justification = models.CharField(max_length=LONGEST_REASON, blank=True)
    end_document_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["entity", "deadline"], name="suspensions_of_term")]

    def __str__(self) -> str:
        return f"{self.cause} {self.since} – {self.until or '…'}"

    @property
    def cause_words(self) -> str:
        return str(words.CAUSES[self.cause])


class Extension(_Justified):
    """A decision that makes a term longer [ampliació / ampliación] (arts. 23 and 32), taken before it ended."""

    append_only: ClassVar[bool] = True

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="extensions")
    decided_on: models.DateField[date, date] = models.DateField()
    amount = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ExtensionRule])

    class Meta:
        ordering = ["decided_on", "id"]
        indexes = [models.Index(fields=["entity", "deadline"], name="extensions_of_term")]

    def __str__(self) -> str:
        return f"{self.rule} {self.decided_on}"
