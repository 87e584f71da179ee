"""Calendars of non-working days [calendaris d'inhàbils / calendarios de inhábiles], in versions that stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.deadlines.rules.days import VersionUsed
from consistori.deadlines.rules.lists import Holiday
from consistori.deadlines.rules.places import Place
from consistori.kernel.clock import now
from consistori.tenancy.models import InheritedManager, InheritedModel


class CalendarVersionQuerySet(models.QuerySet["CalendarVersion"]):
    """Versions by what they are."""

    def published(self, on: date) -> Self:
        """Those that count from that day or before."""
        return self.filter(published_on__lte=on)


class CalendarVersion(InheritedModel):
    """The holidays of a place in a year, as an entity knew them at a moment; the next version follows it.

    A province keeps those of the State, the community and its municipalities; a town may publish its own, which names
    the inherited one it comes from (`adapts`). The nearest entity's, and of it the last number, is in force. `days`
    are `{"on": "2026-01-20", "ca": …, "es": …}`. `published_on` is the day from which it counts.
    """

    append_only: ClassVar[bool] = True

    class Standing(models.TextChoices):
        PUBLISHED = "published", _("Published in an official gazette")
        RECKONED = "reckoned", _("Reckoned from what the law fixes: to be replaced by the published one")
        INVENTED = "invented", _("Invented, for the demonstration")

    place = models.CharField(max_length=10)
    place_name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    days = models.JSONField(default=list)
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.PUBLISHED)
    source = models.CharField(max_length=300)
    published_on: models.DateField[date, date] = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    adapts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = InheritedManager.from_queryset(CalendarVersionQuerySet)()

    class Meta:
        ordering = ["place", "year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "place", "year", "number"], name="one_calendar_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=1990, year__lte=2200), name="calendars_of_a_year_that_can_be"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_name} {self.year} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("deadlines:version", args=[self.pk])

    @property
    def at(self) -> Place:
        return Place(self.place, self.place_name)

    @property
    def holidays(self) -> tuple[Holiday, ...]:
        """Its days, in order."""
        return tuple(Holiday(date.fromisoformat(d["on"]), d["ca"], d.get("es", "")) for d in self.days)

    @property
    def named_days(self) -> list[tuple[date, str]]:
        """Its days with their names, in the language of the reader."""
        language = get_language() or "ca"
        return [(holiday.on, holiday.name(language)) for holiday in self.holidays]

    @property
    def used(self) -> VersionUsed:
        """How a sum names it."""
        return VersionUsed(self.place_name, self.year, self.number, str(self.pk), self.source)

    @property
    def is_official(self) -> bool:
        return self.standing == self.Standing.PUBLISHED
