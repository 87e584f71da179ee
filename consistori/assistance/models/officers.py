"""Who may act for somebody before the town hall."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from consistori.tenancy.models import EntityModel, ScopedManager


class OfficerQuerySet(models.QuerySet["AuthorisedOfficer"]):
    """Officers by whether their authorisation holds."""

    def in_force(self, on: date) -> Self:
        """Authorised on that day."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))


class AuthorisedOfficer(EntityModel):
    """A civil servant authorised to identify and sign for somebody who is not obliged to go electronic and lacks the
    means [funcionari habilitat / funcionario habilitado] (Llei 39/2015, art. 12.2 and 12.3; R-FUN-01, R-FUN-02).

    A row is one authorisation: by which decree, since when, and the first day on which it does not hold (`ends_on`).
    `name` and `post` are those of the day on which it was written. Who may issue authentic copies is in the same
    register for whoever reads it, and lives in `signature.CopyOfficer`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    post = models.CharField(max_length=120, blank=True)
    decree = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(OfficerQuerySet)()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "person"],
                condition=Q(ends_on=None),
                name="one_open_assistance_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="assistance_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.decree})"

    def holds_on(self, day: date) -> bool:
        """Whether it was in force that day: each act keeps the row, and can prove it ever after."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
