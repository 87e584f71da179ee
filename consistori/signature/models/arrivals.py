"""What was found of the signatures that a file brought, kept with the file (N-SIG-06)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class ArrivalReport(EntityModel):
    """The report of the validation of a brought file [informe de validació / informe de validación].

    `signatures` are the facts of each one, as JSON; `form` and `type_code` say how they travel (ENI, TF02-TF06).
    A signature apart from its text keeps the hash of what it signs, and `signed`, once it is here.
    """

    class Form(models.TextChoices):
        PADES = "pades", _("Inside a PDF (PAdES)")
        XADES = "xades", _("In XML (XAdES)")
        CADES = "cades", _("In a signature file (CAdES)")
        ASIC = "asic", _("In a signed package (ASiC)")

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField("documents.DocumentVersion", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=5, choices=Form)
    type_code = models.CharField(max_length=4)
    standing = models.CharField(max_length=7)
    signatures = models.JSONField(default=list)
    problem = models.CharField(max_length=40, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-checked_at"]
        indexes = [
            models.Index(
                fields=["entity", "signed_sha256"],
                condition=~models.Q(signed_sha256=""),
                name="report_by_signed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.standing}"
