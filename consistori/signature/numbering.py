"""Books that give a number to a document when it is signed [numeració en signar]: who keeps them, and what they gave.

A higher room keeps a book of a type of document (`books.add`). The signature by which that document is decided draws
the number of the book, in the transaction that keeps the signature (`services/deciding.py`); whoever reads a document
asks here which number it has, without knowing the book.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from consistori.documents.models import Document, DocumentVersion
from consistori.kernel.actor import Actor
from consistori.signature.models import SignatureRequest


@dataclass(frozen=True)
class Numbering:
    """The number of a document in its book, and how it stands there.

    `words` say it whole («Decree 2026/0123»), `lines` as it is written on the paper (signs of
    `engine.number_place.SIGNS`). `on` and `at` are the day and the instant at which it was drawn. `standing` is a
    sentence, `annulled_by` the number of what annulled it; `path` is its page in the desk, below `Entity.staff_url`.
    """

    words: Any
    lines: tuple[str, ...]
    number: int
    year: int
    on: date
    at: datetime
    standing: Any = ""
    annulled_by: str = ""
    path: str = ""


class Book(Protocol):
    """Whoever keeps a book of documents that are numbered when they are signed."""

    def is_kept(self) -> bool:
        """Whether the entity of the scope keeps this book."""
        ...

    def words(self) -> Any:
        """What is written beside the place of the number on the paper."""
        ...

    def deciding(self, requests: Sequence[SignatureRequest]) -> Collection[UUID]:
        """Of these requests, all of documents of this type, those whose signature draws the number."""
        ...

    def draw(self, request: SignatureRequest, *, version: DocumentVersion, by: Actor) -> Numbering:
        """Give it the next number, last in the transaction that keeps its signature: the row of the book stays locked
        until it ends. Raises `Refusal` where whoever signs has not the competence on that day."""
        ...

    def numberings(self, document_ids: Collection[UUID]) -> Mapping[UUID, Numbering]:
        """The numbers that these documents have, in the entities of the scope. One statement."""
        ...


class Books:
    """The books of the house, by the code of the type of the documents that they number."""

    def __init__(self) -> None:
        self._books: dict[str, Book] = {}

    def add(self, type_code: str, book: Book) -> None:
        """Keep a book of a type of document."""
        self._books[type_code] = book

    @property
    def codes(self) -> tuple[str, ...]:
        """The types of document that some book numbers."""
        return tuple(self._books)

    def number(self, type_code: str) -> bool:
        """Whether some book numbers documents of that type."""
        return type_code in self._books

    def of(self, document: Document) -> Book | None:
        """The book in which a document is numbered when it is decided; None when in none (in the scope)."""
        book = self._books.get(document.type.code) if document.type_id and document.type else None
        return book if book is not None and book.is_kept() else None

    def __iter__(self) -> Any:
        return iter(self._books.values())


books = Books()


def deciding(requests: Iterable[SignatureRequest]) -> frozenset[UUID]:
    """Of these requests (`with_papers`), those whose signature decides, and draws a number (in the scope)."""
    by_book: dict[int, tuple[Book, list[SignatureRequest]]] = {}
    for request in requests:
        book = books.of(request.document)
        if book is not None:
            by_book.setdefault(id(book), (book, []))[1].append(request)
    found: set[UUID] = set()
    for book, asked in by_book.values():
        found.update(book.deciding(asked))
    return frozenset(found)


def draw(request: SignatureRequest, *, version: DocumentVersion, by: Actor) -> Numbering | None:
    """Give the document of a request its number, last in the transaction that keeps its signature; None where its type
    has no book here, or it has its number already. For what is signed outside and comes back, too.

    Raises `Refusal` where whoever signs has not the competence on that day (R-DEC-02).
    """
    book = books.of(request.document)
    if book is None or not book.deciding([request]):
        return None
    return book.draw(request, version=version, by=by)


def numberings_of(document_ids: Collection[UUID]) -> dict[UUID, Numbering]:
    """The numbers of these documents in their books, in the entities of the scope. One statement a book."""
    found: dict[UUID, Numbering] = {}
    for book in books:
        if document_ids:
            found.update(book.numberings(document_ids))
    return found


def numbering_of(document_id: UUID) -> Numbering | None:
    """The number of a document in its book; None when it has none."""
    return numberings_of([document_id]).get(document_id)
