"""The case file itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.cases import texts, visibility
from consistori.cases.rules import Ending, Situation, State
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.tenancy.models import EntityModel, ScopedManager


class CaseQuerySet(models.QuerySet["CaseFile"]):
    """Adjectives of cases, from which questions are built."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose contents `actor` may read (design, decision 10)."""
        return self.filter(visibility.readable_by(actor))

    def known_to(self, actor: Actor) -> Self:
        """Those that `actor` may know to exist: of the reserved ones, their number and whom to ask."""
        return self.filter(visibility.known_by(actor))

    def visible_to_any(self, actors: Iterable[Actor]) -> Self:
        """Over several towns: those that a person, as she is in each of them, may read."""
        return self.filter(visibility.of_any(actors, visibility.readable_by))

    def open(self) -> Self:
        return self.filter(situation=Situation.OPEN)

    def closed(self) -> Self:
        return self.filter(situation=Situation.CLOSED)

    def to_be_classified(self) -> Self:
        return self.open().filter(series=None)

    def carried_by(self, person_id: Any) -> Self:
        return self.open().filter(carried_by_id=person_id)


class CaseManager(ScopedManager.from_queryset(CaseQuerySet)):  # type: ignore[misc]
    """Cases of the entities of the scope."""


class CaseFile(EntityModel):
    """The case file [expedient / expediente]: a folder with a number, a title, and all that happens in a
    matter.

    Its number never changes, has no series in it and leaves no gap. `last_moved_at` orders the lists.
    A case without series is *to be classified* [pendent de classificar] and open to the whole town hall.
    """

    class ReservedCause(models.TextChoices):
        NONE = "", _("Not reserved")
        SERIES = "series", _("By its series")
        DECISION = "decision", _("By decision")

    number = models.CharField(max_length=32)
    title = models.CharField(max_length=250)
    series = models.ForeignKey(
        "catalogue.Series", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=list(texts.STATES.items()), default=State.INITIATION)
    situation = models.CharField(max_length=8, choices=list(texts.SITUATIONS.items()), default=Situation.OPEN)
    opened_on = models.DateField(default=today)
    created_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, choices=list(texts.ENDINGS.items()), blank=True)
    ending_note = models.CharField(max_length=500, blank=True)
    eni_identifier = models.CharField(max_length=60)
    reserved = models.BooleanField(default=False)
    reserved_cause = models.CharField(max_length=8, choices=ReservedCause, blank=True, default="")
    reserved_reason = models.CharField(max_length=300, blank=True)
    reserved_to = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reserved_units = ArrayField(models.UUIDField(), default=list, blank=True)
    cover = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    last_moved_at = models.DateTimeField(default=now)
    search = SearchVectorField(null=True, editable=False)

    objects: ClassVar[Any] = CaseManager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_case_a_number"),
            models.CheckConstraint(
                condition=models.Q(situation=Situation.OPEN, closed_at=None)
                | (models.Q(situation=Situation.CLOSED, closed_at__isnull=False) & ~models.Q(ending="")),
                name="closed_cases_say_how_they_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(reserved=False, reserved_cause="")
                | (models.Q(reserved=True) & ~models.Q(reserved_cause="")),
                name="reserved_cases_say_why",
            ),
        ]
        indexes = [
            models.Index(
                "entity",
                "situation",
                models.F("last_moved_at").desc(),
                models.F("id").desc(),
                name="cases_by_situation",
            ),
            models.Index(
                "entity", models.F("last_moved_at").desc(), models.F("id").desc(), name="cases_by_last_move"
            ),
            models.Index(fields=["entity", "carried_by", "situation"], name="cases_by_carrier"),
            models.Index(fields=["entity", "series", "situation"], name="cases_by_series"),
            GinIndex(fields=["search"], name="cases_search"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.situation == Situation.OPEN

    @property
    def is_closed(self) -> bool:
        return self.situation == Situation.CLOSED

    @property
    def etag(self) -> str:
        return f'"{self.pk.hex}-{self.version}"'

    @property
    def ending_label(self) -> Any:
        return texts.ENDINGS[Ending(self.ending)] if self.ending else ""
