"""Seals of the body, and what the machine may seal by itself with them."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class SealQuerySet(models.QuerySet["Seal"]):
    """Seals by what can be done with them."""

    def kept(self) -> Self:
        """Not removed."""
        return self.filter(removed_at=None)


class Seal(EntityModel):
    """A seal of the body [segell d'òrgan / sello de órgano] (Llei 40/2015, art. 42.a): the key of the town.

    `body` is the post or body that it belongs to. Its private key is sealed with the secret of the signer
    process: nobody types a passphrase, and no other process can open it. A removed one loses its sealed bytes.
    `stopped_at` is its brake: while it is on, it seals nothing of anything.
    """

    class Origin(models.TextChoices):
        BROUGHT = "brought", _("Brought in a file")
        DEMO = "demo", _("Demonstration, without legal value")

    body = models.CharField(max_length=160)
    origin = models.CharField(max_length=7, choices=Origin)
    name = models.CharField(max_length=160)
    organisation = models.CharField(max_length=160, blank=True)
    issuer = models.CharField(max_length=200)
    serial = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    certificate = models.BinaryField()
    chain = models.JSONField(default=list)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=160, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    stopped_why = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects: ClassVar[Any] = ScopedManager.from_queryset(SealQuerySet)()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "fingerprint"],
                condition=Q(removed_at=None),
                name="one_kept_seal_a_certificate",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=models.F("valid_from")), name="seal_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} ({self.issuer})"

    @property
    def chain_ders(self) -> list[bytes]:
        """The certificates above, DER."""
        return [base64.b64decode(text) for text in self.chain]

    @property
    def is_demo(self) -> bool:
        return self.origin == self.Origin.DEMO

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    def is_usable(self, at: datetime | None = None) -> bool:
        """Kept, not stopped, and within the dates of its certificate."""
        moment = at or now()
        return self.removed_at is None and not self.is_stopped and self.valid_from <= moment < self.valid_to


MOST_AN_HOUR = 20_000
"""How many times an hour an act seals at most, if the town says nothing: a town does not do so much in a day."""


class AutomatedActQuerySet(models.QuerySet["AutomatedAct"]):
    """Automated acts by whether they are in force."""

    def in_force(self, on: date) -> Self:
        """Decided, begun and not ended on that day."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))


class AutomatedAct(EntityModel):
    """What the program does by itself and seals [actuació administrativa automatitzada] (R-AUT-01).

    Before it is used a decree fixes who answers for its specifications, programming, maintenance, supervision,
    quality and audit, and before whom it is appealed (Llei 40/2015, art. 41.2).

    `per_hour` is how many seals an hour it may put. `roles` are the posts that may command it, where a person does (an
    authentic copy, a step of a circuit); empty, whoever the act itself lets.
    """

    kind = models.CharField(max_length=40)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")
    definition_body = models.CharField(max_length=160)
    supervision_body = models.CharField(max_length=160)
    appeals_body = models.CharField(max_length=160)
    decree = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    per_hour = models.PositiveIntegerField(default=MOST_AN_HOUR, db_default=MOST_AN_HOUR)
    roles: Any = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(AutomatedActQuerySet)()

    class Meta:
        ordering = ["kind", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "kind"], condition=Q(ends_on=None), name="one_open_act_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="automated_act_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.decree})"


class SealHour(EntityModel):
    """How many times an act has sealed in one hour (`hour` is its first instant).

    Its limit is looked for here; when the hour has passed, the trail is told the sum, once (`told_at`).
    """

    act = models.ForeignKey(AutomatedAct, on_delete=models.PROTECT, related_name="hours")
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-hour"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "act", "hour"], name="one_count_an_act_and_hour"),
        ]
        indexes = [
            models.Index(fields=["entity", "hour"], condition=Q(told_at=None), name="seal_hours_to_tell")
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.hour:%Y-%m-%d %H}: {self.count}"
