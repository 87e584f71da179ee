"""What the room does by itself when its own facts happen."""

from consistori.documents.arrivals.jobs import look_closer
from consistori.documents.arrivals.looks import looks
from consistori.documents.events import (
    DocumentEvent,
    DocumentFrozen,
    DocumentReceived,
    DocumentRestored,
    QuarantineLeft,
    VersionAdded,
)
from consistori.documents.jobs import read_words
from consistori.documents.models import Document
from consistori.documents.search.waiting import priority_of
from consistori.tenancy.jobs import defer
from consistori.trail import on


@on(DocumentReceived, VersionAdded, DocumentFrozen, QuarantineLeft, DocumentRestored)
def read_its_words(event: DocumentEvent) -> None:
    """The text is read by a job of its own: it may be long, and holds no transaction.

    What was in the bin when its turn came is read when it comes back.
    """
    document = Document.objects.kept().with_version().filter(pk=event.document_id).first()
    if document is not None:
        by = str(document.created_by_id or "")
        defer(read_words, priority=priority_of(document), document_id=str(document.pk), by=by)
        defer(look_closer, document_id=str(document.pk))
        if not isinstance(event, DocumentFrozen | DocumentRestored):
            for look in looks:
                look(document)
