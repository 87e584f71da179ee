"""The chain of facts of each entity, its head, and the log of readings. They only grow."""

from typing import ClassVar

from django.db import models

from consistori.tenancy.models import EntityModel


class ChainHead(EntityModel):
    """Where the chain of an entity stands: the number and the hash of its last event."""

    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32, default=bytes(32))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity"], name="one_chain_an_entity")]

    def __str__(self) -> str:
        return str(self.seq)


class TrailEvent(EntityModel):
    """One fact in the chain: `hash = SHA-256(previous_hash || content)`, `content` being its canonical JSON."""

    append_only = True

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=160)
    channel = models.CharField(max_length=12)
    content = models.TextField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "seq"], name="one_event_a_number")]
        indexes = [
            models.Index(fields=["entity", "subject_id", "seq"], name="trail_subject"),
            models.Index(fields=["entity", "actor_id", "seq"], name="trail_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Reading(EntityModel):
    """Somebody opened something with personal data: who, what, when (RGPD; ENS op.exp.8)."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    label = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=12, default="web")

    class Meta:
        indexes = [
            models.Index(fields=["entity", "record_id", "at"], name="reading_record"),
            models.Index(fields=["entity", "person_id", "at"], name="reading_person"),
            models.Index(fields=["entity", "at", "id"], name="reading_log"),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.label}"
