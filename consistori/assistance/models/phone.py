"""Drafts that somebody of the town hall fills in for a person, and what is filed for them before an officer."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.assistance.models.officers import AuthorisedOfficer
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class HelpedDraftQuerySet(models.QuerySet["HelpedDraft"]):
    """Helped drafts by how far they have come."""

    def open(self) -> Self:
        """Neither sent, nor left, nor over."""
        return self.filter(state__in=HelpedDraft.OPEN).exclude(draft=None)


class HelpedDraft(EntityModel):
    """A draft of a person that somebody of the town hall fills in with them [esborrany ajudat / borrador asistido].

    The draft is theirs from the first word: only they sign and send it, identified. Whoever helps writes in it until
    they open it (`eoffice.Draft.done` says so). `code` is the short address that is read aloud, and opens nothing by
    itself. `draft` None: it was thrown away, or its days were over.
    """

    class State(models.TextChoices):
        FILLING = "filling", _("Being filled in")
        HANDED = "handed", _("Waits for the person")
        SIGNING = "signing", _("Waits for the officer’s signature")
        FILED = "filed", _("Filed")
        LEFT = "left", _("Left")

    OPEN = (State.FILLING, State.HANDED, State.SIGNING)

    draft = models.OneToOneField("eoffice.Draft", null=True, on_delete=models.SET_NULL, related_name="helped")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=20)
    title = models.CharField(max_length=250)
    code = models.CharField(max_length=8)
    channel = models.CharField(max_length=11, default="phone")
    state = models.CharField(max_length=7, choices=State, default=State.FILLING)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    helper_name = models.CharField(max_length=160)
    begun_at = models.DateTimeField(default=now)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.CharField(max_length=6, blank=True)
    left_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(HelpedDraftQuerySet)()

    class Meta:
        ordering = ["-begun_at"]
        constraints = [models.UniqueConstraint(fields=["entity", "code"], name="one_helped_draft_a_code")]
        indexes = [
            models.Index(fields=["entity", "state", "-begun_at"], name="helped_by_state"),
            models.Index(fields=["entity", "party", "-begun_at"], name="helped_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.code}"

    @property
    def code_said(self) -> str:
        """As it is read aloud: «K7M2-4QPX»."""
        return f"{self.code[:4]}-{self.code[4:]}"


class AssistedFiling(EntityModel):
    """Filing for a person before an authorised officer, who signs [presentació assistida / presentación asistida].

    Llei 39/2015, art. 12.2; RD 203/2021, art. 30 (R-FUN-01, R-FUN-02): the person identified before her, the consent
    in writing and its copy given, the officer and that her authorisation held (`held_on`). `answers_sha256` and
    `papers` are what she signed: a draft that changes afterwards is not what is filed.
    """

    class State(models.TextChoices):
        CONSENT = "consent", _("The consent is to be signed")
        SIGNING = "signing", _("Waits for the officer’s signature")
        FILED = "filed", _("Filed")
        LEFT = "left", _("Left")

    class Shown(models.TextChoices):
        DNI = "dni", _("DNI")
        NIE = "nie", _("NIE card")
        PASSPORT = "passport", _("Passport")
        LICENCE = "licence", _("Driving licence")

    helped = models.ForeignKey(HelpedDraft, on_delete=models.PROTECT, related_name="filings")
    draft_id: models.UUIDField[UUID, UUID] = models.UUIDField()
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(AuthorisedOfficer, on_delete=models.PROTECT, related_name="filings")
    held_on = models.DateField()
    shown = models.CharField(max_length=8, choices=Shown)
    shown_until = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.CONSENT)
    begun_at = models.DateTimeField(default=now)
    language = models.CharField(max_length=2, default="ca")
    consent_text = models.TextField()
    consent_sha256 = models.CharField(max_length=64)
    consent = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField(null=True)
    copy_given_at = models.DateTimeField(null=True)
    application = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answers_sha256 = models.CharField(max_length=64, blank=True)
    papers = models.JSONField(default=list)
    entry = models.OneToOneField(
        "registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "helped"],
                condition=Q(state__in=["consent", "signing"]),
                name="one_assisted_filing_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="filed")
                | Q(entry__isnull=False, consent__isnull=False, copy_given_at__isnull=False),
                name="filed_has_its_consent_and_its_entry",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "application"],
                condition=Q(application__isnull=False),
                name="filings_by_application",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.helped_id}"
