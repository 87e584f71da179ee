"""What a rule did with each thing, and how many times in each hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.automation.models.rule import Rule, RuleApproval
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class RunQuerySet(models.QuerySet["RuleRun"]):
    """Runs by how they stand."""

    def in_hand(self) -> Self:
        """Decided, and not come to an end: killed on the way, or something outside is silent."""
        return self.filter(state=RuleRun.State.DECIDED)

    def held(self) -> Self:
        """What waits because the rule was at its limit, or stopped."""
        return self.filter(state=RuleRun.State.HELD)


class RuleRun(EntityModel):
    """A rule in front of one thing: what it decided, with which inputs, and what came of it.

    `inputs` are rows of `{"name", "value", "source", "sha256"}`. `explained` is the explanation file for machines; the
    one for people is `explanation`, sealed. Once a rule and a thing: the same fact told twice does nothing more.
    """

    class State(models.TextChoices):
        DECIDED = "decided", _("Being done")
        DONE = "done", _("Done")
        PASSED = "passed", _("Passed to a person")
        HELD = "held", _("Held at the limit")

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="runs")
    approval = models.ForeignKey(RuleApproval, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    subject_url = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="ca")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    inputs: Any = models.JSONField(default=list)
    why = models.CharField(max_length=8, blank=True)
    words = models.CharField(max_length=600, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    case = models.ForeignKey(
        "cases.CaseFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explanation = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explained: Any = models.JSONField(null=True, blank=True)
    task = models.OneToOneField(
        "tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="rule_run"
    )

    objects: ClassVar[Any] = ScopedManager.from_queryset(RunQuerySet)()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("run of a rule")
        verbose_name_plural = _("runs of rules")
        constraints = [
            models.UniqueConstraint(fields=["entity", "rule", "subject_id"], name="one_run_a_rule_and_thing")
        ]
        indexes = [
            models.Index(fields=["entity", "rule", "-at"], name="runs_by_rule"),
            models.Index(fields=["entity", "subject_id"], name="runs_by_subject"),
            models.Index(fields=["entity", "at"], condition=Q(state="decided"), name="runs_in_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.subject_label}"

    def get_absolute_url(self) -> str:
        return reverse("automation:run", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class RuleHour(EntityModel):
    """How many times a rule has acted in one hour (`hour` is its first instant): its limit is looked for here."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-hour"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "rule", "hour"], name="one_count_a_rule_and_hour")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.hour:%Y-%m-%d %H}: {self.count}"
