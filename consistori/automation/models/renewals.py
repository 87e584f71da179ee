"""This year's case that a rule opens from last year's."""

from __future__ import annotations

from django.db import models

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class Renewal(EntityModel):
    """A yearly renewal [renovació anual]: from `before`, the case of this `year`.

    By application it has its `entry`; ex officio, none. Each of its steps is kept here as it is done, so that it is
    begun again at any point. A case is renewed once a year.
    """

    before = models.ForeignKey("cases.CaseFile", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    entry = models.ForeignKey(
        "registry.RegistryEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.ForeignKey(
        "cases.CaseFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "before", "year"], name="one_renewal_a_case_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.before_id} {self.year}"
