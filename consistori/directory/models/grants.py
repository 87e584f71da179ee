"""What a town lets somebody see who by her post would see nothing: dated, reasoned, shown, taken back any day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from consistori.directory.models.people import Person
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class AccessGrantQuerySet(models.QuerySet["AccessGrant"]):
    def live(self, at: datetime) -> AccessGrantQuerySet:
        """Those that hold at that moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at, taken_back_at=None)


class AccessGrant(EntityModel):
    """A grant [autorització d'accés / autorización de acceso] of the town to an operator or to a councillor.

    It lets read one case, or all that are not reserved, until a moment (design, decision 10).
    """

    # Whoever was given it finds it before any entity is chosen, as she finds her posts.
    extra_policies: ClassVar[list[tuple[str, str]]] = [
        (
            "consistori_own_grants",
            "FOR SELECT USING (person_id = nullif(current_setting('consistori.person', true), '')::uuid)",
        )
    ]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    reason = models.CharField(max_length=300)
    case_id = models.UUIDField(null=True, blank=True)
    case_number = models.CharField(max_length=32, blank=True)
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    given_by_id = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=160)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(AccessGrantQuerySet)()
    anywhere: ClassVar[Any] = models.Manager.from_queryset(AccessGrantQuerySet)()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="grant_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["person", "ends_at"], name="grant_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.case_number or '*'} · {self.ends_at:%Y-%m-%d}"

    @property
    def is_live(self) -> bool:
        return self.taken_back_at is None and self.starts_at <= now() < self.ends_at

    @property
    def last_day(self) -> date:
        """The last day on which it holds, as people say it: until the fourth, included."""
        return timezone.localtime(self.ends_at - timedelta(microseconds=1)).date()


class InformationRequest(EntityModel):
    """A councillor asks for what she does not reach by herself (R-CLR-01: LBRL 77; ROF 14-16)."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        GIVEN = "given", "given"
        REFUSED = "refused", "refused"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=500)
    case_number = models.CharField(max_length=32, blank=True)
    asked_on = models.DateField()
    decide_by = models.DateField()
    silence_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    grant = models.ForeignKey(AccessGrant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = ScopedManager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        indexes = [models.Index(fields=["entity", "state", "asked_on"], name="information_asked")]

    def __str__(self) -> str:
        return f"{self.person}: {self.what[:60]}"
