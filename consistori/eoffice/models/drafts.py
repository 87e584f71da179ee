"""Drafts [esborranys / borradores] of what a person is filing, their papers, and the evidence of each signature."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.tenancy.models import EntityModel, ScopedManager


def draft_key() -> UUID:
    """A key of a draft, all of it drawn by lot: its address tells nothing, not even when it was begun."""
    return UUID(bytes=secrets.token_bytes(16), version=4)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts by how far they have come."""

    def open(self) -> DraftQuerySet:
        """Not sent yet."""
        return self.filter(sent_at=None)

    def sent(self) -> DraftQuerySet:
        return self.exclude(sent_at=None)


class Draft(EntityModel):
    """What somebody is filling in, until it is sent or its days are over [esborrany / borrador].

    `owner` is an HMAC of the identifier of whoever may open it, never the identifier. `sealed` holds the answers, what
    was typed and is not right yet, and how to tell its owner, encrypted; once sent it is empty: the answers are in the
    entry. `version_id` and `version_number` are of the procedure with which it was begun.
    """

    id = models.UUIDField(primary_key=True, default=draft_key, editable=False)
    procedure = models.CharField(max_length=20)
    version_id = models.UUIDField(null=True)
    version_number = models.PositiveIntegerField(default=1)
    owner = models.CharField(max_length=64)
    sealed = models.BinaryField(default=bytes)
    done = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="ca")
    prepared_by = models.CharField(max_length=160, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(
        "registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="draft"
    )

    objects: ClassVar[Any] = ScopedManager.from_queryset(DraftQuerySet)()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None, entry=None)
                | models.Q(sent_at__isnull=False, entry__isnull=False),
                name="draft_sent_has_its_entry",
            )
        ]
        indexes = [
            models.Index(fields=["entity", "owner", "-saved_at"], name="drafts_of_their_owner"),
            models.Index(
                fields=["entity", "expires_at"],
                condition=models.Q(sent_at=None),
                name="drafts_that_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("eoffice:draft", args=[self.procedure, self.pk])

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class DraftPaper(EntityModel):
    """A paper that waits in a draft: its bytes are in the store, its name and what was seen in it are encrypted."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    sealed = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "draft", "key", "sha256"], name="a_paper_once_a_place")
        ]
        indexes = [models.Index(fields=["entity", "sha256"], name="draft_papers_by_hash")]

    def __str__(self) -> str:
        return f"{self.key} {self.sha256[:12]}"


class DraftUpload(EntityModel):
    """A file on its way to a draft, piece by piece, which may stop and go on [pujada / subida]; its name is encrypted.

    How much has come is what the file on the disk measures; `size` is what it will measure.
    """

    id = models.UUIDField(primary_key=True, default=draft_key, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="uploads")
    key = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sealed = models.BinaryField()
    begun_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entity", "touched_at"], name="uploads_by_hour")]

    def __str__(self) -> str:
        return f"{self.key} {self.size}"


class SignatureEvidence(EntityModel):
    """What proves that a person wanted to sign what was filed [evidència de signatura] (Llei 39/2015, art. 10.4).

    `assertion` is the hash of the assertion of identity, `statement` the text that was accepted as it was read, and
    `document_sha256` the application that was made of the answers: the receipt, sealed by the town hall, names it too.
    `seal` is an HMAC of the whole row with a key of the server. Written once (R-SIG-03).
    """

    append_only = True

    entry = models.OneToOneField(
        "registry.RegistryEntry", on_delete=models.PROTECT, related_name="signature_evidence"
    )
    draft_id = models.UUIDField()
    signed_at = models.DateTimeField()
    method = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    assertion = models.CharField(max_length=128, blank=True)
    came_in_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=420)
    identifier = models.CharField(max_length=40)
    firm = models.CharField(max_length=420, blank=True)
    firm_identifier = models.CharField(max_length=40, blank=True)
    statement = models.TextField()
    statement_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    answers_sha256 = models.CharField(max_length=64)
    document_sha256 = models.CharField(max_length=64, blank=True)
    papers = models.JSONField(default=list)
    address = models.CharField(max_length=45, blank=True)
    procedure = models.CharField(max_length=20)
    version_id = models.UUIDField(null=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("evidence of a signature")
        verbose_name_plural = _("evidences of signatures")
        constraints = [
            models.UniqueConstraint(fields=["entity", "draft_id"], name="one_evidence_a_draft_sent")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.method}"
