"""The decree book [llibre de decrets / libro de decretos]: what was decided, its transcription, its closing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.bodies.rules.competence import Manner
from consistori.bodies.rules.naming import number_said
from consistori.tenancy.models import EntityModel, ScopedManager


class DecreeQuerySet(models.QuerySet["Decree"]):
    """Decrees by where they stand in the book."""

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def transcribed(self) -> Self:
        """Entered in the book by the secretary."""
        return self.filter(Exists(_entered(done=True)))

    def to_transcribe(self) -> Self:
        """In no transcription, signed or on its way."""
        return self.filter(~Exists(Transcribed.objects.filter(decree_id=OuterRef("pk"))))

    def unsent(self) -> Self:
        """In no extract to the State and the Generalitat."""
        from consistori.bodies.models.extracts import RemittedDecree

        return self.filter(~Exists(RemittedDecree.objects.filter(decree_id=OuterRef("pk"))))

    def in_order(self) -> Self:
        """As the book has them: the last first."""
        return self.order_by("-year", "-number")


class Decree(EntityModel):
    """A decree [decret d'alcaldia / decreto de alcaldía] in its book: it is written once, and never again (R-DEC-01).

    `manner` is how whoever signed it had the competence on that day (R-DEC-02), and `delegation` the decree by which
    she had it; `decided_on` the day on which the number was drawn. `request` is the signature that decided it, or None
    when it was signed outside.
    """

    append_only = True

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    request = models.ForeignKey(
        "signature.SignatureRequest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    title = models.CharField(max_length=300)
    signer = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    signer_name = models.CharField(max_length=160)
    signer_post = models.CharField(max_length=240, blank=True)
    manner = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Manner])
    delegation = models.ForeignKey(
        "directory.Delegation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    search = SearchVectorField(null=True, editable=False)

    objects: ClassVar[Any] = ScopedManager.from_queryset(DecreeQuerySet)()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="one_decree_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decrees_begin_at_one"),
            models.CheckConstraint(
                condition=Q(manner="own", delegation=None) | (~Q(manner="own") & Q(delegation__isnull=False)),
                name="decree_of_another_says_by_which",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "decided_on"], name="decree_day"),
            GinIndex(fields=["search"], name="decree_words"),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """Its number as it is written: «2026/0123»."""
        return number_said(self.year, self.number)

    @property
    def path(self) -> str:
        """Its page below the desk of the town."""
        return f"decrees/{self.year}/{self.number}/"

    @property
    def url(self) -> str:
        """Its page, in the desk of its town."""
        return self.entity.staff_url(self.path)

    @property
    def is_by_another(self) -> bool:
        return bool(self.manner != Manner.OWN)


class Transcription(EntityModel):
    """A transcription [diligència de transcripció / diligencia de transcripción]: the secretary enters decrees in the
    book with her faith (RD 128/2018, art. 3.2.e; ROF, art. 200), one paper for many.

    It is done when she signs it, or when the seal of her post is on it where the town has fixed so.
    """

    class State(models.TextChoices):
        SIGNING = "signing", _("Waiting for her signature")
        SEALING = "sealing", _("Waiting for its seal")
        DONE = "done", _("Done")

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.SIGNING)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_name = models.CharField(max_length=160)
    person_post = models.CharField(max_length=120, blank=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    trouble = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="one_transcription_a_number"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="done_transcription_says_when",
            ),
        ]
        indexes = [models.Index(fields=["entity", "state"], name="transcription_state")]

    def __str__(self) -> str:
        return number_said(self.year, self.number)

    @property
    def said(self) -> str:
        return number_said(self.year, self.number)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class Transcribed(EntityModel):
    """A decree in a transcription, with the hash of the signed file that the secretary had before her.

    When the transcription is returned unsigned its rows go, and the decrees wait again.
    """

    decree = models.OneToOneField(Decree, on_delete=models.PROTECT, related_name="transcribed")
    transcription = models.ForeignKey(Transcription, on_delete=models.PROTECT, related_name="rows")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="transcribed_file_by_its_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decree_id} → {self.transcription_id}"


def _entered(*, done: bool) -> models.QuerySet[Any]:
    rows = Transcribed.objects.filter(decree_id=OuterRef("pk"))
    return rows.filter(transcription__state=Transcription.State.DONE) if done else rows


class Annulment(EntityModel):
    """A decree leaves another one without effect [deixar sense efecte / dejar sin efecto]; both stay in the book.

    The number of the wrong one is never used again (R-DEC-01; Llei 39/2015, art. 106 i 109).
    """

    append_only = True

    decree = models.OneToOneField(Decree, on_delete=models.PROTECT, related_name="annulment")
    by_decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="annuls")
    reason = models.CharField(max_length=300)
    noted_at = models.DateTimeField()
    noted_by_name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(decree=models.F("by_decree")), name="no_decree_annuls_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decree_id} × {self.by_decree_id}"


class ClosedBook(EntityModel):
    """The book of a year, closed [llibre tancat / libro cerrado]: one PDF with its index, sealed.

    `last` is its last number; what it says is fixed with it. `trouble` is why the last try did not make it.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        DONE = "done", _("Closed book")

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=State, default=State.MAKING)
    document = models.OneToOneField(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=160)
    closed_at = models.DateTimeField(null=True, blank=True)
    trouble = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year"], name="one_closing_a_year"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(document__isnull=False, closed_at__isnull=False),
                name="closed_book_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


def local_day(moment: datetime) -> date:
    """The day at the town hall of an instant."""
    return timezone.localtime(moment).date()
