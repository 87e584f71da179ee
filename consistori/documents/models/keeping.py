"""What is known of the store itself: when everything was last looked at, and what was found damaged. Never contents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.tenancy.models import CommonModel


class ScrubRun(CommonModel):
    """A night in which a share of the blobs of every entity was hashed again [repàs / repaso]."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    damaged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-started_at"], name="scrubs_latest")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d} {self.looked_at}"


class DamagedBlob(CommonModel):
    """Bytes that are not there or not what their name says, until they are whole (`mended_at`); or that harm."""

    class Damage(models.TextChoices):
        MISSING = "missing", _("It is not in its place")
        CHANGED = "changed", _("Its bytes have changed")
        HARMFUL = "harmful", _("A program that harms was found in it")

    entity = models.ForeignKey("tenancy.Entity", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    damage = models.CharField(max_length=7, choices=Damage)
    documents = models.JSONField(default=list, blank=True)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [models.UniqueConstraint(fields=["entity", "sha256"], name="one_damage_a_blob")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.damage}"
