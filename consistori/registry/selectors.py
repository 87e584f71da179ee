"""Questions about the books."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, ensure
from consistori.registry import texts
from consistori.registry.models import Annotation, EntryDocument, EntryPerson, RegistryEntry
from consistori.registry.policies import may_read_books
from consistori.registry.rules.books import Book
from consistori.tenancy import search

PAGE = 50


@dataclass(frozen=True)
class BookQuestion:
    """What is asked of a book; empty means anything. Days are those of the registry, both included."""

    book: str = Book.ENTRY
    q: str = ""
    since: date | None = None
    until: date | None = None
    channel: str = ""
    heading: str = ""
    handled: str = ""


@dataclass(frozen=True)
class BookPage:
    """A page of a book, the newest first, and the mark where the next one begins (empty at the end)."""

    entries: list[RegistryEntry] = field(default_factory=list)
    next_cursor: str = ""


def page_of_book(actor: Actor, asked: BookQuestion, *, after: str = "", size: int = PAGE) -> BookPage:
    """A page of the entry or exit book. Two statements: the entries, and their people."""
    ensure(may_read_books(actor))
    rows = entries_of(asked)
    if place := _read_cursor(after):
        at, pk = place
        rows = rows.filter(Q(registered_at__lt=at) | Q(registered_at=at, id__lt=pk))
    people = Prefetch("people", queryset=EntryPerson.objects.order_by("position"))
    found = list(rows.select_related("state", "unit").prefetch_related(people)[: size + 1])
    more = len(found) > size
    found = found[:size]
    return BookPage(found, f"{found[-1].registered_at.isoformat()}~{found[-1].pk}" if more else "")


def entries_of(asked: BookQuestion) -> Any:
    """The entries that answer the question, the newest first."""
    rows = RegistryEntry.objects.of_book(asked.book).in_order()
    if words := asked.q.strip()[:80]:
        rows = search.matching(rows, words)
    if asked.since:
        rows = rows.filter(registered_at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(registered_at__lt=_midnight(asked.until + timedelta(days=1)))
    for name in ("channel", "heading"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.handled:
        rows = rows.filter(state__handled=asked.handled)
    return rows


@dataclass(frozen=True)
class OpenedEntry:
    """An entry with all that hangs on it; `reads` is each correctable field as it reads now, after its annotations."""

    entry: RegistryEntry
    people: list[EntryPerson]
    documents: list[EntryDocument]
    annotations: list[Annotation]
    reads: dict[str, str]

    @property
    def heading_label(self) -> Any:
        return texts.HEADINGS.get(self.reads["heading"], self.reads["heading"])  # type: ignore[call-overload]


def opened_entry(actor: Actor, reference: str) -> OpenedEntry:
    """An entry by its number, for whoever reads the books. Four statements. Raises `NotHere` and `NotPermitted`."""
    ensure(may_read_books(actor))
    return whole_entry(reference)


def whole_entry(reference: str) -> OpenedEntry:
    """An entry with all that hangs on it, for who has just made it or asked before. Four statements."""
    entry = (
        RegistryEntry.objects.filter(reference=reference)
        .select_related("state__receipt__version", "state__held_by", "unit", "main_number")
        .first()
    )
    if entry is None:
        raise NotHere
    annotations = list(entry.annotations.all())
    return OpenedEntry(
        entry=entry,
        people=list(entry.people.select_related("party")),
        documents=list(entry.documents.select_related("document__type")),
        annotations=annotations,
        reads=as_it_reads(entry, annotations),
    )


def entered(entry: RegistryEntry) -> OpenedEntry:
    """What was entered in this very act, whole. No statement; four for what was in the book already."""
    if entry.just_entered is None:
        return whole_entry(entry.reference)
    people, documents = entry.just_entered
    return OpenedEntry(entry, people, documents, [], as_it_reads(entry, []))


def as_it_reads(entry: RegistryEntry, annotations: list[Annotation] | None = None) -> dict[str, str]:
    """Each correctable field as it reads after the annotations, in their order."""
    reads = {
        "heading": str(entry.heading),
        "subject": entry.subject,
        "to_unit": entry.unit.name if entry.unit else "",
        "destination": entry.destination,
        "observations": entry.observations,
    }
    for one in entry.annotations.all() if annotations is None else annotations:
        if one.kind == texts.CORRECTION and one.field in reads:
            reads[one.field] = one.new
    return reads


def entries_of_party(party_ids: Any, *, most: int = 50) -> list[RegistryEntry]:
    """The entries where any of these parties (keys, or a subquery of them) is, the newest first. One statement."""
    theirs = EntryPerson.objects.filter(party_id__in=party_ids).values("entry_id")
    rows = RegistryEntry.objects.filter(pk__in=theirs).select_related("state")
    return list(rows.in_order()[:most])


def entries_of_document(document_id: Any) -> list[RegistryEntry]:
    """The entries and exits by which a document came or went, the oldest first. One statement."""
    return list(
        RegistryEntry.objects.filter(documents__document_id=document_id)
        .select_related("state")
        .order_by("registered_at", "id")
    )


def exits_of_documents(document_ids: Any, *, most: int = 50) -> list[RegistryEntry]:
    """The exits by which any of these documents (keys, or a subquery of them) went, with to whom, the newest first.

    Two statements, one if there are none.
    """
    rows = RegistryEntry.objects.of_book(Book.EXIT).filter(documents__document_id__in=document_ids).distinct()
    people = Prefetch("people", queryset=EntryPerson.objects.order_by("position"))
    return list(rows.select_related("state").prefetch_related(people).in_order()[:most])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _read_cursor(cursor: str) -> tuple[datetime, str] | None:
    at, _, pk = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, pk) if pk and moment.tzinfo else None
