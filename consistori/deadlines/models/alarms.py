"""Who was told of what and when [avisos]: rows that nobody changes, so that they are proof."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.deadlines.models.terms import Deadline
from consistori.deadlines.rules.alarming import Stage
from consistori.deadlines.rules.escalation import Because, Rung
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

STAGES = {
    Stage.SOON: pgettext_lazy("alarm", "Soon"),
    Stage.RISK: pgettext_lazy("alarm", "At risk"),
    Stage.LAST: pgettext_lazy("alarm", "Last days"),
    Stage.ENDED: pgettext_lazy("alarm", "Ended"),
    Stage.STUCK: pgettext_lazy("alarm", "Stuck"),
}
RUNGS = {
    Rung.CARRIER: _("carries it"),
    Rung.COVER: pgettext_lazy("alarm", "stands in"),
    Rung.HEAD: _("head of the unit"),
    Rung.SECRETARY: pgettext_lazy("alarm", "secretary"),
    Rung.ADMINISTRATOR: pgettext_lazy("alarm", "administrator"),
    Rung.MAYOR: pgettext_lazy("alarm", "mayor"),
    Rung.NOBODY: _("nobody could be told"),
}


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Adjectives of alarms."""

    def told_to(self, person_id: Any) -> Self:
        return self.filter(person_id=person_id)

    def of(self, kind: str, ids: Any) -> Self:
        """Those of these things."""
        return self.filter(subject_kind=kind, subject_id__in=list(ids))

    def standing(self) -> Self:
        """Those of terms that still run with the day that was told. Of what is stuck, the things say it themselves."""
        same = models.Q(deadline__last_day=models.F("day")) | models.Q(
            deadline__last_day=None, deadline__not_before=models.F("day")
        )
        return self.filter(same, deadline__state=Deadline.State.RUNNING, deadline__is_stopped=False)

    def not_written(self) -> Self:
        """Those of which no letter has gone out yet."""
        return self.filter(letter=None).exclude(person=None)


class AlarmManager(ScopedManager.from_queryset(AlarmQuerySet)):  # type: ignore[misc]
    """Alarms of the entities of the scope."""


class Alarm(EntityModel):
    """A warning [avís / aviso] to one person: of which thing, of which term, which day, and as what she was told.

    `day` is the one that was told: the last day of the term, the day before which it does not end when it is not sure,
    or that on which the thing was stuck. `instead_of` is the name of whoever could not act. `person` is None when the
    town had nobody to tell: the row stays and the page of the town says it.
    """

    append_only: ClassVar[bool] = True

    stage = models.CharField(max_length=8, choices=list(STAGES.items()))
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    deadline = models.ForeignKey(
        Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="alarms"
    )
    day: models.DateField[date, date] = models.DateField()
    is_sure = models.BooleanField(default=True)
    is_urgent = models.BooleanField(default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person_name = models.CharField(max_length=160, blank=True)
    rung = models.CharField(max_length=14, choices=list(RUNGS.items()))
    because = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Because])
    instead_of = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=now)

    objects: ClassVar[Any] = AlarmManager()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "subject_kind", "subject_id", "deadline", "stage", "day", "person"],
                name="no_alarm_twice",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(person=None, rung=Rung.NOBODY)
                | (models.Q(person__isnull=False) & ~models.Q(rung=Rung.NOBODY)),
                name="alarms_say_who_got_them",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "person", "at"], name="alarms_of_person"),
            models.Index(fields=["entity", "deadline"], name="alarms_of_term"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.day} → {self.person_name or '—'}"

    @property
    def key(self) -> tuple[UUID, UUID | None, str, date, UUID | None]:
        """What is never told twice."""
        return (self.subject_id, self.deadline_id, self.stage, self.day, self.person_id)


class AlarmLetter(EntityModel):
    """That an alarm went out by mail: when, where to, and whether in the digest of the day or apart."""

    append_only: ClassVar[bool] = True

    class How(models.TextChoices):
        DIGEST = "digest", pgettext_lazy("alarm", "Digest")
        APART = "apart", pgettext_lazy("alarm", "Apart")

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, related_name="letter")
    how = models.CharField(max_length=6, choices=How)
    address = models.EmailField()
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["entity", "at"], name="alarm_letters_by_day")]

    def __str__(self) -> str:
        return f"{self.alarm_id} → {self.address}"
