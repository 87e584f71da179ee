"""Keys of people, sealed with what only they know."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import CommonModel


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Keys by what can be done with them."""

    def kept(self) -> Self:
        """Not removed."""
        return self.filter(removed_at=None)

    def usable(self, at: datetime) -> Self:
        """Those whose certificate is within its dates; revocation is asked when signing."""
        return self.kept().filter(valid_from__lte=at, valid_to__gt=at)


class SigningKey(CommonModel):
    """A person's key [clau de signatura / clave de firma], sealed with a passphrase that only she knows.

    It is hers in every entity where she holds a post. A removed key loses its sealed bytes; its certificate
    stays, because it is in what she signed.
    """

    class Origin(models.TextChoices):
        BROUGHT = "brought", _("Brought in a file")
        DEMO = "demo", _("Demonstration, without legal value")
        TOKEN = "token", _("Kept in a device of the town hall")

    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="signing_keys")
    origin = models.CharField(max_length=7, choices=Origin)
    name = models.CharField(max_length=160)
    post = models.CharField(max_length=120, blank=True)
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
    last_used_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = SigningKeyQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "fingerprint"],
                condition=models.Q(removed_at=None),
                name="one_kept_key_a_certificate",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")), name="key_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.issuer})"

    @property
    def chain_ders(self) -> list[bytes]:
        """The certificates above, DER."""
        return [base64.b64decode(text) for text in self.chain]

    @property
    def is_demo(self) -> bool:
        return self.origin == self.Origin.DEMO

    @property
    def is_in_a_device(self) -> bool:
        """Whether what is kept is only where it lies: it signs inside the device, with its PIN."""
        return self.origin == self.Origin.TOKEN

    @property
    def is_expired(self) -> bool:
        return self.valid_to <= now()
