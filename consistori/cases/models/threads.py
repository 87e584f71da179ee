"""The people of a case and the cases beside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from consistori.cases import texts
from consistori.cases.models.case import CaseFile
from consistori.cases.rules import RelationKind, Role
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class CaseParty(EntityModel):
    """A party in a case [persona interessada]: in what quality, and by whose power (Llei 39/2015, arts. 4
    and 5).
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=list(texts.ROLES.items()), default=Role.APPLICANT)
    represents = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="representatives"
    )
    power = models.CharField(max_length=120, blank=True)
    power_until = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "case", "party", "role"], name="a_party_once_in_a_role"
            ),
            models.CheckConstraint(
                condition=models.Q(represents=None) | models.Q(role=Role.REPRESENTATIVE),
                name="only_representatives_represent",
            ),
        ]
        indexes = [models.Index(fields=["entity", "party"], name="cases_of_party")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.party_id} ({self.role})"


class CaseRelation(EntityModel):
    """Two cases that have to do with each other [expedients relacionats]. `case` is the one that says it."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="relations_from")
    kind = models.CharField(
        max_length=10,
        choices=[(kind, label) for kind, (label, _back) in texts.RELATIONS.items()],
        default=RelationKind.RELATED,
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "case", "other"], name="one_relation_a_pair"),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="no_case_beside_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"

    def label_from(self, case_id: Any) -> Any:
        """The relation in words, as seen from one of its two cases."""
        ours, theirs = texts.RELATIONS[RelationKind(self.kind)]
        return ours if case_id == self.case_id else theirs
