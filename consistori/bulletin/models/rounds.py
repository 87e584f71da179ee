"""The rounds of the board: what its public page served each hour."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from consistori.bulletin.rules.rounds import Round
from consistori.tenancy.models import EntityModel, ScopedManager


class BoardRound(EntityModel):
    """One round [ronda] of the whole board, chained to the one before. Nobody changes nor removes it.

    `content` is the canonical JSON that was hashed (`rules.rounds`): when, and of each edict of that hour its
    reference, what was seen and the SHA-256 of what was served.
    """

    append_only = True

    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    content = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    edicts = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = ScopedManager()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["entity", "seq"], name="one_round_a_number")]
        indexes = [models.Index(fields=["entity", "at"], name="rounds_by_hour")]

    def __str__(self) -> str:
        return f"{self.seq} · {self.hash[:12]}"

    @property
    def as_round(self) -> Round:
        """As the rules take it."""
        return Round(self.seq, self.content, self.previous_hash, self.hash)
