"""How the town hall attends: a time in which it does so by telephone only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class PhoneOnlyQuerySet(models.QuerySet["PhoneOnly"]):
    """Times by whether they last."""

    def lasting(self, on: date) -> Self:
        """Nobody has ended it, and its last day is not over."""
        return self.filter(ended_at=None).filter(models.Q(last_day=None) | models.Q(last_day__gte=on))


class PhoneOnly(EntityModel):
    """A time in which people are attended by telephone only [atenció només per telèfon / atención solo telefónica].

    The office at home, the bookings and the counter say it while it lasts. `last_day` None: until somebody ends it.
    """

    phone = models.CharField(max_length=40)
    why_ca = models.CharField(max_length=300, blank=True)
    why_es = models.CharField(max_length=300, blank=True)
    last_day: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    began_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    began_by_name = models.CharField(max_length=160, blank=True)
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    ended_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PhoneOnlyQuerySet)()

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity"], condition=models.Q(ended_at=None), name="one_phone_only_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.phone

    @property
    def call(self) -> str:
        """The number as a link calls it."""
        return self.phone.replace(" ", "")
