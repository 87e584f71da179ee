"""What can be asked for [serveis / servicios] and who attends [taules / mesas], with the hours of the week."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.appointments.rules.line import MOST_DESKS
from consistori.kernel.hours import Span, read_week
from consistori.tenancy.models import EntityModel, ScopedManager


class Way(models.TextChoices):
    """How they meet."""

    COUNTER = "counter", _("At the town hall")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")


def in_language(catalan: str, spanish: str) -> str:
    """The text in the language of who reads, or the one there is."""
    is_spanish = (get_language() or "ca").startswith("es")
    return (spanish or catalan) if is_spanish else (catalan or spanish)


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> ServiceQuerySet:
        """Those that anybody can ask for now."""
        return self.filter(is_open=True)


class Service(EntityModel):
    """Something one comes to speak of [servei amb cita / servicio con cita]: its length, its ways, its desks.

    `key` is its short name in addresses and in the sheets of procedures (`appointment = "urbanisme"`). `notice_hours`
    is how long before it can be asked for, `days_ahead` how far. `break_minutes` go after each one.
    """

    key = models.SlugField(max_length=40)
    name_ca = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    about_ca = models.CharField(max_length=300, blank=True)
    about_es = models.CharField(max_length=300, blank=True)
    bring_ca = models.CharField(max_length=300, blank=True)
    bring_es = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    break_minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(120)])
    ways = models.JSONField(default=list)
    notice_hours = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(720)])
    days_ahead = models.PositiveSmallIntegerField(default=60, validators=[MaxValueValidator(365)])
    is_open = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    desks: Any = models.ManyToManyField("appointments.Desk", through="appointments.ServiceDesk")

    objects: ClassVar[Any] = ScopedManager.from_queryset(ServiceQuerySet)()

    class Meta:
        ordering = ["position", "name_ca"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "key"], name="one_service_a_key"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=240), name="service_of_minutes_that_can_be"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ca

    @property
    def name(self) -> str:
        return in_language(self.name_ca, self.name_es)

    @property
    def about(self) -> str:
        return in_language(self.about_ca, self.about_es)

    @property
    def bring(self) -> str:
        """What to bring."""
        return in_language(self.bring_ca, self.bring_es)

    @property
    def ways_said(self) -> list[tuple[str, Any]]:
        """Its ways with their words, in the order of the house."""
        return [(way.value, way.label) for way in Way if way.value in self.ways]


class Desk(EntityModel):
    """Who or what attends one person at a time [taula / mesa]: a counter, or a technician [tècnic / técnico].

    `number` is its place on the line of minutes and never changes. `hours` are the seven days, as
    `kernel.hours` reads them. `person` is whoever attends: while she is absent the desk gives no hour.
    """

    number = models.PositiveSmallIntegerField()
    name_ca = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    place_ca = models.CharField(max_length=120, blank=True)
    place_es = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        "directory.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hours = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_desk_a_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lt=MOST_DESKS), name="desk_on_the_line"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ca

    @property
    def name(self) -> str:
        return in_language(self.name_ca, self.name_es)

    @property
    def place(self) -> str:
        """Where it is, in the words of a sign: «Planta baixa, taulell 1»."""
        return in_language(self.place_ca, self.place_es)

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """Its spans, Monday first; empty when it has no hours."""
        return read_week(self.hours)


class ServiceDesk(EntityModel):
    """That a desk attends a service."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attended_by")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="attends")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "service", "desk"], name="a_desk_once_a_service")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.desk_id}"


class ClosedDayQuerySet(models.QuerySet["ClosedDay"]):
    def between(self, first: date, last: date) -> ClosedDayQuerySet:
        """Those that touch these days, both inside."""
        return self.filter(first_on__lte=last, last_on__gte=first)


class ClosedDay(EntityModel):
    """Days on which a desk, or all of them, do not attend as every week: closed, or with other hours.

    `hours` empty: closed. The reason is read by everybody.
    """

    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.CASCADE, related_name="closed")
    first_on = models.DateField()
    last_on = models.DateField()
    hours = models.CharField(max_length=80, blank=True)
    reason_ca = models.CharField(max_length=120)
    reason_es = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(ClosedDayQuerySet)()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="closed_days_end_after_they_begin"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} {self.reason_ca}"

    @property
    def reason(self) -> str:
        return in_language(self.reason_ca, self.reason_es)
