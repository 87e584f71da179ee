"""What each town wants of those who sign in it."""

from __future__ import annotations

from django.db import models

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class SigningSetting(EntityModel):
    """Whether this town asks for the second factor each time that somebody signs; without a row, it does not.

    The passphrase opens the key; the code says that whoever writes it has her phone (ENS, op.acc.6).
    """

    asks_code = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity"], name="one_signing_setting_an_entity")]

    def __str__(self) -> str:
        return f"{self.entity_id}"
