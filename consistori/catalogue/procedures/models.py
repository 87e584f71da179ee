"""Procedures [tràmits / trámites], the versions of their sheets, and who has validated them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from consistori.kernel.clock import now, today
from consistori.tenancy.adapting import Shared
from consistori.tenancy.models import InheritedModel


class Procedure(Shared, InheritedModel):
    """What a citizen starts [tràmit / trámite], or the town hall by itself, as a sheet of readable text says it.

    The province shares it with its towns; a town that wants it another way has its own row with the same `code`,
    which names (`adapts`, `adapted_version`) the published version it comes from. The nearest row of a code that is
    published or closed is the one in force. `published` is the version that citizens read; `latest` may be a draft.
    A row with `closed_on` hides the procedure here, that of above too. Names and series are those of the published
    sheet, or of the first draft. `version` grows with each change, so that who writes over another is told.
    """

    code = models.CharField(max_length=20)
    name_ca = models.CharField(max_length=160)
    name_es = models.CharField(max_length=160, blank=True)
    series_code = models.CharField(max_length=30, blank=True)
    published = models.ForeignKey(
        "catalogue.ProcedureVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    latest = models.ForeignKey(
        "catalogue.ProcedureVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adapts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    adapted_version = models.ForeignKey(
        "catalogue.ProcedureVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    changed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "code"], name="one_procedure_a_code"),
            models.CheckConstraint(
                condition=Q(adapts=None, adapted_version=None)
                | Q(adapts__isnull=False, adapted_version__isnull=False),
                name="adapted_procedures_say_from_which_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalogue:procedure", args=[self.code])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class ProcedureVersion(InheritedModel):
    """The text of a sheet at a moment (TOML); never changed, the next one follows it.

    `plain_score` is how plainly it speaks, from 0 to 100 (see `plain`); None when the text could not be read.
    """

    append_only: ClassVar[bool] = True

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    plain_score = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "procedure", "number"], name="one_version_a_number_of_procedure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class ProcedureReview(InheritedModel):
    """A secretary has validated [validar] that version, here or above: what it says is right for this town.

    The nearest one is shown to the citizen with its name and its day; a new version waits for its own.
    """

    append_only: ClassVar[bool] = True

    reviewed = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on: models.DateField[date, date] = models.DateField(default=today)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "reviewed"], name="one_review_a_version_and_entity")
        ]

    def __str__(self) -> str:
        return f"{self.reviewed_id}: {self.made_by_name}"

    def said(self) -> dict[str, Any]:
        """As a sheet shows it."""
        return {"reviewed_by": self.made_by_name, "reviewed_on": self.reviewed_on}
