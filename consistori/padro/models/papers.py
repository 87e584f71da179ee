"""Slips and certificates that were asked for, and what became of each."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.kernel.clock import now
from consistori.padro.rules.slips import Span, What, Why
from consistori.tenancy.models import EntityModel, ScopedManager

WHATS = {
    What.SLIP: _("Residence slip"),
    What.CERTIFICATE: _("Residence certificate"),
}
SPANS = {
    Span.ALONE: _("Of one person"),
    Span.TOGETHER: _("With whom they live"),
}


class PaperQuerySet(models.QuerySet["ResidencePaper"]):
    """Papers by how they stand."""

    def waiting(self) -> Self:
        """For somebody of the house: to be ordered, or stopped on the way."""
        return self.filter(state__in=(ResidencePaper.State.ASKED, ResidencePaper.State.STOPPED))

    def of_applicant(self, identifier: str) -> Self:
        return self.filter(applicant_identifier=identifier)


class ResidencePaper(EntityModel):
    """A slip [volant / volante] or certificate [certificat d'empadronament] that somebody has asked for, by its entry.

    `why` says why it waits for a person or stopped; `allowed` are the keys of the adults who have let it name them,
    and `allowed_how` how that is known. `source` and `as_of`, the register that answered; what it says is in its
    document. `token` is of the page that asked for it: pressed twice, it asks once.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("residence paper", "Waits for somebody of the town hall")
        ORDERED = "ordered", pgettext_lazy("residence paper", "Being made")
        SIGNING = "signing", pgettext_lazy("residence paper", "Waits for the secretary's signature")
        STOPPED = "stopped", pgettext_lazy("residence paper", "Stopped on the way")
        ISSUED = "issued", pgettext_lazy("residence paper", "Issued")
        REFUSED = "refused", pgettext_lazy("residence paper", "Not issued")

    what = models.CharField(max_length=11, choices=list(WHATS.items()))
    span = models.CharField(max_length=8, choices=list(SPANS.items()), default=Span.ALONE)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    why = models.CharField(max_length=12, blank=True, choices=[(one, one) for one in Why])
    entry = models.OneToOneField("registry.RegistryEntry", on_delete=models.PROTECT, related_name="+")
    exit = models.OneToOneField(
        "registry.RegistryEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.ForeignKey(
        "cases.CaseFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    applicant_identifier = models.CharField(max_length=40)
    applicant_name = models.CharField(max_length=420)
    subject_key = models.UUIDField(null=True, blank=True)
    subject_name = models.CharField(max_length=420, blank=True)
    language = models.CharField(max_length=2, default="ca")
    purpose = models.CharField(max_length=200, blank=True)
    allowed: Any = ArrayField(models.UUIDField(), default=list, blank=True)
    allowed_how = models.CharField(max_length=200, blank=True)
    is_automatic = models.BooleanField(default=False)
    approval = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=160, blank=True)
    as_of = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(default=now)
    ordered_by_id = models.UUIDField(null=True, blank=True)
    ordered_by_name = models.CharField(max_length=160, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    token = models.CharField(max_length=40, blank=True, default="", db_default="")

    objects: ClassVar[Any] = ScopedManager.from_queryset(PaperQuerySet)()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("paper of the register of residents")
        verbose_name_plural = _("papers of the register of residents")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "token"], condition=~Q(token=""), name="a_page_asks_one_paper"
            )
        ]
        indexes = [
            models.Index(fields=["entity", "applicant_identifier", "-asked_at"], name="papers_by_applicant"),
            models.Index(
                fields=["entity", "asked_at"],
                condition=Q(state__in=("asked", "stopped")),
                name="papers_waiting",
            ),
            models.Index(fields=["entity", "document"], name="papers_by_document"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.entry_id}"

    @property
    def is_being_made(self) -> bool:
        return self.state == self.State.ORDERED

    @property
    def is_deciding(self) -> bool:
        """A rule of the town decides it in a moment: nothing is known yet against it."""
        return self.state == self.State.ASKED and not self.why and not self.note

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED


class YearCase(EntityModel):
    """The accumulating case [expedient acumulatiu] where the papers of a year go (e-SET, 4)."""

    year = models.PositiveSmallIntegerField()
    case = models.ForeignKey("cases.CaseFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "year"], name="one_padro_case_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.case_id}"


class HouseholdConsent(EntityModel):
    """An adult lets the slips of those with whom they live say their name [autorització de qui hi conviu].

    They give it themselves, having come in, for a year at most; `withdrawn_at` when they take it back.
    """

    key = models.UUIDField()
    identifier = models.CharField(max_length=40)
    name = models.CharField(max_length=420)
    given_at = models.DateTimeField(default=now)
    until = models.DateField()
    evidence = models.CharField(max_length=128, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "key"], condition=Q(withdrawn_at=None), name="one_open_consent_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, on: date) -> bool:
        """Given, not taken back, and its day has not come."""
        return self.withdrawn_at is None and on <= self.until
