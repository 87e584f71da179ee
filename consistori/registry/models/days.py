"""The days that are closed [diligència de tancament / diligencia de cierre]."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from consistori.tenancy.models import EntityModel


class BookDay(EntityModel):
    """A day of the books that is closed: how much came in and went out, and its fingerprint, tied to the day before.

    `document` is the diligence, which carries the lines of the fingerprint inside; the seal is put on it afterwards.
    """

    append_only = True

    day = models.DateField()
    entries = models.PositiveIntegerField()
    exits = models.PositiveIntegerField()
    annotations = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["entity", "day"], name="one_closing_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.digest[:8]}"

    def get_absolute_url(self) -> str:
        return reverse("registry:day", args=[self.day])
