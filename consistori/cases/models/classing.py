"""What was classed in bulk, so that it can be undone together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models

from consistori.cases.models.case import CaseFile
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

DAYS_TO_UNDO = 14


class ClassingQuerySet(models.QuerySet["Classing"]):
    """Bulk classings by whether they can be undone."""

    def undoable(self) -> Self:
        """Of the last two weeks, and with some case still as it was left."""
        since = now() - timedelta(days=DAYS_TO_UNDO)
        here = ClassedCase.objects.filter(classing=models.OuterRef("pk"), undone_at=None)
        return self.filter(models.Exists(here), at__gt=since)


class Classing(EntityModel):
    """A bulk classing [classificació en bloc / clasificación en bloque]: who gave many cases their series, and when."""

    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=now)

    objects: ClassVar[Any] = ScopedManager.from_queryset(ClassingQuerySet)()

    class Meta:
        indexes = [models.Index("entity", models.F("at").desc(), name="classings_by_moment")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}"

    @property
    def undo_until(self) -> datetime:
        """Until when all of it can be undone at once; later, each case by itself."""
        return self.at + timedelta(days=DAYS_TO_UNDO)

    @property
    def can_be_undone(self) -> bool:
        return now() < self.undo_until


class ClassedCase(EntityModel):
    """A case of a bulk classing: the series it was given, and who read it before (`before`, columns of the case)."""

    classing = models.ForeignKey(Classing, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("catalogue.Series", on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "classing", "case"], name="a_case_once_in_a_classing"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.series_id}"
