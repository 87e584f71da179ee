"""The place of the number on the paper of what is numbered when it is signed: kept when its text is fixed."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import override

from consistori.documents.models import Document
from consistori.documents.writing.kind import is_written
from consistori.formats.content import Remark
from consistori.signature.numbering import books
from consistori.tenancy.scope import current_entity

HEAD = 70.0
"""Points of the head of the margin that the place takes."""


def keep_place(document: Document, path: Path) -> None:
    """Draw it, where the type of the document has a book here. What came signed is not touched."""
    book = books.of(document)
    if book is None or Remark.SIGNED in document.version.remarks:
        return
    # Loaded when first needed: what draws PDF costs a fifth of a second of every start.
    from consistori.signature.engine.number_place import IN_THE_BAND, IN_THE_LETTERHEAD, add_place

    language = current_entity().language
    frame = IN_THE_LETTERHEAD if is_written(document.version.media_type) else IN_THE_BAND
    with override(language):
        add_place(path, frame, words=str(book.words()), language=language)


def head_of(document: Document) -> float:
    """How much of the margin is left to it."""
    return HEAD if books.of(document) is not None else 0.0
