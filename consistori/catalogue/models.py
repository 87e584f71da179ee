"""The scheme [quadre de classificació / cuadro de clasificación] as data with versions, and what hangs on
it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.models import Procedure, ProcedureReview, ProcedureVersion
from consistori.catalogue.rules.finding import Findable
from consistori.catalogue.rules.retention import RetentionFacts
from consistori.catalogue.rules.scheme import can_open_case
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.kernel.text import terms
from consistori.tenancy.models import EntityModel, InheritedManager, InheritedModel

__all__ = [
    "DocumentType",
    "Procedure",
    "ProcedureReview",
    "ProcedureVersion",
    "Scheme",
    "SchemeDraft",
    "Series",
    "SeriesEquivalence",
    "SeriesFavourite",
    "SeriesNeverDeleted",
    "SeriesUse",
    "in_language",
]


class SeriesNeverDeleted(Refusal):
    """A series is closed, never deleted: cases and documents keep its name for ever."""


def in_language(ca: str, es: str) -> str:
    """The text in the language of the reader, or in the one there is."""
    return (es or ca) if (get_language() or "ca").startswith("es") else (ca or es)


class Scheme(InheritedModel):
    """A classification scheme in one of its versions; the current one of the nearest entity is in force."""

    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    is_current = models.BooleanField(default=True)
    provenance = models.TextField(blank=True)
    adopted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "name", "version"], name="one_scheme_a_version"),
            models.UniqueConstraint(
                fields=["entity"], condition=models.Q(is_current=True), name="one_current_scheme_an_entity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series by what they are."""

    def in_force(self, on: date) -> Self:
        """Not closed on that day; `valid_to` is the first day without it."""
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on), valid_from__lte=on)

    def openable(self, on: date) -> Self:
        """Where a case can be opened: at the level of series, in force."""
        return self.in_force(on).filter(level=3)

    def not_adapted(self) -> Self:
        """Without those that the town has replaced by its own adaptation."""
        adapted = Series.objects.exclude(adapts=None).values("adapts_id")
        return self.exclude(pk__in=adapted)


