"""Guides, their texts in versions, and who has reviewed them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from consistori.kernel.clock import now, today
from consistori.tenancy.adapting import Shared
from consistori.tenancy.models import InheritedModel


class Guide(Shared, InheritedModel):
    """How a kind of case usually goes, as a readable text: what it proposes, in which order and why.

    The province shares it; a town that does it another way has its own row of the same `code`, which names
    (`adapts`, `adapted_version`) the version that it comes from. `series_codes`, those whose cases it is offered to.
    A row with `closed_on` is not offered here, that of above neither; cases that follow it go on.
    """

    code = models.CharField(max_length=30)
    name_ca = models.CharField(max_length=160)
    name_es = models.CharField(max_length=160, blank=True)
    series_codes = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    published = models.ForeignKey(
        "guides.GuideVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    latest = models.ForeignKey(
        "guides.GuideVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adapts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    adapted_version = models.ForeignKey(
        "guides.GuideVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    changed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "code"], name="one_guide_a_code"),
            models.CheckConstraint(
                condition=Q(adapts=None, adapted_version=None)
                | Q(adapts__isnull=False, adapted_version__isnull=False),
                name="adapted_guides_say_from_which_version",
            ),
        ]
        indexes = [GinIndex(fields=["series_codes"], name="guides_by_series")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("guides:guide", args=[self.code])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class GuideVersion(InheritedModel):
    """The text of a guide at a moment (TOML); never changed, so that the cases that follow it stay as they were."""

    append_only: ClassVar[bool] = True

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "guide", "number"], name="one_version_a_number_of_guide"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} v{self.number}"


class GuideReview(InheritedModel):
    """A secretary has reviewed [revisar] that version, here or above: a new version waits for its own."""

    append_only: ClassVar[bool] = True

    reviewed = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on: models.DateField[date, date] = models.DateField(default=today)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "reviewed"], name="one_review_a_guide_version")
        ]

    def __str__(self) -> str:
        return f"{self.reviewed_id}: {self.made_by_name}"
