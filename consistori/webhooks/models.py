"""Where a program wants to be told, and each time that it was tried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.tenancy.models import EntityModel


class Endpoint(EntityModel):
    """An address that is told what happens [adreça d'avisos / punto de aviso].

    `sent_seq` is the last fact of the chain that it has had (or did not ask for). Its secret is not kept: it is
    derived from the key of the house, the endpoint and its `generation`.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Being told")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped: it did not answer")

    name = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    stopped_because = models.CharField(max_length=300, blank=True)
    generation = models.PositiveIntegerField(default=1)
    rotated_at = models.DateTimeField(null=True, blank=True)
    sent_seq = models.BigIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_id = models.UUIDField(null=True, blank=True)
    created_by_name = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="one_endpoint_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_told(self) -> bool:
        return self.state == self.State.ACTIVE


class Attempt(EntityModel):
    """One time that an endpoint was told something: what it answered, and how long it took. Kept thirty days."""

    append_only: ClassVar[bool] = False

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="attempts")
    message = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    seq = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["entity", "endpoint", "-at"], name="attempts_of_endpoint")]

    def __str__(self) -> str:
        return f"{self.message}: {self.status or self.trouble}"

    @property
    def was_heard(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
