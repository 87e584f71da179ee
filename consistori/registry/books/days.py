"""What a day of the books says, and whether it says the same as when it was closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models.functions import TruncDate
from django.utils import timezone

from consistori.kernel.clock import today
from consistori.registry.models import Annotation, BookDay, EntryDocument, EntryPerson, RegistryEntry
from consistori.registry.rules.books import Book
from consistori.registry.rules.closing import digest_of, line_of

MOST_PENDING = 62


@dataclass(frozen=True)
class DayOfBooks:
    """All that was written in a day: its entries and exits in order, its annotations, and each as a line."""

    day: date
    entries: list[RegistryEntry] = field(default_factory=list)
    exits: list[RegistryEntry] = field(default_factory=list)
    annotations: int = 0
    lines: list[str] = field(default_factory=list)

    def digest(self, previous: str) -> str:
        """Its fingerprint after that of the day before."""
        return digest_of(previous, self.lines)


def day_of(day: date) -> DayOfBooks:
    """What was written that day, by the clock of the town hall. Four statements."""
    since, until = _span(day)
    rows = list(
        RegistryEntry.objects.filter(registered_at__gte=since, registered_at__lt=until)
        .prefetch_related("people", "documents")
        .order_by("book", "year", "number")
    )
    notes = list(
        Annotation.objects.filter(at__gte=since, at__lt=until).select_related("entry").order_by("at", "id")
    )
    return DayOfBooks(
        day,
        [row for row in rows if row.book == Book.ENTRY],
        [row for row in rows if row.book == Book.EXIT],
        len(notes),
        [line_of(_entry(row)) for row in rows] + [line_of(_annotation(note)) for note in notes],
    )


def pending_days(*, most: int = MOST_PENDING) -> list[date]:
    """The days gone by on which something was written and that are not closed, the oldest first. Three statements."""
    last = BookDay.objects.order_by("-day").values_list("day", flat=True).first()
    after = _span(last)[1] if last else datetime(1990, 1, 1, tzinfo=UTC)
    until = _span(today())[0]
    days: set[date] = set()
    for model, name in ((RegistryEntry, "registered_at"), (Annotation, "at")):
        rows = model.objects.filter(**{f"{name}__gte": after, f"{name}__lt": until})
        days |= set(rows.annotate(on=TruncDate(name)).values_list("on", flat=True).distinct())
    return sorted(days)[:most]


def is_as_closed(closed: BookDay) -> bool:
    """Whether the books say of that day the same as when it was closed, and it is tied to the day before."""
    before = BookDay.objects.filter(day__lt=closed.day).order_by("-day").values_list("digest", flat=True)
    return closed.previous == (before.first() or "") and closed.digest == day_of(closed.day).digest(
        closed.previous
    )


def first_broken() -> BookDay | None:
    """The first closed day that does not say what it said, or nothing. Reads all the books."""
    return next((day for day in BookDay.objects.order_by("day") if not is_as_closed(day)), None)


def _span(day: date) -> tuple[datetime, datetime]:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    return midnight, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _entry(row: RegistryEntry) -> dict[str, Any]:
    people: list[EntryPerson] = list(row.people.all())
    documents: list[EntryDocument] = list(row.documents.all())
    return {
        "number": row.reference,
        "registered_at": _instant(row.registered_at),
        "effective_at": _instant(row.effective_at),
        "heading": str(row.heading),
        "subject": row.subject,
        "channel": str(row.channel),
        "unit": str(row.unit_id or ""),
        "destination": row.destination,
        "outside": f"{row.external_register} {row.external_reference}".strip(),
        "people": [[str(one.role), one.name, one.identifier] for one in people],
        "documents": [one.sha256 for one in documents],
    }


def _annotation(note: Annotation) -> dict[str, Any]:
    return {
        "annotates": note.entry.reference,
        "at": _instant(note.at),
        "kind": str(note.kind),
        "field": note.field,
        "old": note.old,
        "new": note.new,
        "reason": note.reason,
        "by": note.by_name,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
