"""The sums of a term, one after another: none is changed, the next one stands beside it with what moved and why."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.deadlines.models.calendars import CalendarVersion
from consistori.deadlines.models.terms import Deadline
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class Computation(EntityModel):
    """A sum [còmput / cómputo] as it was made: `question` and `found` are the whole of it, as `keeping` writes them.

    `versions` are the calendars that it looked at: with them it gives the same for ever. `moved` is by how many days
    it differs from the one before, `reason` why it was made and `calendar` the version that made it necessary.
    """

    append_only: ClassVar[bool] = True

    class Reason(models.TextChoices):
        OPENED = "opened", _("The term was opened")
        SUSPENDED = "suspended", _("It was stopped")
        RESUMED = "resumed", _("It goes on")
        EXTENDED = "extended", _("It was extended")
        URGENT = "urgent", _("The procedure goes by urgency")
        CALENDAR = "calendar", _("A calendar changed")
        INCIDENT = "incident", _("The e-office did not work")
        ASKED = "asked", _("Somebody had it counted again")

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="computations")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=9, choices=Reason)
    note = models.CharField(max_length=300, blank=True)
    calendar = models.ForeignKey(
        CalendarVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.JSONField()
    found = models.JSONField()
    versions = models.JSONField(default=list)
    nominal: models.DateField[date, date] = models.DateField()
    last_day: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    not_before: models.DateField[date, date] = models.DateField()
    before: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    moved = models.IntegerField(default=0)
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "deadline", "number"], name="one_sum_a_number")
        ]
        indexes = [
            models.Index(
                fields=["entity", "calendar"],
                condition=models.Q(calendar__isnull=False),
                name="sums_of_calendar",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.number}: {self.not_before}"


class Recount(EntityModel):
    """What a new calendar moved in an entity: how many terms were looked at, and of how many the day changed."""

    append_only: ClassVar[bool] = True

    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    looked_at = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    settled = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["entity", "calendar"], name="recounts_of_calendar")]

    def __str__(self) -> str:
        return f"{self.calendar_id}: {self.moved}/{self.looked_at}"

    def get_absolute_url(self) -> str:
        return reverse("deadlines:recount", args=[self.pk])