class Series(InheritedModel):
    """A line of the scheme: function [funció], activity [activitat] or series [sèrie documental].

    `access_regime` is what a citizen who asks may see. Colleagues see every case, unless `reserved_roles`
    or `reserved_units` (codes of units) name who does. `finding` keeps the terms by which it is found.
    """

    class CaseKind(models.TextChoices):
        INDIVIDUAL = "individual", _("One matter, one case")
        ACCUMULATING = "accumulating", _("Accumulating: alike acts of a year in one case")
        SESSION = "session", _("Session of a collegiate body")

    class Access(models.TextChoices):
        PUBLIC = "public", _("Public access")
        RESTRICTED = "restricted", _("Restricted access")

    class Disposition(models.TextChoices):
        PERMANENT = "permanent", _("Kept for ever")
        TOTAL = "total", _("Total destruction")
        SELECTIVE = "selective", _("Selection: a part is kept")
        PENDING = "pending", _("No table yet: nothing may be destroyed")

    class RetentionStatus(models.TextChoices):
        VERIFIED = "verified", _("Approved table")
        PROPOSAL = "proposal", _("Proposed, with no table")
        NONE = "none", _("No table known")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="series")
    code = models.CharField(max_length=30)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    level = models.PositiveSmallIntegerField()
    title_ca = models.CharField(max_length=200)
    title_es = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    official_code = models.CharField(max_length=30, blank=True)
    hier_code = models.CharField(max_length=60, blank=True)
    case_kind = models.CharField(max_length=12, choices=CaseKind, blank=True, default="")
    access_regime = models.CharField(max_length=10, choices=Access, blank=True, default="")
    access_reason = models.CharField(max_length=60, blank=True)
    reserved_roles = models.JSONField(default=list, blank=True)
    reserved_units = models.JSONField(default=list, blank=True)
    disposition = models.CharField(max_length=10, choices=Disposition, default=Disposition.PENDING)
    retention_status = models.CharField(max_length=8, choices=RetentionStatus, default=RetentionStatus.NONE)
    table_code = models.CharField(max_length=20, blank=True)
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_ruling = models.TextField(blank=True)
    retention_source = models.CharField(max_length=200, blank=True)
    retention_proposal_years = models.PositiveSmallIntegerField(null=True, blank=True)
    words_ca = models.TextField(blank=True)
    words_es = models.TextField(blank=True)
    finding = models.JSONField(default=dict, blank=True, editable=False)
    provenance = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    adapts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    adapted_version = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = InheritedManager.from_queryset(SeriesQuerySet)()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "scheme", "code"], name="one_series_a_code"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="series_closed_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "level", "code"], name="series_in_scheme")]

    def __str__(self) -> str:
        return self.label

    @property
    def title(self) -> str:
        return in_language(self.title_ca, self.title_es)

    @property
    def label(self) -> str:
        """As people read it: «F601 Guals i reserves d’estacionament»."""
        return f"{self.code} {self.title}"

    @property
    def is_reserved(self) -> bool:
        """Whether colleagues without its roles or units see only its number."""
        return bool(self.reserved_roles or self.reserved_units)

    @property
    def can_open_case(self) -> bool:
        """Today: at the level of series and in force, as `openable` finds them."""
        return can_open_case(self.level) and self.is_in_force

    @property
    def is_in_force(self) -> bool:
        """Whether it has begun and is not closed, today."""
        return self.valid_from <= today() and (self.valid_to is None or self.valid_to > today())

    @property
    def retention(self) -> RetentionFacts:
        return RetentionFacts(self.disposition, self.retention_status, self.table_code, self.retention_years)

    @property
    def findable(self) -> Findable:
        return Findable(
            key=self.pk,
            code=self.code,
            title=frozenset(self.finding.get("title") or terms(f"{self.title_ca} {self.title_es}")),
            sayings=tuple(frozenset(saying) for saying in self.finding.get("sayings", ())),
            description=frozenset(self.finding.get("description", ())),
        )

    @property
    def has_drifted(self) -> bool:
        """Whether what this adaptation adapts has changed since."""
        return self.adapts is not None and self.adapts.version != self.adapted_version

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise SeriesNeverDeleted(_("A series is never deleted: close it, and its cases keep their class."))


class SeriesEquivalence(InheritedModel):
    """The crosswalk [taula d'equivalències]: the same or a near series in another scheme."""

    class Relation(models.TextChoices):
        SAME = "same", _("The same")
        BROADER = "broader", _("Broader there")
        NARROWER = "narrower", _("Narrower there")

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="equivalences")
    other_scheme = models.CharField(max_length=80)
    other_code = models.CharField(max_length=40)
    other_title = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.SAME)

    class Meta:
        ordering = ["other_scheme", "other_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "series", "other_scheme", "other_code"], name="one_equivalence_a_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.other_scheme} {self.other_code}"


class SeriesFavourite(EntityModel):
    """A series that a person keeps at hand [preferida / favorita]."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "person", "series"], name="one_favourite_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.series_id}"


class SeriesUse(EntityModel):
    """How many cases this town has opened in a series, so that the most used come first."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "series"], name="one_use_a_series")]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.times}"


class SchemeDraft(EntityModel):
    """A sheet that somebody brought, read and checked but not yet in force; applied or thrown away."""

    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=12, blank=True)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class DocumentTypeQuerySet(models.QuerySet["DocumentType"]):
    """Types by whether they are in use."""

    def in_use(self) -> Self:
        return self.filter(retired_on=None)


class DocumentType(InheritedModel):
    """A type of document [tipus documental / tipo documental] of the short shared list, with its ENI type."""

    class Origin(models.TextChoices):
        CITIZEN = "citizen", _("Citizen")
        ADMINISTRATION = "administration", _("Administration")

    code = models.CharField(max_length=30)
    name_ca = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    eni_type = models.CharField(max_length=4)
    default_origin = models.CharField(max_length=14, choices=Origin, default=Origin.ADMINISTRATION)
    words_ca = models.TextField(blank=True)
    words_es = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = InheritedManager.from_queryset(DocumentTypeQuerySet)()

    class Meta:
        ordering = ["place", "code"]
        constraints = [models.UniqueConstraint(fields=["entity", "code"], name="one_type_a_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_ca, self.name_es)
