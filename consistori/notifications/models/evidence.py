"""What happened to a notification, chained by hashes, and the sealed proofs of it (Llei 39/2015, arts. 41.1 and 43)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.notifications.models.notification import Notification
from consistori.tenancy.models import EntityModel


class Evidence(EntityModel):
    """A line of the evidence of a notification [evidència]: what, when, by which carrier, by whom, and what is known.

    `said` are plain values. Each line carries the hash of the one before: `sha256` is over `line`, so that taking one
    out or changing it shows.
    """

    append_only: ClassVar[bool] = True

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    carrier = models.CharField(max_length=12, blank=True)
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    said = models.JSONField(default=dict, blank=True)
    document_id = models.UUIDField(null=True, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "notification", "number"], name="one_line_of_evidence_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def line(self) -> dict[str, Any]:
        """What its hash covers, as the proof says it."""
        return {
            "number": self.number,
            "kind": self.kind,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "carrier": self.carrier,
            "by": self.by_name,
            "said": self.said,
            "document": str(self.document_id) if self.document_id else "",
            "previous": self.previous,
        }

    def seal(self) -> None:
        """Reckon its hash."""
        self.sha256 = hash_of(self.notification_id, self.line)


def hash_of(notification_id: UUID, line: dict[str, Any]) -> str:
    """SHA-256 of a line: its canonical JSON (keys in order, no spaces, UTF-8) after the key of its notification."""
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{notification_id}\n{text}".encode()).hexdigest()


class StampedList(EntityModel):
    """The hashes of a batch of proofs, one a line in order, with one timestamp over them all (RFC 3161).

    `content` are the bytes that the token stamps; `token` is None while no authority answers: a job asks again.
    """

    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    token = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["entity", "made_at"], condition=models.Q(token=None), name="lists_without_stamp"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} · {self.sha256[:12]}"


class Proof(EntityModel):
    """A machine-readable proof of a notification: of when it was put at disposal, or of how it ended.

    `data` is its JSON as it was sealed; `signature` is apart (CAdES, level B-B) with the seal of the body, and `stamp`
    the list that dates it with the rest of its batch. `last_line` is the last of the evidence that it tells. Without a
    seal fixed by the town it stays unsealed and says so.
    """

    class Kind(models.TextChoices):
        AVAILABILITY = "availability", pgettext_lazy("proof", "Put at disposal")
        OUTCOME = "outcome", pgettext_lazy("proof", "How it ended")

    class Sealing(models.TextChoices):
        WAITING = "waiting", _("The seal is on its way")
        SEALED = "sealed", _("Sealed")
        NO_SEAL = "no_seal", _("The town hall has not fixed a seal for it")

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=12, choices=Kind)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    last_line = models.PositiveIntegerField()
    sealing = models.CharField(max_length=7, choices=Sealing, default=Sealing.WAITING)
    signature = models.BinaryField(null=True)
    stamp = models.ForeignKey(
        StampedList, null=True, blank=True, on_delete=models.PROTECT, related_name="proofs"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "notification", "kind", "last_line"], name="one_proof_a_line"
            )
        ]
        indexes = [
            models.Index(
                fields=["entity", "id"],
                condition=models.Q(sealing="waiting"),
                name="proofs_to_seal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"
