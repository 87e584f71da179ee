"""An edict [edicte / edicto], and what its text told of people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.bulletin import kinds
from consistori.bulletin.rules.exposing import Standing, standing
from consistori.bulletin.rules.personal import Do, What
from consistori.kernel.clock import today
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_SUMMARY = 600
STANDINGS = {
    Standing.DRAFT: pgettext_lazy("edict", "Being prepared"),
    Standing.TO_COME: pgettext_lazy("edict", "Not yet on the board"),
    Standing.EXPOSED: pgettext_lazy("edict", "On the board"),
    Standing.ENDED: pgettext_lazy("edict", "Exposure ended"),
    Standing.TAKEN_DOWN: pgettext_lazy("edict", "Taken down"),
}
WHATS = {
    What.NUMBER: _("Identity number"),
    What.DOUBTFUL_NUMBER: _("Identity number whose letter is not right"),
    What.FIRM: _("Number of a firm"),
    What.PASSPORT: _("Passport"),
    What.IBAN: _("Bank account"),
    What.PHONE: _("Telephone"),
    What.EMAIL: _("E-mail address"),
    What.ADDRESS: _("Postal address"),
    What.BIRTH: _("Date of birth"),
    What.CADASTRE: _("Cadastral reference"),
    What.NAME: _("Name of somebody of the case"),
    What.PROTECTED: _("A protected person"),
    What.SAID: _("What you wrote"),
}
DOINGS = {
    Do.KEEP: pgettext_lazy("personal data", "Leave it"),
    Do.MASK: pgettext_lazy("personal data", "Four figures only"),
    Do.HIDE: pgettext_lazy("personal data", "Hide it"),
}


class EdictQuerySet(models.QuerySet["Edict"]):
    """Edicts by where they stand: a function of the day, asked with the same words as `rules.exposing.standing`."""

    def published(self) -> Self:
        """Those with a number, whether they are on the board or not."""
        return self.exclude(published_at=None)

    def drafts(self) -> Self:
        return self.filter(published_at=None, dropped_at=None)

    def exposed(self, on: date) -> Self:
        """On the board that day."""
        return self.published().filter(taken_down_at=None, starts_on__lte=on, until_on__gte=on)

    def to_come(self, on: date) -> Self:
        return self.published().filter(taken_down_at=None, starts_on__gt=on)

    def over(self, on: date) -> Self:
        """No longer there: its days ended, or it was taken down."""
        return self.published().filter(models.Q(until_on__lt=on) | models.Q(taken_down_at__isnull=False))

    def to_certify(self, on: date) -> Self:
        """Over, seen by anybody who came, and nobody has certified it yet."""
        was_there = models.Q(taken_down_at=None) | models.Q(taken_down_at__date__gte=models.F("starts_on"))
        return self.over(on).filter(was_there).exclude(certificate_state=Edict.Certificate.READY)


class Edict(EntityModel):
    """Something that is published on the board for some days.

    `source` is the document as the town hall has it, `shown` the version that everybody reads, cleaned of what may not
    be told; `shown_text` its words. `organ` is the body that publishes. The days are whole: from `starts_on` to the end
    of `until_on`; `reckoned` is the sum. `entry_slip` proves when it went in, `certificate` the whole exposure.
    """

    class Why(models.TextChoices):
        COURT = "court", _("By order of a court")
        ANNULLED = "annulled", _("What was published was annulled")
        MISTAKE = "mistake", _("It was published by mistake")
        PEOPLE = "people", _("It told of people more than it may")

    class Certificate(models.TextChoices):
        NONE = "", _("Not yet")
        SIGNING = "signing", _("Waiting for the secretary")
        STOPPED = "stopped", _("Somebody must look at it")
        READY = "ready", _("Certified")

    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=LONGEST_SUMMARY, blank=True)
    organ = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="ca")
    source = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    source_version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    shown = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shown_sha256 = models.CharField(max_length=64, blank=True)
    shown_text = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    amount = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=14, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    reckoned = models.JSONField(default=dict, blank=True)
    journal = models.CharField(max_length=160, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    prepared_at = models.DateTimeField(auto_now_add=True)
    prepared_by_id = models.UUIDField(null=True, blank=True)
    prepared_by_name = models.CharField(max_length=160, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.UUIDField(null=True, blank=True)
    published_by_name = models.CharField(max_length=160, blank=True)
    entry_slip = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry_sealed_at = models.DateTimeField(null=True, blank=True)
    exit_slip = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    exit_sealed_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by_name = models.CharField(max_length=160, blank=True)
    taken_down_why = models.CharField(max_length=10, choices=Why, blank=True)
    taken_down_words = models.CharField(max_length=500, blank=True)
    certificate = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certificate_state = models.CharField(max_length=8, choices=Certificate, blank=True, default="")
    certificate_fault = models.CharField(max_length=300, blank=True)
    certified_at = models.DateTimeField(null=True, blank=True)
    search = SearchVectorField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScopedManager.from_queryset(EdictQuerySet)()

    class Meta:
        ordering = ["-starts_on", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="one_edict_a_number"),
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | models.Q(
                    number__isnull=False,
                    year__isnull=False,
                    starts_on__isnull=False,
                    until_on__isnull=False,
                    shown__isnull=False,
                    shown_sha256__regex=r"^[0-9a-f]{64}$",
                ),
                name="a_published_edict_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("starts_on")),
                name="an_edict_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_down_at=None) | ~models.Q(taken_down_why=""),
                name="an_edict_taken_down_says_why",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="edicts_search"),
            models.Index(fields=["entity", "until_on", "starts_on"], name="edicts_by_day"),
            models.Index(fields=["entity", "source"], name="edicts_of_document"),
            models.Index(
                fields=["entity", "certificate_state"],
                condition=models.Q(published_at__isnull=False) & ~models.Q(certificate_state="ready"),
                name="edicts_to_certify",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("bulletin:edict", args=[self.pk])

    @property
    def reference(self) -> str:
        """«2026/14»; empty until it is published."""
        return f"{self.year}/{self.number}" if self.number else ""

    @property
    def line(self) -> kinds.Kind:
        """Its kind, with what its article orders."""
        return kinds.kind_of(self.kind)

    @property
    def standing(self) -> Standing:
        return self.standing_on(today())

    def standing_on(self, day: date) -> Standing:
        """Where it stands on a day, job or no job."""
        return standing(
            published_at=self.published_at,
            starts_on=self.starts_on,
            until_on=self.until_on,
            taken_down_at=self.taken_down_at,
            today=day,
        )

    @property
    def standing_words(self) -> Any:
        return STANDINGS[self.standing]

    @property
    def is_exposed(self) -> bool:
        return self.standing is Standing.EXPOSED

    @property
    def is_draft(self) -> bool:
        return self.standing is Standing.DRAFT

    @property
    def since(self) -> datetime | None:
        """The instant in which anybody could read it: the first of its first day, or when it was published that day."""
        if self.published_at is None or self.starts_on is None:
            return None
        return max(self.published_at, _midnight(self.starts_on))

    @property
    def until(self) -> datetime | None:
        """The instant in which it left, or will leave, the board."""
        if self.until_on is None:
            return None
        ends = _midnight(self.until_on + timedelta(days=1))
        return min(ends, self.taken_down_at) if self.taken_down_at else ends


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class Datum(EntityModel):
    """Something that the text tells of people, what was proposed, and what a person decided.

    `text` is wiped when the exposure is certified: what was decided stays, the datum does not.
    """

    edict = models.ForeignKey(Edict, on_delete=models.CASCADE, related_name="data")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=16, choices=list(WHATS.items()))
    text = models.CharField(max_length=300, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    proposal = models.CharField(max_length=4, choices=list(DOINGS.items()))
    shown_as = models.CharField(max_length=60, blank=True)
    article = models.CharField(max_length=120, blank=True)
    may_keep = models.BooleanField(default=True)
    decision = models.CharField(max_length=4, choices=list(DOINGS.items()), blank=True)
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "edict", "position"], name="one_datum_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.places})"

    @property
    def chosen(self) -> str:
        """What was decided, or what is proposed."""
        return str(self.decision or self.proposal)

    @property
    def options(self) -> list[tuple[str, Any]]:
        """What may be done with it here."""
        kept = [Do.KEEP] if self.may_keep else []
        masked = [Do.MASK] if self.shown_as else []
        return [(do.value, DOINGS[do]) for do in (*kept, *masked, Do.HIDE)]
