"""What is paid for what is filed: where the town is paid, and each pay letter."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class PaySetting(EntityModel):
    """Where the town is paid, and in how many days; without `iban`, at the counter."""

    iban = models.CharField(max_length=34, blank=True)
    holder = models.CharField(max_length=140, blank=True)
    days = models.PositiveSmallIntegerField(default=20)
    changed_at = models.DateTimeField(default=now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity"], name="one_pay_setting_an_entity")]

    def __str__(self) -> str:
        return f"{self.entity_id}"


class PayLetterQuerySet(models.QuerySet["PayLetter"]):
    """Pay letters by what is known of their money."""

    def unpaid(self) -> Self:
        return self.filter(paid_on=None)

    def with_proof(self) -> Self:
        """Whoever pays has brought a proof that nobody has looked at."""
        return self.unpaid().exclude(proof=None)


class PayLetter(EntityModel):
    """A pay letter [carta de pagament / carta de pago] of the fee of an entry, with its reference.

    `reference` is a creditor reference (ISO 11649), with two control figures that any bank checks. `paid_on` is the
    value date, said by the treasury alone. What is not paid is never a reason not to enter (LPAC 16; R-REG-04).
    """

    class How(models.TextChoices):
        BANK = "bank", _("Into the account")
        COUNTER = "counter", _("At the counter")
        CARD = "card", _("With a card")

    entry = models.OneToOneField(
        "registry.RegistryEntry", on_delete=models.PROTECT, related_name="pay_letter"
    )
    reference = models.CharField(max_length=25)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    concept = models.CharField(max_length=250)
    payer = models.CharField(max_length=200)
    payer_identifier = models.CharField(max_length=40, blank=True)
    issued_at = models.DateTimeField(default=now)
    pay_by = models.DateField()
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.ForeignKey("registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField(null=True)
    how = models.CharField(max_length=7, choices=How, blank=True)
    note = models.CharField(max_length=200, blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PayLetterQuerySet)()

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "reference"], name="one_pay_letter_a_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="pay_letter_asks_for_something"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | (~Q(how="") & ~Q(marked_by_name="")),
                name="paid_says_how_and_who_says_so",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "pay_by"], condition=Q(paid_on=None), name="pay_letters_unpaid")
        ]

    def __str__(self) -> str:
        return self.reference
