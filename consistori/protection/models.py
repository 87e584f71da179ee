"""Who has asked what we hold of them, and how it was answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class AccessRequest(EntityModel):
    """Somebody asks what we hold of them [dret d’accés / derecho de acceso] (GDPR, arts. 12.3 and 15)."""

    class State(models.TextChoices):
        ASKED = "asked", _("To answer")
        PREPARED = "prepared", _("Prepared")
        ANSWERED = "answered", _("Answered")

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    identity = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    names_readers = models.BooleanField(default=False)
    withheld = models.JSONField(default=list, blank=True)
    withheld_why = models.CharField(max_length=300, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=200, blank=True)
    written_by = models.CharField(max_length=160)
    created_at = models.DateTimeField(default=now, editable=False)

    objects: ClassVar[Any] = ScopedManager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["entity", "state", "due_on"], name="access_request_due")]

    def __str__(self) -> str:
        return f"{self.party} · {self.asked_on}"
