"""What said who a person was, kept whole: the evidence of each time that somebody came in (R-SIG-03, LPAC 9, 10.4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.tenancy.models import EntityModel


class IdentityAssertion(EntityModel):
    """An assertion of identity [asserció d'identitat]: who, how, with which assurance, and the bytes that say so.

    `said` is the token, the certificate with the header of the proxy, or the answer, as it came. Its `sha256` is the
    `evidence` of the `Citizen`, so that what is filed later points here. The same one never serves twice.
    """

    append_only = True

    at = models.DateTimeField()
    way = models.CharField(max_length=30)
    method = models.CharField(max_length=30)
    level = models.CharField(max_length=12)
    identifier = models.CharField(max_length=40)
    name = models.CharField(max_length=420)
    firm = models.CharField(max_length=250, blank=True)
    firm_identifier = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12)
    said = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    address = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("assertion of identity")
        verbose_name_plural = _("assertions of identity")
        constraints = [models.UniqueConstraint(fields=["entity", "sha256"], name="an_assertion_serves_once")]
        indexes = [models.Index(fields=["entity", "identifier", "at"], name="assertions_by_person")]

    def __str__(self) -> str:
        return f"{self.name} ({self.method}, {self.level})"
