"""What is still to be read: how many documents, and who goes first."""

from __future__ import annotations

from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from consistori.documents.models import Document, DocumentVersion
from consistori.tenancy.scope import current_scope

FIRST, USUAL, BULK = 10, 0, -10
"""Priorities: what somebody has just made or changed; what came in; one of many that came in together."""

A_FEW = 5
"""So many papers of one person wait as any other; those after them are many."""

READING = "documents.read_words"
_ALIVE = ("todo", "doing")


def still_to_be_read() -> int:
    """How many documents of the scope wait for their words to be read. One statement."""
    heard = Q(
        task_name="trail.hear",
        args__kind__in=["documents.DocumentReceived", "documents.VersionAdded", "documents.DocumentFrozen"],
        args__listener="consistori.documents.reactions.read_its_words",
    )
    waiting = Q(task_name=READING) | heard
    entities = Q(args__entity_id__in=list(current_scope().entity_ids))
    return ProcrastinateJob.objects.filter(waiting, entities, status__in=_ALIVE).count()


def priority_of(document: Document) -> int:
    """When a document that has come in is read: before the many that somebody brought together. One statement."""
    by_hand = document.created_by_id is not None
    if by_hand and (document.version.making != DocumentVersion.Making.BROUGHT or document.version.number > 1):
        return FIRST
    others = ProcrastinateJob.objects.filter(
        task_name=READING, status="todo", args__by=str(document.created_by_id or "")
    )
    return BULK if others[:A_FEW].count() >= A_FEW else USUAL
