"""The letter that says until when the town hall has to answer [comunicació de terminis / comunicación de plazos]."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class TermLetterQuerySet(models.QuerySet["TermLetter"]):
    """Letters by how far they have come."""

    def to_go_out(self) -> Self:
        """Not out yet, the one that must go first before."""
        return self._owed().order_by("due_on", "made_at")

    def late_on(self, day: date) -> Self:
        """Those whose ten working days are over, or end today, and are not out."""
        return self._owed().filter(due_on__lte=day)

    def _owed(self) -> Self:
        # Of an entry that was annulled nobody waits for an answer.
        return self.filter(exit=None, entry__state__annulled_at=None)


class TermLetter(EntityModel):
    """What is told to whoever filed, within ten working days (Llei 39/2015, art. 21.4; R-RES-04): the date on which it
    entered, the longest term and what silence means.

    `begins`, `last_day` (None while a calendar is missing), `sure`, `length` and `due_on` are as they were counted when
    the letter was written; `document` is the letter, and `exit` the exit by which it went.
    """

    class State(models.TextChoices):
        MAKING = "making", _("It is being made")
        READY = "ready", _("Ready to be given or sent")
        OUT = "out", _("Sent")

    class Way(models.TextChoices):
        FOLDER = "folder", _("In their folder, with a notice by e-mail")
        HAND = "hand", _("Given by hand")
        POST = "post", _("By post")

    entry = models.OneToOneField(
        "registry.RegistryEntry", on_delete=models.PROTECT, related_name="term_letter"
    )
    procedure = models.CharField(max_length=20)
    version_id = models.UUIDField()
    begins = models.DateField()
    last_day = models.DateField(null=True)
    sure = models.DateField()
    length = models.CharField(max_length=60)
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=State, default=State.MAKING)
    way = models.CharField(max_length=6, choices=Way, blank=True)
    document = models.OneToOneField(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_sealed = models.BooleanField(default=False)
    fault = models.CharField(max_length=300, blank=True)
    exit = models.OneToOneField(
        "registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    sent_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(TermLetterQuerySet)()

    class Meta:
        verbose_name = _("letter of the term")
        verbose_name_plural = _("letters of the term")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exit=None, sent_at=None)
                | models.Q(exit__isnull=False, sent_at__isnull=False),
                name="term_letter_out_has_its_exit",
            )
        ]
        indexes = [
            models.Index(
                fields=["entity", "due_on"], condition=models.Q(exit=None), name="term_letters_to_go_out"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.state}"

    @property
    def is_out(self) -> bool:
        return self.state == self.State.OUT
