"""What the calendar keeps: the town's events and rooms, weeks of work, secret addresses, calendars brought in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.appointments.rules.line import MOST_DESKS
from consistori.directory.models import Person, Unit
from consistori.kernel.clock import now
from consistori.kernel.hours import HoursFault, Span, read_week
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_TITLE = 160
LONGEST_TEXT = 2000
LONGEST_UID = 255


class Room(EntityModel):
    """A room or place of the town that is booked [sala / sala]: plenary hall, pavilion, the van.

    `number` is its place on the line of minutes (`appointments.rules.line`) and never changes.
    """

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_room_a_number"),
            models.UniqueConstraint(
                fields=["entity", "name"], condition=Q(closed_at=None), name="one_open_room_a_name"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lt=MOST_DESKS), name="room_on_the_line"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Source(EntityModel):
    """A calendar that was brought in [calendari importat / calendario importado], of a file or of an address.

    One of an address is read again every night; `fault` is why it could not be, the last time.
    """

    name = models.CharField(max_length=120)
    layer = models.CharField(max_length=12)
    url = models.CharField(max_length=500, blank=True)
    brought_by_name = models.CharField(max_length=160, blank=True)
    brought_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class CalendarEventQuerySet(models.QuerySet["CalendarEvent"]):
    """Events by when they are and whose time they take."""

    def standing(self) -> Self:
        """Those that nobody has taken out."""
        return self.filter(cancelled_at=None)

    def between(self, first: date, until: date) -> Self:
        """Those that touch the days from `first` until `until`, not inside."""
        return self.filter(starts_on__lt=until, ends_on__gt=first)

    def of_people(self, ids: Iterable[UUID]) -> Self:
        return self.filter(people__in=list(ids))


class CalendarEvent(EntityModel):
    """Something of the town on some days [esdeveniment / evento]: `ends_on` is the first day without it.

    With an hour it has `starts_at` and `ends_at`. `occupied` is the stretch that it takes of its room on the line of
    minutes, None without a room or once taken out: the database lets no two overlap. `is_private`: only who made it
    and who is in it know what it is; the rest, that those people are busy. `goal` is the line of the corporate plan.
    """

    class Layer(models.TextChoices):
        SESSION = "sessions", _("Sessions of bodies")
        MEETING = "meetings", _("Meetings")
        TELEWORK = "absences", _("Telework")
        VISIT = "visits", _("Appointments and visits")
        CAMPAIGN = "campaigns", _("Campaigns")
        BRIGADE = "brigade", _("Brigade")
        ACT = "acts", _("Acts and rooms")

    layer = models.CharField(max_length=12, choices=Layer)
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    place = models.CharField(max_length=120, blank=True)
    goal = models.CharField(max_length=120, blank=True)
    starts_on: models.DateField[date, date] = models.DateField()
    ends_on: models.DateField[date, date] = models.DateField()
    starts_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    ends_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    occupied = BigIntegerRangeField(null=True, editable=False)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    people: Any = models.ManyToManyField(Person, through="desk.EventPerson", related_name="+")
    is_of_all = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    uid = models.CharField(max_length=LONGEST_UID, blank=True)
    series = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(default=now)
    moved_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(CalendarEventQuerySet)()

    class Meta:
        ordering = ["starts_on", "starts_at", "title"]
        constraints = [
            ExclusionConstraint(
                name="a_room_is_taken_once", expressions=[("occupied", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                condition=Q(occupied=None, room=None)
                | Q(occupied=None, cancelled_at__isnull=False)
                | Q(occupied__isnull=False, room__isnull=False, cancelled_at=None),
                name="event_takes_its_room_until_taken_out",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="event_has_both_hours_or_none",
            ),
            models.UniqueConstraint(
                fields=["entity", "source", "uid"],
                condition=Q(source__isnull=False, cancelled_at=None),
                name="what_is_brought_in_is_there_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "starts_on", "ends_on"],
                condition=Q(cancelled_at=None),
                name="events_by_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("desk:calendar_event", args=[self.pk])

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


class EventPerson(EntityModel):
    """Somebody is in an event: her time is taken."""

    event = models.ForeignKey(CalendarEvent, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "event", "person"], name="one_seat_a_person")
        ]
        indexes = [models.Index(fields=["entity", "person"], name="events_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.event_id}"


class WorkWeek(EntityModel):
    """The week of somebody in the town [horari / horario]: its hours day by day, and those from home [teletreball].

    `hours` are seven texts as `kernel.hours` reads them, empty for a day she does not come; `home` the numbers of the
    days that she works from home (0 is Monday).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    hours = models.JSONField(default=list)
    home = models.JSONField(default=list)
    said_by_name = models.CharField(max_length=160, blank=True)
    said_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "person"], name="one_week_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {', '.join(self.hours)}"

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Her hours of that day of the week; none when what is kept cannot be read."""
        try:
            week = read_week(self.hours)
        except HoursFault:
            return ()
        return week[day.weekday()] if len(week) == 7 else ()

    def is_home(self, day: date) -> bool:
        return day.weekday() in self.home


class Feed(EntityModel):
    """A secret address by which a calendar outside reads some layers [adreça secreta / dirección secreta].

    It is its person's, reads what she may read while she works here, and stops when it is withdrawn. Of the secret
    only its digest is kept.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    layers = models.JSONField(default=list)
    only_mine = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = pgettext_lazy("calendar", "Secret address")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
