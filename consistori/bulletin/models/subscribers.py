"""Who asked to be told by e-mail of what is published, and what was sent to them."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Self

from django.core import signing
from django.db import models

from consistori.bulletin.models.edict import Edict
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

SALT = "bulletin.subscription"


def new_salt() -> str:
    """What makes its links of no use to whoever knows only the address."""
    return secrets.token_urlsafe(18)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Subscribers by whether they confirmed."""

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class Subscriber(EntityModel):
    """An e-mail address that receives each edict of the kinds it chose (none: all of them).

    It receives nothing until whoever reads it confirms (`confirmed_at`); who leaves is erased.
    """

    email = models.EmailField()
    language = models.CharField(max_length=2, default="ca")
    kinds = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects: ClassVar[Any] = ScopedManager.from_queryset(SubscriberQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "email"], name="one_subscriber_an_address")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def seal(self) -> str:
        """What proves, in a link, that it was sent to this address."""
        return signing.Signer(salt=SALT).signature(f"{self.pk}:{self.salt}")

    def is_sealed_by(self, seal: str) -> bool:
        return secrets.compare_digest(self.seal, seal)


class EdictLetter(EntityModel):
    """That an edict was told to a subscriber: once, though the job that sends begins again."""

    edict = models.ForeignKey(Edict, on_delete=models.PROTECT, related_name="letters")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="letters")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "edict", "subscriber"], name="an_edict_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edict_id} → {self.subscriber_id}"
