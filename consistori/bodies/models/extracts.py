"""Extracts of decrees to the State and the Generalitat [extractes / extractos] (R-DEC-03)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from consistori.bodies.models.decrees import Decree
from consistori.tenancy.models import EntityModel, ScopedManager


class RemittanceQuerySet(models.QuerySet["Remittance"]):
    """Extracts by whether they were sent."""

    def incomplete(self) -> Self:
        """Still to be sent to one of the two."""
        return self.filter(Q(to_state_on=None) | Q(to_region_on=None))


class Remittance(EntityModel):
    """An extract of several decrees, in one document, and when it was sent to each of the two (LBRL, art. 56.1).

    `to_state_by` and `to_region_by` are the words of its proof: the number of exit, or that of EACAT.
    """

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=160)
    to_state_on = models.DateField(null=True, blank=True)
    to_state_by = models.CharField(max_length=80, blank=True)
    to_region_on = models.DateField(null=True, blank=True)
    to_region_by = models.CharField(max_length=80, blank=True)

    on_board: Any = None
    """What publishes it on the board, where a page has asked."""

    objects: ClassVar[Any] = ScopedManager.from_queryset(RemittanceQuerySet)()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["entity", "due_on"],
                condition=Q(to_state_on=None) | Q(to_region_on=None),
                name="remittance_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"

    @property
    def is_sent(self) -> bool:
        """To both."""
        return self.to_state_on is not None and self.to_region_on is not None


class RemittedDecree(EntityModel):
    """A decree in an extract: each goes in one."""

    append_only = True

    decree = models.OneToOneField(Decree, on_delete=models.PROTECT, related_name="remitted")
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="rows")

    def __str__(self) -> str:
        return f"{self.decree_id} → {self.remittance_id}"
