"""What lies in a case: its documents in order, and its folders."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.cases.models.case import CaseFile
from consistori.cases.rules import Folios, enters_index
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_FOLDER_NAME = 120


class Folder(EntityModel):
    """A folder [carpeta] inside a case: one a candidate, one an item of the agenda."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="folders")
    name = models.CharField(max_length=LONGEST_FOLDER_NAME)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "case", "name"], name="one_folder_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CaseDocumentQuerySet(models.QuerySet["CaseDocument"]):
    """Adjectives of the leaves of a case."""

    def in_order(self) -> Self:
        """The order of the index: loose leaves first, then folder by folder."""
        return self.order_by(
            models.F("folder__position").asc(nulls_first=True), "folder_id", "position", "id"
        )

    def alive(self) -> Self:
        """Those not thrown in the bin."""
        return self.filter(document__discarded_at=None)


class CaseDocumentManager(ScopedManager.from_queryset(CaseDocumentQuerySet)):  # type: ignore[misc]
    """Leaves of the cases of the scope."""


class CaseDocument(EntityModel):
    """The thread between a case and a document, which may belong to several cases (Llei 39/2015, art. 70.3).

    `position` orders it inside its folder. Folios are reckoned while the case is open, and kept when it is
    closed.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="leaves")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, null=True, blank=True, on_delete=models.PROTECT, related_name="leaves")
    position = models.PositiveIntegerField()
    is_auxiliary = models.BooleanField(_("note or auxiliary paper"), default=False)
    is_requested_report = models.BooleanField(_("report asked for before resolving"), default=False)
    first_folio = models.PositiveIntegerField(null=True, blank=True)
    last_folio = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = CaseDocumentManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "case", "document"], name="a_document_once_in_a_case"),
        ]
        indexes = [models.Index(fields=["entity", "document"], name="cases_of_document")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.document_id}"

    @property
    def folios(self) -> Folios | None:
        """The folios kept at closing; while the case is open the page reckons them."""
        if self.first_folio is None or self.last_folio is None:
            return None
        return Folios(self.first_folio, self.last_folio)

    def enters(self, *, is_draft: bool) -> bool:
        """Whether it belongs to the index (Llei 39/2015, art. 70.4)."""
        return enters_index(
            is_draft=is_draft,
            is_auxiliary=self.is_auxiliary,
            is_requested_report=self.is_requested_report,
        )


class KeptBoth(EntityModel):
    """Two documents of a case that are the same, and somebody said that both stay: they are not proposed again.

    `first` is the one that came before in the index that day. `kept_by_name` is kept as it was.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    second = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kept_at = models.DateTimeField(default=now)
    kept_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "case", "first", "second"], name="a_pair_is_kept_once"),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="a_pair_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"
