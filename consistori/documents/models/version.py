"""Versions of documents, the blobs that carry them, and their words."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.documents.models.document import Document
from consistori.documents.rules.seals import code_seal
from consistori.formats import kinds
from consistori.tenancy.models import EntityModel


class Blob(EntityModel):
    """Bytes kept once in the entity, named by their SHA-256: the store has them, this row says so.

    `scan` is what the scanner of programs that harm says of what somebody brought: nobody opens what waits or what it
    found. Empty: there was no scanner, or we made it. `checked_at`: when its bytes were last hashed again.
    """

    class Scan(models.TextChoices):
        NONE = "", _("Not looked at")
        WAITING = "waiting", _("In quarantine")
        CLEAN = "clean", _("Clean")
        HARMFUL = "harmful", _("Harmful")

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    scan = models.CharField(max_length=7, choices=Scan, blank=True, default="", db_default="")
    scan_said = models.CharField(max_length=160, blank=True, default="", db_default="")
    scanned_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "sha256"], name="one_blob_a_hash"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_hash"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="blob_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class DocumentVersion(EntityModel):
    """One text of a document, for ever: any change of the text is another version.

    `sha256` and `size` are those of the text as it was received or frozen; signatures come later, as more
    blobs of the version. `code_seal` is the HMAC of (code, hash, identifier) with the server's key
    (N-CSV-02).
    """

    append_only = True

    class Making(models.TextChoices):
        BROUGHT = "brought", _("Brought")
        MADE = "made", _("Made by the program")
        FROZEN = "frozen", _("Frozen for signature")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    making = models.CharField(max_length=7, choices=Making, default=Making.BROUGHT)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    format_name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    pdfa = models.CharField(max_length=10, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    properties = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=48, null=True, blank=True)
    code_seal = models.CharField(max_length=64, blank=True)
    signer_posts = models.JSONField(default=list, blank=True)
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_id = models.UUIDField(null=True, blank=True)
    created_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "document", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["entity", "code"], name="one_version_a_code"),
            models.CheckConstraint(
                condition=models.Q(making="frozen", code__isnull=False, code_seal__regex=r"^[0-9a-f]{64}$")
                | (~models.Q(making="frozen") & models.Q(code=None)),
                name="frozen_version_has_its_code",
            ),
        ]
        indexes = [models.Index(fields=["entity", "sha256"], name="version_by_hash")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def kind(self) -> kinds.Kind:
        return kinds.kind_of(self.media_type)

    @property
    def before(self) -> int:
        """The number of the version that it comes after; 0 for the first."""
        return self.number - 1

    @property
    def code_holds(self) -> bool:
        """Whether the seal of its code agrees with its text and its document (asks for the document)."""
        identifier = self.document.eni_identifier
        expected = code_seal(settings.CODE_KEY, self.code or "", self.sha256, identifier)
        return hmac.compare_digest(expected, self.code_seal)


class VersionBlob(EntityModel):
    """The bytes of a version in order: its text, then each signature or timestamp on top of the one before."""

    append_only = True

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        SIGNATURE = "signature", _("Signature")
        TIMESTAMP = "timestamp", _("Timestamp")
        EVIDENCE = "evidence", _("Evidence")

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="blobs")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.TEXT)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "version", "position"], name="one_blob_a_position"),
            models.CheckConstraint(
                condition=models.Q(position=0, kind="text")
                | (models.Q(position__gt=0) & ~models.Q(kind="text")),
                name="evidence_after_the_text",
            ),
        ]
        indexes = [models.Index(fields=["entity", "sha256"], name="version_blob_by_hash")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.position}"


class DocumentText(EntityModel):
    """The words of a version, read by a job, for the search and for whoever cannot see the page."""

    class State(models.TextChoices):
        READ = "read", _("Read")
        NONE = "none", _("It has no text")
        FAILED = "failed", _("It could not be read")

    version = models.OneToOneField(DocumentVersion, on_delete=models.PROTECT, related_name="words")
    state = models.CharField(max_length=6, choices=State)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.text[:60]
