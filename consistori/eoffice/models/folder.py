"""Messages of the folder [missatges / mensajes]: a person and whoever has their matter, in words and not in acts."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_MESSAGE = 3000


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations by whom they wait for."""

    def of_person(self, number: str) -> Self:
        """Those of that identifier: nobody else who is in the case reads them."""
        return self.filter(identifier=number)

    def to_answer(self) -> Self:
        """The last word is the citizen's, and nobody has said that it needs no answer."""
        return self.filter(last_is_theirs=True, settled_at=None)

    def unread(self) -> Self:
        """The last word is the town hall's, and the citizen has not opened it."""
        return self.filter(Q(seen_at=None) | Q(seen_at__lt=models.F("last_at")), last_is_theirs=False)


class Conversation(EntityModel):
    """What one person and whoever has their case or entry tell each other; each party of a case has her own.

    `identifier` is of the person who has come in, never of the firm for which she acts. Messages ask and explain: they
    file nothing, begin no term and notify nothing (Llei 39/2015, arts. 16 and 41).
    """

    case = models.ForeignKey("cases.CaseFile", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    language = models.CharField(max_length=2, default="ca")
    begun_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)
    last_is_theirs = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(ConversationQuerySet)()

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None, entry__isnull=False) | Q(case__isnull=False, entry=None),
                name="conversation_of_a_case_or_an_entry",
            ),
            models.UniqueConstraint(
                fields=["entity", "case", "identifier"], name="one_conversation_a_person_a_case"
            ),
            models.UniqueConstraint(
                fields=["entity", "entry", "identifier"], name="one_conversation_a_person_an_entry"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "identifier", "-last_at"], name="conversations_of_person"),
            models.Index(
                fields=["entity", "last_at"],
                condition=Q(last_is_theirs=True, settled_at=None),
                name="conversations_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.last_at:%Y-%m-%d}"


class FolderMessage(EntityModel):
    """One message, as it was written. `author_id` is of whoever answers; a citizen's has the hash of what identified
    her (`evidence`)."""

    append_only = True

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    is_theirs = models.BooleanField()
    text = models.TextField(max_length=LONGEST_MESSAGE)
    at = models.DateTimeField(default=now)
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=160)
    evidence = models.CharField(max_length=128, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["entity", "conversation", "at"], name="messages_of_conversation")]

    def __str__(self) -> str:
        return self.text[:60]
