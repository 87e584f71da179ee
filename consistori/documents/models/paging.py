"""What was done to the pages of documents, and to the metadata of many at once: kept so that it is undone whole."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.documents.models.document import Document
from consistori.documents.models.version import DocumentVersion
from consistori.tenancy.models import EntityModel, ScopedManager


class PageActQuerySet(models.QuerySet["PageAct"]):
    """Acts by what became of them."""

    def standing(self) -> Self:
        """Not undone."""
        return self.filter(undone_at=None)


class PageAct(EntityModel):
    """An act on pages: the version before and after, the documents that it made, those that it put in the bin.

    `made` and `put_away` are identifiers of documents, as text.
    """

    class Kind(models.TextChoices):
        PAGES = "pages", _("Pages changed")
        SPLIT = "split", _("Divided")
        MERGE = "merge", _("Joined")
        WORDS = "words", _("Words read (OCR)")

    kind = models.CharField(max_length=6, choices=Kind)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="page_acts")
    before = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    made = models.JSONField(default=list, blank=True)
    put_away = models.JSONField(default=list, blank=True)
    done_at = models.DateTimeField(auto_now_add=True)
    done_by_id = models.UUIDField(null=True, blank=True)
    done_by_name = models.CharField(max_length=160, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PageActQuerySet)()

    class Meta:
        ordering = ["-done_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_id}"


class DescribedTogether(EntityModel):
    """The same metadata said of many documents: what each one said before, and the edition that it got.

    `before` maps the identifier of a document to `{"values": {field: plain}, "guessed": [...], "edition": n}`.
    """

    fields = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField(auto_now_add=True)
    done_by_id = models.UUIDField(null=True, blank=True)
    done_by_name = models.CharField(max_length=160, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-done_at", "-id"]

    def __str__(self) -> str:
        return f"{', '.join(self.fields)} ({len(self.before)})"
