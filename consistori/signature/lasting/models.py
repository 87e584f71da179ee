"""How far the signatures of a version hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.signature.lasting.rules import WEAK_ALGORITHMS, WITHIN, Need, needs_of
from consistori.tenancy.models import EntityModel, ScopedManager


class LastingQuerySet(models.QuerySet["Lasting"]):
    """Versions by what they need."""

    def short(self) -> Self:
        """Not yet B-LTA."""
        return self.exclude(level=Lasting.Level.LTA)

    def due(self, at: datetime) -> Self:
        """Short, and whose next try has come."""
        return self.short().filter(next_try_at__lte=at)

    def ending(self, at: datetime, *, within: timedelta = WITHIN) -> Self:
        """B-LTA whose archive timestamp ends soon, or is of a weak algorithm."""
        soon = Q(holds_until__lte=at + within) | Q(algorithm__in=WEAK_ALGORITHMS)
        return self.filter(soon, level=Lasting.Level.LTA)

    def with_papers(self) -> Self:
        """With version, document and last blob, in the same statement."""
        return self.select_related("version__document__latest_blob")


class Lasting(EntityModel):
    """How far a signed version holds [perdurabilitat de la firma / perdurabilidad de la firma].

    `level` is that of all its signatures together; `holds_until`, when the chain of its last archive timestamp
    ends; `stamps`, how many it has. `trouble` says why the last try did not reach B-LTA (a code of the engine and
    its facts), and `next_try_at` is None when trying again would change nothing.
    """

    class Level(models.TextChoices):
        B = "B-B", _("Waiting for its timestamp")
        T = "B-T", _("With a timestamp")
        LT = "B-LT", _("With its evidence")
        LTA = "B-LTA", _("With an archive timestamp")

    version = models.OneToOneField("documents.DocumentVersion", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=5, choices=Level, default=Level.T)
    handed_at = models.DateTimeField(default=now)
    evidence_at = models.DateTimeField(null=True, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)
    algorithm = models.CharField(max_length=20, blank=True)
    stamps = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, default=now)
    trouble = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(LastingQuerySet)()

    class Meta:
        ordering = ["handed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level="B-LTA") | Q(holds_until__isnull=False, stamped_at__isnull=False),
                name="archived_says_until_when",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "holds_until"], name="lasting_until"),
            models.Index(
                fields=["entity", "next_try_at"], condition=~Q(level="B-LTA"), name="lasting_next_try"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.level}"

    def needs(self, at: datetime, *, within: timedelta = WITHIN) -> list[Need]:
        """What weakens it at an instant."""
        return needs_of(self.level, self.holds_until, self.algorithm, at=at, within=within)
