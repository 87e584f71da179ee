"""What the room does by itself when its own facts happen."""

from consistori.documents.events import DocumentFrozen, DocumentReceived, VersionAdded
from consistori.documents.jobs import read_words
from consistori.tenancy.jobs import defer
from consistori.trail import on


@on(DocumentReceived, VersionAdded, DocumentFrozen)
def read_its_words(event: DocumentReceived | VersionAdded | DocumentFrozen) -> None:
    """The text is read by a job of its own: it may be long, and holds no transaction."""
    defer(read_words, document_id=str(event.document_id))
