"""What is being done with an entry: its receipt, whether it is annulled, and whether somebody has taken it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.registry.models.entries import RegistryEntry
from consistori.tenancy.models import EntityModel


class EntryState(EntityModel):
    """The working side of an entry, one row each; the entry itself never changes.

    `receipt` is the sealed paper for whoever filed. `handled` is the inbox [safata de registrades]: waiting until
    somebody takes it into a case, answers it or sends it back.
    """

    class Receipt(models.TextChoices):
        WAITING = "waiting", _("The receipt is being made")
        MADE = "made", _("The receipt is ready, without a seal")
        SEALED = "sealed", _("The receipt is ready and sealed")
        FAILED = "failed", _("The receipt could not be made yet")
        NONE = "none", _("Without receipt")

    class Handled(models.TextChoices):
        WAITING = "waiting", _("Waiting to be taken")
        SENT = "sent", _("Sent to somebody")
        TAKEN = "taken", _("Taken")
        DONE = "done", _("Nothing more to do")

    entry = models.OneToOneField(RegistryEntry, on_delete=models.PROTECT, related_name="state")
    annulled_at = models.DateTimeField(null=True, blank=True)
    receipt_state = models.CharField(max_length=8, choices=Receipt, default=Receipt.WAITING)
    receipt = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    receipt_fault = models.CharField(max_length=300, blank=True)
    main_fault = models.CharField(max_length=300, blank=True, default="", db_default="")
    handled = models.CharField(max_length=8, choices=Handled, default=Handled.WAITING)
    handled_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["entity", "handled", "entered_at"], name="entries_waiting"),
            models.Index(fields=["entity", "held_by", "handled"], name="entries_by_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.handled}"


class MainNumber(EntityModel):
    """The number that the main registry gave to an entry of an accessory book [registre auxiliar], by transaction."""

    append_only = True

    entry = models.OneToOneField(RegistryEntry, on_delete=models.PROTECT, related_name="main_number")
    transaction = models.CharField(max_length=19)
    register = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.number}"
