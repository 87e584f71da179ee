"""What comes back [obligació periòdica / obligación periódica]: budget, general account, padró, fees, grants."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Person, Unit
from consistori.kernel.clock import now, today
from consistori.tasks.rules.recurring import LAST_DAY, Rhythm
from consistori.tenancy.models import EntityModel, ScopedManager


class Every(models.TextChoices):
    """How often it comes back."""

    ONCE = "once", _("Once")
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every three months")
    HALF = "half", _("Every six months")
    YEAR = "year", _("Every year")


class DutyQuerySet(models.QuerySet["Duty"]):
    def live(self) -> DutyQuerySet:
        """Those that nobody has stopped."""
        return self.filter(stopped_at=None)


class Duty(EntityModel):
    """Something that the town hall must do again and again, and whose it is.

    `code` names the line of our catalogue (`rules.standard`), empty for one of the town's own. `month` and `day` are
    those of its end (`day` of a week: 1 is Monday); `days_before` is when its task appears. `by_law` says whether a
    rule fixes the day, or only custom. `brought_until` is the last end whose task was made.
    """

    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=1000, blank=True)
    article = models.CharField(max_length=160, blank=True)
    by_law = models.BooleanField(default=False)
    points = models.JSONField(default=list, blank=True)
    every = models.CharField(max_length=8, choices=Every, default=Every.YEAR)
    month = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)]
    )
    once_on = models.DateField(null=True, blank=True)
    days_before = models.PositiveSmallIntegerField(default=30)
    assigned_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    kept_by_name = models.CharField(max_length=160, blank=True)
    begun_on = models.DateField(default=today)
    brought_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(DutyQuerySet)()

    class Meta:
        ordering = ["month", "day", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "code"],
                condition=~models.Q(code="") & models.Q(stopped_at=None),
                name="one_living_duty_a_code",
            ),
            models.CheckConstraint(
                condition=(models.Q(every="once") & models.Q(once_on__isnull=False))
                | (~models.Q(every="once") & models.Q(once_on=None)),
                name="what_comes_once_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:duty", args=[self.pk])

    @property
    def rhythm(self) -> Rhythm:
        """When it comes back, as the rules ask it."""
        return Rhythm(self.every, self.month, self.day, self.once_on)
