"""The thread between a case and what it publishes on the board."""

from __future__ import annotations

from django.db import models

from consistori.cases.models.case import CaseFile
from consistori.cases.models.steps import Step
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class CaseEdict(EntityModel):
    """An edict published from a case: there goes back its certificate, and there waits its `step`, if any."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="edicts")
    edict = models.OneToOneField("bulletin.Edict", on_delete=models.PROTECT, related_name="thread")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.edict_id}"
