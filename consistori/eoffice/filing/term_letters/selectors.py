"""Questions about the letters of the term: which are owed, which are late, the one of an entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Min
from django.db.models.functions import Cast

from consistori.eoffice.models import TermLetter
from consistori.kernel.clock import today
from consistori.parties.models import Channel
from consistori.registry.models import EntryPerson, RegistryEntry
from consistori.registry.rules.books import Book, Heading

MOST = 200
MOST_WITHOUT = 50


def letter_of(entry: RegistryEntry) -> TermLetter | None:
    """The letter of an entry, out or not. One statement."""
    found: TermLetter | None = (
        TermLetter.objects.filter(entry=entry).select_related("exit", "document__version").first()
    )
    return found


def letter_out_of(entry: RegistryEntry) -> TermLetter | None:
    """The letter of an entry once it is out: what its people may read. One statement."""
    found = letter_of(entry)
    return found if found is not None and found.is_out else None


def to_go_out() -> list[TermLetter]:
    """Those that are not out, the most pressing first. One statement."""
    return list(TermLetter.objects.to_go_out().select_related("entry__state__held_by", "document")[:MOST])


def late_in(entity_ids: Iterable[int]) -> Any:
    """Letters of those towns that must go out today or had to before: rows of town, how many, and the first day."""
    rows = TermLetter.objects.filter(entity_id__in=list(entity_ids)).late_on(today()).order_by()
    return rows.values("entity_id").annotate(n=Count("pk"), oldest=Cast(Min("due_on"), DateTimeField()))


def entries_without_letter(*, since: datetime) -> Any:
    """The entries of a procedure for which no letter was begun."""
    return _not_told(since).exclude(procedure="")


def applications_without_procedure(*, since: datetime) -> list[RegistryEntry]:
    """Applications and appeals of which nobody has said the procedure: their term is not known. One statement."""
    rows = _not_told(since).filter(procedure="", heading__in=(Heading.APPLICATION, Heading.APPEAL))
    return list(rows.order_by("registered_at")[:MOST_WITHOUT])


def _not_told(since: datetime) -> Any:
    rows = RegistryEntry.objects.of_book(Book.ENTRY).filter(registered_at__gte=since, term_letter=None)
    return rows.filter(state__annulled_at=None)


def addresses_of(letter: TermLetter) -> list[str]:
    """The e-mails, one a person, to which whoever is in its entry wants notices. One statement."""
    people = EntryPerson.objects.filter(entry_id=letter.entry_id).values("party_id")
    rows = Channel.objects.filter(party__in=people, kind=Channel.Kind.EMAIL, until=None).order_by(
        "-is_main", "-pk"
    )
    found: dict[Any, str] = {}
    for party_id, value in rows.values_list("party_id", "value"):
        found.setdefault(party_id, value)
    return list(dict.fromkeys(found.values()))
