"""Documents: what is said of them, who put them here, and the corrections of what was said."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.formats import kinds
from consistori.tenancy.models import EntityModel, ScopedManager

FIELD_LABELS = {
    "title": _("Title"),
    "type": _("Type"),
    "date_on": _("Date of the document"),
    "origin": _("Who made it"),
    "elaboration": _("State of elaboration"),
    "source_identifier": _("Identifier of the source document"),
    "language": _("Language"),
    "support": _("Support"),
    "paper_place": _("Where the paper is kept"),
    "state": _("State"),
}


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents by what they are."""

    def kept(self) -> Self:
        """Not in the bin."""
        return self.filter(discarded_at=None)

    def in_bin(self) -> Self:
        """Thrown away, and not yet erased."""
        return self.exclude(discarded_at=None).filter(erased_at=None)

    def with_version(self) -> Self:
        """With the current version, its last bytes and the type, in the same statement."""
        return self.select_related("version", "latest_blob", "type")


class Document(EntityModel):
    """A document [document / documento] with the metadata of the ENI (NTI of the document, annex I).

    `version` is the current one; `latest_blob` its last bytes (with all signatures so far). `guessed` names
    the metadata that the program proposed and nobody has confirmed. `edition` grows with every change.
    """

    class Origin(models.TextChoices):
        CITIZEN = "citizen", _("Citizen")
        ADMINISTRATION = "administration", _("Administration")

    class Elaboration(models.TextChoices):
        ORIGINAL = "EE01", _("Original")
        OTHER_FORMAT = "EE02", _("Authentic copy with another format")
        COPY_OF_PAPER = "EE03", _("Authentic copy of a paper document")
        PARTIAL_COPY = "EE04", _("Partial authentic copy")
        OTHER = "EE99", _("Other")

    class Support(models.TextChoices):
        ELECTRONIC = "electronic", _("Electronic")
        PAPER = "paper", _("Paper")
        BOTH = "both", _("Electronic and paper")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINAL = "final", _("Final")
        FROZEN = "frozen", _("Frozen for signature")

    title = models.CharField(max_length=200)
    type = models.ForeignKey(
        "catalogue.DocumentType", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    date_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=14, choices=Origin, default=Origin.CITIZEN)
    elaboration = models.CharField(max_length=4, choices=Elaboration, default=Elaboration.OTHER)
    source_identifier = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5, blank=True)
    support = models.CharField(max_length=10, choices=Support, default=Support.ELECTRONIC)
    paper_place = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.FINAL)
    captured_at = models.DateTimeField()
    eni_identifier = models.CharField(max_length=60)
    guessed = models.JSONField(default=list, blank=True)
    version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    latest_blob = models.ForeignKey(
        "documents.VersionBlob", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    edition = models.PositiveIntegerField(default=1)
    created_by_id = models.UUIDField(null=True, blank=True)
    created_by_name = models.CharField(max_length=160, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by_name = models.CharField(max_length=160, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    search = SearchVectorField(null=True, editable=False)

    objects: ClassVar[Any] = ScopedManager.from_queryset(DocumentQuerySet)()

    class Meta:
        ordering = ["captured_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "eni_identifier"], name="one_document_an_identifier"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(discarded_at__isnull=False),
                name="document_erased_from_the_bin",
            ),
            models.CheckConstraint(
                condition=models.Q(discarded_at=None) | ~models.Q(state="frozen"),
                name="frozen_document_never_in_the_bin",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="documents_search"),
            models.Index(fields=["entity", "-id"], name="documents_newest"),
            models.Index(
                fields=["entity", "discarded_at"],
                condition=models.Q(discarded_at__isnull=False),
                name="documents_in_bin",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.pk])

    @cached_property
    def twins(self) -> list[Document]:
        """Other documents of the entity, kept, with the same bytes [duplicats]; asked only by who looks."""
        same = Document.objects.kept().filter(version__sha256=self.version.sha256)
        return list(same.exclude(pk=self.pk)[:10])

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN

    @property
    def is_discarded(self) -> bool:
        return self.discarded_at is not None

    @property
    def is_untyped(self) -> bool:
        """An attachment [adjunt] that nobody has said what it is."""
        return self.type_id is None

    @property
    def code(self) -> str:
        """Verification code [CSV] of the current version; empty until it is frozen."""
        return self.version.code or ""

    @property
    def kind(self) -> kinds.Kind:
        return kinds.kind_of(self.version.media_type)

    @property
    def icon(self) -> str:
        """Sign of the sprite for its kind."""
        return "mail" if self.kind.family is kinds.Family.MAIL else "document"


class MetadataChange(EntityModel):
    """A correction of the metadata: what it said, what it says, who and why (N-DOC-04)."""

    append_only = True

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by_id = models.UUIDField(null=True, blank=True)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"

    @property
    def field_label(self) -> Any:
        """What people call the field that was corrected."""
        return FIELD_LABELS.get(self.field, self.field)
