"""Building the index of words again while the town works: a few documents at a time, each with its own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from consistori.documents.models import Document, DocumentText
from consistori.documents.search.indexing import index_entry
from consistori.documents.search.waiting import BULK
from consistori.kernel.clock import now
from consistori.tenancy import jobs
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

BATCH = 50
MOST_UNREAD = 500
AN_HOUR = timedelta(hours=1)
Tell = Callable[[int], None]


@dataclass
class Rebuilt:
    """What was done: how many were indexed again, and how many were left for their words to be read."""

    indexed: int = 0
    to_be_read: int = 0


def rebuild(entity: Entity, *, tell: Tell | None = None, most: int | None = None) -> Rebuilt:
    """Index again every kept document of the entity, the newest first. Whoever looks for something meanwhile finds it.

    A killed one may be begun again: nothing is taken out before the new entry is in its place.
    """
    done, before = Rebuilt(), None
    while most is None or done.indexed < most:
        with working_for(entity):
            before = _batch(before, done)
        if before is None:
            break
        if tell:
            tell(done.indexed)
    return done


def _batch(before: UUID | None, done: Rebuilt) -> UUID | None:
    """Fifty more; the last of them, None when there are no more."""
    from consistori.documents.jobs import read_words

    rows = Document.objects.filter(erased_at=None).order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    # Whoever is being changed now is indexed by who changes it.
    documents = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("version")[:BATCH])
    texts = dict(
        DocumentText.objects.filter(version__in=[one.version_id for one in documents]).values_list(
            "version_id", "text"
        )
    )
    for document in documents:
        if document.version_id not in texts:
            jobs.defer(read_words, priority=BULK, document_id=str(document.pk))
            done.to_be_read += 1
        text = texts.get(document.version_id, "")
        document.search = index_entry(document.title, document.version.name, text)
        document.save(update_fields=["search"])
        done.indexed += 1
    return documents[-1].pk if len(documents) == BATCH else None


def read_what_was_not(entity: Entity) -> int:
    """Leave again to be read the documents whose words nobody has read an hour after they came; how many.

    What is in quarantine is left unread again, and what harms is for ever: that is a job of a moment.
    """
    from consistori.documents.jobs import read_words

    with working_for(entity):
        read = DocumentText.objects.filter(version=OuterRef("version"))
        unread = Document.objects.kept().filter(
            ~Exists(read), erased_at=None, captured_at__lt=now() - AN_HOUR
        )
        keys = list(unread.order_by("-pk").values_list("pk", flat=True)[:MOST_UNREAD])
        for key in keys:
            jobs.defer(read_words, priority=BULK, document_id=str(key))
    return len(keys)


def is_of_before(entity: Entity) -> bool:
    """Whether some of its newest documents were indexed before words had their places: all are to be built again."""
    with working_for(entity):
        newest = list(Document.objects.kept().order_by("-pk").values_list("search", flat=True)[:20])
    return any(search and ":" not in str(search) for search in newest)
