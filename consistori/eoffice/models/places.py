"""The drawing of a town [plànol del poble / plano del pueblo], by which people say where something is."""

from __future__ import annotations

from django.db import models

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class TownPlan(EntityModel):
    """A version of the drawing of a town: its streets, squares and water, from a GeoJSON (RFC 7946, WGS 84).

    `said` is what `eoffice.places.plan.read` made of it; the last number is in force. `attribution` is shown beside.
    """

    append_only = True

    number = models.PositiveIntegerField()
    said = models.JSONField()
    attribution = models.CharField(max_length=160, blank=True)
    loaded_at = models.DateTimeField(default=now)
    loaded_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["entity", "number"], name="one_town_plan_a_number")]

    def __str__(self) -> str:
        return f"v{self.number}"
