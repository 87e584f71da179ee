"""Codes sent to an e-mail or a mobile, that prove whose line it is and nothing more."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.tenancy.models import EntityModel, ScopedManager


class LineCodeQuerySet(models.QuerySet["LineCode"]):
    """Codes by whether they still serve."""

    def open(self, at: datetime) -> Self:
        """Not proven yet, and within their minutes."""
        return self.filter(proven_at=None, expires_at__gt=at)


class LineCode(EntityModel):
    """A code of six figures sent to a line [codi d'un sol ús / código de un solo uso]: whoever says it holds the line.

    The code itself is kept nowhere: it is reckoned from the key of the row and a key of the server. `purpose` is what
    it serves for; one asked for a thing does not serve for another. It never identifies anybody (Llei 39/2015, art. 9).
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        MOBILE = "mobile", _("Mobile phone")

    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=254)
    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="ca")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    proven_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(LineCodeQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["entity", "value", "-asked_at"], name="codes_of_a_line")]

    def __str__(self) -> str:
        return f"{self.kind} {self.purpose}"
