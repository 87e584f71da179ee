"""What we look up instead of asking for it: whether the person is against it, and what was looked up."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class ConsultChoice(EntityModel):
    """A person says that we may not look something up [oposició a la consulta], or lets us again (R-DOC-07).

    Nobody is asked to consent: the law lets us, unless they are against it (Llei 39/2015, art. 28.2). The last row of
    a draft and a consultation is what counts; `draft_id` leads to the entry once it is sent.
    """

    append_only = True

    draft_id = models.UUIDField()
    procedure = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    what = models.CharField(max_length=250)
    basis = models.CharField(max_length=250, blank=True)
    opposed = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)
    evidence = models.CharField(max_length=128, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["entity", "draft_id"], name="consult_choices_of_draft")]

    def __str__(self) -> str:
        return f"{self.key}: {'against' if self.opposed else 'not against'}"


class ConsultMade(EntityModel):
    """Something was looked up in another administration [consulta de dades]: who, for which entry, on what basis."""

    append_only = True

    class Outcome(models.TextChoices):
        FOUND = "found", _("It answers")
        NOTHING = "nothing", _("It has nothing of that person")
        AWAY = "away", _("It does not answer now")

    entry = models.ForeignKey("registry.RegistryEntry", on_delete=models.PROTECT, related_name="consults")
    key = models.CharField(max_length=60)
    what = models.CharField(max_length=250)
    basis = models.CharField(max_length=250, blank=True)
    identifier = models.CharField(max_length=40)
    source = models.CharField(max_length=120)
    number = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    said = models.JSONField(default=list)
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["entity", "entry", "at"], name="consults_of_entry")]

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"
