"""Who may issue authentic copies, and the copies that were made."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class CopyOfficerQuerySet(models.QuerySet["CopyOfficer"]):
    """Officers by whether their authorisation holds."""

    def in_force(self, on: date) -> Self:
        """Authorised on that day."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))


class CopyOfficer(EntityModel):
    """A person authorised to issue authentic copies [funcionari habilitat / funcionario habilitado].

    The register of Llei 39/2015, art. 27.1 (R-FUN-02): by which decree, since when and until when.
    """

    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    decree = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(CopyOfficerQuerySet)()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "person"],
                condition=Q(ends_on=None),
                name="one_open_authorisation_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="authorisation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.decree})"


class AuthenticCopy(EntityModel):
    """An authentic copy [còpia autèntica / copia auténtica]: a new document, and from what it was made.

    `officer` is the authorisation with which it was made, kept with the words of that day; `hidden` says how
    much a partial copy leaves out, never what. It is `READY` when its seal or signature is on it.
    """

    class Kind(models.TextChoices):
        OTHER_FORMAT = "EE02", _("Authentic copy with another format")
        OF_PAPER = "EE03", _("Authentic copy of a paper document")
        PARTIAL = "EE04", _("Partial authentic copy")

    class State(models.TextChoices):
        SEALING = "sealing", _("Waiting for its seal")
        SIGNING = "signing", _("Waiting for the officer to sign it")
        READY = "ready", _("Ready")

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    source_version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=4, choices=Kind)
    state = models.CharField(max_length=7, choices=State)
    officer = models.ForeignKey(CopyOfficer, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer_name = models.CharField(max_length=160)
    officer_post = models.CharField(max_length=120, blank=True)
    declaration = models.CharField(max_length=500, blank=True)
    resolution = models.PositiveIntegerField(null=True, blank=True)
    hidden = models.JSONField(default=dict, blank=True)
    is_private = models.BooleanField(default=False)
    act = models.ForeignKey(
        "signature.AutomatedAct",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    trouble = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=now)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="EE03") | (Q(resolution__gte=200) & ~Q(declaration="")),
                name="copy_of_paper_is_seen_and_sharp",
            ),
            models.CheckConstraint(
                condition=Q(state="ready", ready_at__isnull=False) | (~Q(state="ready") & Q(ready_at=None)),
                name="ready_copy_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id} → {self.document_id}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY
