"""Which version of which guide a case follows, and what was done with each of its steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.guides.models.guide import Guide, GuideVersion
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class Following(EntityModel):
    """A case follows a guide in one version: when the guide changes, the case goes on with the one it began with."""

    case = models.ForeignKey("cases.CaseFile", on_delete=models.CASCADE, related_name="+")
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="+")
    following = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="+")
    is_left = models.BooleanField(default=False)
    since: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "case"], name="one_guide_a_case")]
        indexes = [models.Index(fields=["entity", "guide", "following"], name="followers_by_version")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.following_id}"


class GuideMark(EntityModel):
    """What somebody did with a step of the guide in a case; the last mark of a key says how it stands.

    `on` is the real day, `made_at` when it was written down; `step_id` the step of the case that it stands for.
    """

    class Kind(models.TextChoices):
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")
        BACK = "back", _("taken up again")

    append_only: ClassVar[bool] = True

    case = models.ForeignKey("cases.CaseFile", on_delete=models.CASCADE, related_name="+")
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=300, blank=True)
    on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    step_id = models.UUIDField(null=True, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="done") | Q(on__isnull=False), name="guide_steps_done_say_when"
            )
        ]
        indexes = [
            models.Index(fields=["entity", "case", "made_at"], name="guide_marks_of_case"),
            models.Index(fields=["entity", "guide", "key"], name="guide_marks_of_guide"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}: {self.kind}"


class GuideHidden(EntityModel):
    """A person does not want to see guides beside her cases: for ever, until she takes them out again."""

    person_id = models.UUIDField()
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "person_id"], name="one_hiding_a_person")]

    def __str__(self) -> str:
        return str(self.person_id)
