"""A rule, its text in versions, the approval by which one of them may act, and its trials."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules by whether they act."""

    def acting(self, on: date) -> Self:
        """Switched on, not stopped, and with an approval in force on that day."""
        return self.filter(
            Q(approval__ends_on=None) | Q(approval__ends_on__gt=on),
            is_on=True, stopped_at=None, approval__starts_on__lte=on,
        )  # fmt: skip


class Rule(EntityModel):
    """When a fact, if a condition, an act [regla d'automatització]: a text in versions, of which one is approved.

    `is_on` is the switch of the town. `stopped_at` is the brake, that anybody pulls (`stopped_by_name`), or the rule
    itself at its limit or in doubt (`stopped_by_itself`): nothing is done until whoever approves lets it go on.
    `when` and `does` are those of the approved version, so that a fact finds its rules.
    """

    code = models.CharField(max_length=30)
    name_ca = models.CharField(max_length=160)
    name_es = models.CharField(max_length=160, blank=True)
    latest = models.ForeignKey(
        "automation.RuleVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approval = models.ForeignKey(
        "automation.RuleApproval", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    when = models.CharField(max_length=60, blank=True)
    does = models.CharField(max_length=60, blank=True)
    is_on = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by_name = models.CharField(max_length=160, blank=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    stopped_by_itself = models.BooleanField(default=False)
    changed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScopedManager.from_queryset(RuleQuerySet)()

    class Meta:
        ordering = ["code"]
        verbose_name = _("rule for automation")
        verbose_name_plural = _("rules for automation")
        constraints = [
            models.UniqueConstraint(fields=["entity", "code"], name="one_rule_a_code"),
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(approval__isnull=False), name="only_approved_rules_are_on"
            ),
        ]
        indexes = [models.Index(fields=["entity", "when"], condition=Q(is_on=True), name="rules_on_by_fact")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("automation:rule", args=[self.code])

    @property
    def name(self) -> str:
        """Its name in the language of whoever reads."""
        return (self.name_es if get_language() == "es" else self.name_ca) or self.name_ca or self.name_es

    @property
    def acts_by(self) -> RuleApproval:
        """The approval by which it acts. Raises `LookupError` for one that nobody has approved."""
        if self.approval is None:
            raise LookupError(self.code)
        return self.approval

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None


class RuleVersion(EntityModel):
    """The text of a rule at a moment (TOML); never changed, so that what it decided can be read for ever."""

    append_only: ClassVar[bool] = True

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "rule", "number"], name="one_version_a_number_of_rule")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class RuleTrial(EntityModel):
    """A version tried over what happened in a stretch of days [simulació], and where it would have differed.

    `differences` are rows of `{"kind", "label", "url", "would", "was", "why"}`, three hundred at most; the figures
    count all of them. `ended_at` is None while it goes on.
    """

    tried = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="trials")
    since = models.DateField()
    until = models.DateField()
    looked = models.PositiveIntegerField(default=0)
    would_do = models.PositiveIntegerField(default=0)
    would_pass = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)
    differences: Any = models.JSONField(default=list)
    began_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="rule_trial_has_days")
        ]
        indexes = [models.Index(fields=["entity", "tried", "-began_at"], name="trials_by_version")]

    def __str__(self) -> str:
        return f"{self.tried_id} {self.since} {self.until}"


class RuleApproval(EntityModel):
    """The town approves a version [aprovació de l'actuació automatitzada] (Llei 40/2015, art. 41.2; R-AUT-01).

    Of an act of the administration it says the body of each thing that the law wants, before it is used. What decides
    nothing of anybody (to give a task) is approved without bodies. `act` is that of the
    seal, which seals while it is open.
    """

    approved = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="approvals")
    trial = models.ForeignKey(RuleTrial, on_delete=models.PROTECT, related_name="+")
    decree = models.CharField(max_length=120)
    specification_body = models.CharField(max_length=160, blank=True)
    programming_body = models.CharField(max_length=160, blank=True)
    maintenance_body = models.CharField(max_length=160, blank=True)
    supervision_body = models.CharField(max_length=160, blank=True)
    quality_body = models.CharField(max_length=160, blank=True)
    audit_body = models.CharField(max_length=160, blank=True)
    appeals_body = models.CharField(max_length=160, blank=True)
    is_objective = models.BooleanField(default=False)
    act = models.ForeignKey(
        "signature.AutomatedAct", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="rule_approval_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(act=None)
                | (
                    Q(is_objective=True)
                    & ~Q(specification_body="")
                    & ~Q(programming_body="")
                    & ~Q(maintenance_body="")
                    & ~Q(supervision_body="")
                    & ~Q(quality_body="")
                    & ~Q(audit_body="")
                    & ~Q(appeals_body="")
                ),
                name="sealed_rules_say_every_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approved_id} {self.decree}"

    def is_in_force(self, on: date) -> bool:
        """Begun, and not ended."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)
