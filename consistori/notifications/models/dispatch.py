"""What is notified, to one or to several [tramesa / remesa], and the ordinances that oblige more people (14.3)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.notifications.rules.contents import ActFacts, AppealAsked, TermAsked
from consistori.tenancy.models import EntityModel


class Dispatch(EntityModel):
    """An act on its way to those whom it concerns.

    `subject_kind` and `subject_id` are the thing of which it is (a case), as `deadlines.subjects` knows it; `reference`
    is its number in words. `title` is the subject shown in lists, which is not its content (RD 203/2021, art. 45.1):
    hidden before it is opened when `is_reserved`. `appeals` and `terms` are as `rules.contents` says them. `send_by` is
    the term of ten working days (40.2), `resolves` the one that is met by putting it at disposal (43.3).
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    is_reserved = models.BooleanField(default=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("documents.DocumentVersion", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    annexes = models.JSONField(default=list, blank=True)

    act_on: models.DateField[date, date] = models.DateField()
    act_number = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=200)
    decides = models.BooleanField(default=True)
    ends_way = models.BooleanField(null=True)
    appeals = models.JSONField(default=list, blank=True)
    terms = models.JSONField(default=list, blank=True)
    procedure = models.CharField(max_length=40, blank=True)
    begun_by_party = models.BooleanField(default=True)
    is_tax = models.BooleanField(default=False)

    send_by = models.ForeignKey(
        "deadlines.Deadline", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolves = models.ForeignKey(
        "deadlines.Deadline", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(default=now)
    prepared_by_id = models.UUIDField(null=True, blank=True)
    prepared_by_name = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-prepared_at", "id"]
        indexes = [
            models.Index(fields=["entity", "subject_kind", "subject_id"], name="dispatches_of_subject"),
            models.Index(fields=["entity", "document"], name="dispatches_of_document"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> ActFacts:
        """What the act says of itself, as the rules know it."""
        return ActFacts(
            title=self.title,
            act_on=self.act_on,
            body=self.body,
            ends_way=self.ends_way,
            appeals=tuple(AppealAsked(**one) for one in self.appeals),
            act_number=self.act_number,
            decides=self.decides,
            terms=tuple(TermAsked(**one) for one in self.terms),
            is_reserved=self.is_reserved,
            procedure=self.procedure,
            begun_by_party=self.begun_by_party,
            is_tax=self.is_tax,
        )


class ObligingRule(EntityModel):
    """An ordinance that obliges a group of people to go electronic in a procedure (Llei 39/2015, art. 14.3; R-ELE-02).

    `procedure` is its code; `group` its people in words: empty, everybody in that procedure. From `until` on it no
    longer holds.
    """

    procedure = models.CharField(max_length=40)
    group = models.CharField(max_length=120, blank=True)
    ordinance = models.CharField(_("Ordinance"), max_length=200)
    since: models.DateField[date, date] = models.DateField()
    until: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["procedure", "group"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "procedure", "group", "since"], name="one_rule_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.ordinance}"
