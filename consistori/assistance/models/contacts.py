"""Contacts with people, what the front office resolves by itself, and the desk of idCAT certificates."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class Contact(EntityModel):
    """Somebody came, called or wrote, and was attended [contacte / contacto]: by which way, about what, with what end.

    `party` None: nobody asked who it was, and nobody must for a question of opening hours. `solved_at_once`: they went
    away with what they came for. Written once.
    """

    append_only: ClassVar[bool] = True

    class Channel(models.TextChoices):
        COUNTER = "counter", pgettext_lazy("contact", "Counter")
        PHONE = "phone", pgettext_lazy("contact", "Telephone")
        APPOINTMENT = "appointment", pgettext_lazy("contact", "Appointment")
        VIDEO = "video", pgettext_lazy("contact", "Video call")
        ONLINE = "online", pgettext_lazy("contact", "Electronic office")
        EMAIL = "email", pgettext_lazy("contact", "E-mail")
        LETTER = "letter", pgettext_lazy("contact", "Letter")

    at = models.DateTimeField(default=now)
    channel = models.CharField(max_length=11, choices=Channel)
    subject = models.CharField(max_length=200)
    solved_at_once = models.BooleanField()
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.CaseFile", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=20, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["entity", "-at", "channel", "solved_at_once"], name="contacts_by_hour"),
            models.Index(fields=["entity", "party", "-at"], name="contacts_of_party"),
            models.Index(
                fields=["entity", "case", "-at"], condition=Q(case__isnull=False), name="contacts_of_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.subject}"


class FrontActQuerySet(models.QuerySet["FrontAct"]):
    """Rows of the table by whether they hold."""

    def in_force(self, on: date) -> Self:
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))


class FrontAct(EntityModel):
    """What a post of the front office resolves by itself, of a procedure [el que l'atenció resol / lo que la atención
    resuelve].

    `procedure` empty: of all of them. `post` is the title of the post, as the directory has it. Nothing is erased: a
    row ends, and `ends_on` is the first day on which it does not hold.
    """

    act = models.CharField(max_length=20)
    procedure = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=160)
    decree = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(FrontActQuerySet)()

    class Meta:
        ordering = ["procedure", "act", "post", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "act", "procedure", "post"],
                condition=Q(ends_on=None),
                name="one_open_row_of_the_table",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="front_act_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.procedure} {self.post}"


class CertificateAct(EntityModel):
    """Something done at the desk of certificates of the town hall [entitat de registre idCAT / entidad de registro].

    `reference` is what the certification authority gave it. Written once: a mistake is another row that says so.
    """

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        IDCAT = "idcat", _("idCAT Certificate")
        MOBILE = "mobile", _("idCAT Mobile")
        STAFF = "staff", _("T-CAT, of who works here")

    class Done(models.TextChoices):
        ISSUED = "issued", pgettext_lazy("certificate", "Issued")
        RENEWED = "renewed", pgettext_lazy("certificate", "Renewed")
        SUSPENDED = "suspended", pgettext_lazy("certificate", "Suspended")
        REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")
        REFUSED = "refused", pgettext_lazy("certificate", "Not issued")

    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.IDCAT)
    done = models.CharField(max_length=9, choices=Done, default=Done.ISSUED)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["entity", "-at"], name="certificate_acts_by_hour")]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "kind", "done", "reference"],
                condition=~Q(reference=""),
                name="one_certificate_act_a_reference",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done} {self.reference}"
