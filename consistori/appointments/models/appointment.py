"""An appointment [cita / cita], and what became of it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.appointments.models.offer import Desk, Service, Way
from consistori.appointments.rules.line import code_of
from consistori.tenancy.models import EntityModel, ScopedManager

SALT = "appointments.link"


def room_name() -> str:
    """The name of a room of video, that nobody guesses."""
    return secrets.token_urlsafe(18)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by how they stand and when they are."""

    def standing(self) -> AppointmentQuerySet:
        """Those that are kept: given, and nobody has cancelled them."""
        return self.filter(cancelled_at=None, held_until=None)

    def taking(self) -> AppointmentQuerySet:
        """Those that occupy their desk, also while who asks for it proves their line."""
        return self.filter(cancelled_at=None)

    def on(self, day: date) -> AppointmentQuerySet:
        """Those of a day of the town hall."""
        begins = timezone.make_aware(datetime.combine(day, time.min))
        ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return self.filter(starts_at__gte=begins, starts_at__lt=ends)

    def waiting(self) -> AppointmentQuerySet:
        """Those in which nothing has been written yet of how they went."""
        return self.standing().filter(attended_at=None, missed_at=None)


class Appointment(EntityModel):
    """Time of a desk for a person.

    `occupied` is the stretch that it takes on the line of minutes (`rules.line`), None once it is cancelled: the
    database lets no two stretches overlap. `held_until` is set while who asks for it proves the e-mail or the phone.
    `proven` says by what we know that the line is theirs: `email`, `mobile`, `identity` (came in), `staff`, or nothing.
    `owner` is an HMAC of the identifier of whoever had come in. `sequence` counts the changes, for calendars.
    """

    class Through(models.TextChoices):
        OFFICE = "office", _("E-office")
        COUNTER = "counter", _("Counter")
        PHONE = "phone", _("Phone")
        PROGRAM = "program", _("Another program")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="appointments")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    occupied = BigIntegerRangeField(null=True, editable=False)
    way = models.CharField(max_length=8, choices=Way, default=Way.COUNTER)
    code = models.CharField(max_length=10)

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="ca")
    about = models.CharField(max_length=300, blank=True)
    procedure = models.CharField(max_length=20, blank=True)
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    owner = models.CharField(max_length=64, blank=True)
    proven = models.CharField(max_length=10, blank=True)
    line_code = models.UUIDField(null=True, editable=False)

    booked_at = models.DateTimeField()
    booked_through = models.CharField(max_length=8, choices=Through)
    booked_by = models.UUIDField(null=True)
    booked_by_name = models.CharField(max_length=160, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    room = models.CharField(max_length=40, default=room_name, editable=False)

    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by_us = models.BooleanField(default=False)
    cancel_reason = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(AppointmentQuerySet)()

    class Meta:
        ordering = ["starts_at", "desk"]
        constraints = [
            ExclusionConstraint(
                name="a_desk_attends_one_at_a_time", expressions=[("occupied", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None, occupied__isnull=False)
                | models.Q(cancelled_at__isnull=False, occupied=None),
                name="appointment_takes_its_desk_until_cancelled",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(attended_at=None) | models.Q(missed_at=None),
                name="appointment_attended_or_missed",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "starts_at"], name="appointments_by_day"),
            models.Index(fields=["entity", "party"], name="appointments_of_a_party"),
            models.Index(
                fields=["entity", "owner"], name="appointments_of_their_owner", condition=~models.Q(owner="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = code_of(self.desk.number, timezone.localtime(self.starts_at))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("appointments:appointment", args=[self.pk])

    @property
    def seal(self) -> str:
        """What, with its key, opens its own page: only whoever received the link has it."""
        return signing.Signer(salt=SALT).signature(str(self.pk))

    def is_sealed_by(self, seal: str) -> bool:
        """Whether this is its seal, in constant time, also with the keys of before."""
        try:
            signing.Signer(salt=SALT).unsign(f"{self.pk}:{seal}")
        except signing.BadSignature:
            return False
        return True

    @property
    def state(self) -> str:
        """One word of how it stands: held, cancelled, missed, attended, called, here, given."""
        if self.cancelled_at:
            return "cancelled"
        told = (("missed", self.missed_at), ("attended", self.attended_at), ("called", self.called_at))
        for word, at in (*told, ("here", self.arrived_at), ("held", self.held_until)):
            if at:
                return word
        return "given"
