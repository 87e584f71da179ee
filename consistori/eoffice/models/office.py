"""What the office says of itself: its hours, the text of each legal page, its incidents, its notices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models

from consistori.kernel.clock import now, today
from consistori.tenancy.models import EntityModel, ScopedManager


class OfficeSetting(EntityModel):
    """When the counter is open [horari d'atenció / horario de atención], and where the office was created.

    `hours` has seven texts, of Monday to Sunday («9.00-14.00, 16.00-19.00»; empty: closed), or nothing when nobody
    has said them. The registry itself is open every day at every hour (Llei 39/2015, art. 31.2.a).
    """

    hours = models.JSONField(default=list, blank=True)
    creation_act = models.CharField(max_length=200, blank=True)
    creation_published = models.CharField(max_length=200, blank=True)
    creation_url = models.URLField(blank=True)
    protection_email = models.EmailField(blank=True)
    changed_at = models.DateTimeField(default=now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity"], name="one_office_setting_an_entity")]

    def __str__(self) -> str:
        return f"{self.entity_id}"


class OfficeText(EntityModel):
    """A version of the text of a legal page, in one language; the last number is in force.

    An empty text goes back to the one that the program proposes.
    """

    append_only: ClassVar[bool] = True

    page = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["page", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "page", "language", "number"], name="one_office_text_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.language} v{self.number}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents by when they are."""

    def open_or_ahead(self, at: datetime) -> Self:
        """Those that last, and those announced."""
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=at))

    def on_home(self, at: datetime) -> Self:
        """Those, and those whose extension still runs."""
        return self.filter(
            models.Q(ends_at=None) | models.Q(ends_at__gt=at) | models.Q(extended_to__gte=today())
        )


class Incident(EntityModel):
    """The office does not work, or will not [incidència tècnica / incidencia técnica] (R-REG-16).

    `extended_to` is the last day to which the terms not yet expired at `starts_at` are extended, and `decision` the
    resolution that says so (Llei 39/2015, art. 32.4). `is_general`: after an attack, those of every procedure were, the
    terms of the town hall too (32.5). `ends_at` None: it still lasts.
    """

    what_ca = models.CharField(max_length=300)
    what_es = models.CharField(max_length=300, blank=True)
    is_planned = models.BooleanField(default=False)
    starts_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ends_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    extended_to: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=200, blank=True)
    is_general = models.BooleanField(default=False, db_default=False)
    alternative = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(default=now)
    published_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(IncidentQuerySet)()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="incident_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_to=None) | ~models.Q(decision=""),
                name="incident_extension_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.what_ca


class PublicNoticeQuerySet(models.QuerySet["PublicNotice"]):
    """Public notices by whether they are shown."""

    def shown_on(self, day: date) -> Self:
        """Begun, not withdrawn, and not past their last day."""
        begun = self.filter(withdrawn_at=None, starts_on__lte=day)
        return begun.filter(models.Q(last_day=None) | models.Q(last_day__gte=day))


class PublicNotice(EntityModel):
    """A notice to everybody at the door of the office [avís / aviso]; `day` is the date that it is about."""

    title_ca = models.CharField(max_length=160)
    title_es = models.CharField(max_length=160, blank=True)
    text_ca = models.TextField(max_length=1000, blank=True)
    text_es = models.TextField(max_length=1000, blank=True)
    day: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    starts_on: models.DateField[date, date] = models.DateField(default=today)
    last_day: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(default=now)
    published_by_name = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PublicNoticeQuerySet)()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("starts_on")),
                name="public_notice_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title_ca
