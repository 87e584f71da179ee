"""Parties that are one: what is proposed, and what was decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.parties.models.party import Party
from consistori.tenancy.models import EntityModel


class PartyMerge(EntityModel):
    """Somebody said that two parties are one [unificació / unificación]: `absorbed` is known as `kept`.

    Nothing is moved: the parties that are one are a tree of these rows, and `Party.merged_into` its root, so that
    undoing takes the row away and everything is where it was. `taken` are the data that `kept` took from
    `absorbed`: field, value before, value taken.
    """

    kept = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merges_as_absorbed")
    taken = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "absorbed"], condition=models.Q(undone_at=None), name="absorbed_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("absorbed")), name="nobody_absorbs_herself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class Duplicate(EntityModel):
    """Two parties that may be one, with the reasons; what a person said of them is not asked again.

    `reasons` are pairs of code and value (`rules.duplicates`); `one` has the smaller key.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        DIFFERENT = "different", _("They are two")
        UNITED = "united", _("They are one")

    one = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    weight = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "one", "other"], name="one_proposal_a_pair"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_in_order"),
        ]
        indexes = [models.Index(fields=["entity", "state", "-weight", "id"], name="proposals_by_weight")]

    def __str__(self) -> str:
        return f"{self.one_id} ≟ {self.other_id}"
