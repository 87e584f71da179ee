"""What the registry says for ever: entries, who presents them, what they bring, and what was annotated later."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.registry import texts
from consistori.registry.rules.books import Book
from consistori.tenancy.models import EntityModel, ScopedManager


class EntryQuerySet(models.QuerySet["RegistryEntry"]):
    """Adjectives of entries."""

    def of_book(self, book: str) -> EntryQuerySet:
        return self.filter(book=book)

    def in_order(self) -> EntryQuerySet:
        """The newest first."""
        return self.order_by("-registered_at", "-id")


class EntryManager(ScopedManager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    """Entries of the entities of the scope; the words of their search stay in the database."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().defer("search")


class RegistryEntry(EntityModel):
    """An entry [assentament / asiento] of the entry or exit book: written once, by the database too (R-REG-02, 03, 05).

    `registered_at` is the official hour at which it was entered and `effective_at` when it takes effect; they differ on
    a non-working day. `first_filed_at` and `first_registry` speak of another registry where it was filed before.
    `external_register` and `external_reference` are those of an accessory register or of a program: never twice.
    `answers` are those of a form, by field. What was corrected or annulled later stands in its annotations.
    """

    append_only = True

    book = models.CharField(max_length=5, choices=list(texts.BOOKS.items()))
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=20)
    registered_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    skipped_days = models.JSONField(default=list)
    calendars = models.JSONField(default=list)
    channel = models.CharField(max_length=14, choices=list(texts.CHANNELS.items()))
    heading = models.CharField(max_length=15, choices=list(texts.HEADINGS.items()))
    subject = models.CharField(max_length=250)
    language = models.CharField(max_length=2, default="ca")
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    destination = models.CharField(max_length=200, blank=True)
    destination_code = models.CharField(max_length=9, blank=True)
    origin_code = models.CharField(max_length=9, blank=True)
    first_filed_at = models.DateTimeField(null=True)
    first_registry = models.CharField(max_length=200, blank=True)
    external_register = models.CharField(max_length=60, blank=True)
    external_reference = models.CharField(max_length=80, blank=True)
    procedure = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)
    paper = models.CharField(max_length=8, choices=list(texts.PAPERS.items()), default="none")
    observations = models.CharField(max_length=500, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)
    search = SearchVectorField(null=True, editable=False)

    objects: ClassVar[Any] = EntryManager()

    just_entered: tuple[list[EntryPerson], list[EntryDocument]] | None = None
    """Its people and documents, in whoever has just entered it; None in what was read."""

    class Meta:
        verbose_name = _("entry of the registry")
        verbose_name_plural = _("entries of the registry")
        constraints = [
            models.UniqueConstraint(fields=["entity", "book", "year", "number"], name="one_entry_a_number"),
            models.UniqueConstraint(
                fields=["entity", "external_register", "external_reference"],
                condition=~models.Q(external_reference=""),
                name="one_entry_an_outside_reference",
            ),
        ]
        indexes = [
            models.Index(
                "entity",
                "book",
                models.F("registered_at").desc(),
                models.F("id").desc(),
                name="entries_by_hour",
            ),
            models.Index(fields=["entity", "reference"], name="entries_by_reference"),
            GinIndex(fields=["search"], name="entries_search"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("registry:entry", args=[self.reference])

    @property
    def is_exit(self) -> bool:
        return self.book == Book.EXIT

    @property
    def takes_effect_later(self) -> bool:
        return bool(self.skipped_days)


class EntryPerson(EntityModel):
    """Somebody of an entry, as they were said to be at that moment: later corrections of the party do not reach it."""

    append_only = True

    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="people")
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=14, choices=list(texts.ROLES.items()))
    name = models.CharField(max_length=420)
    identifier = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["entity", "party"], name="entries_by_party")]

    def __str__(self) -> str:
        return self.name


class EntryDocument(EntityModel):
    """A document of an entry with the fingerprint it had, so that the receipt can be proved (R-REG-04)."""

    append_only = True

    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=250)
    name = models.CharField(max_length=250)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    elaboration = models.CharField(max_length=4, blank=True)
    is_application = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "entry", "document"], name="a_document_once_an_entry")
        ]
        indexes = [models.Index(fields=["entity", "document"], name="entries_by_document")]

    def __str__(self) -> str:
        return self.title


class Annotation(EntityModel):
    """What was written beside an entry later [anotació / anotación]: the old value stays in sight (R-REG-05, 18)."""

    append_only = True

    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="annotations")
    kind = models.CharField(max_length=10, choices=list(texts.ANNOTATIONS.items()))
    field = models.CharField(max_length=20, blank=True)
    old = models.CharField(max_length=500, blank=True)
    new = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.kind}"

    @property
    def old_words(self) -> str:
        """What it said, as people read it."""
        return self._words(self.old)

    @property
    def new_words(self) -> str:
        """What it says now, as people read it."""
        return self._words(self.new)

    def _words(self, value: str) -> str:
        known: Any = texts.HEADINGS if self.field == "heading" else {}
        return str(known.get(value, value))
