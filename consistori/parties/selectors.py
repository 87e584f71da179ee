"""Questions about parties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, ensure
from consistori.kernel.text import fold as fold_text
from consistori.parties import sentences
from consistori.parties.models import (
    Address,
    Channel,
    Identifier,
    ImportRow,
    Party,
    PartyMerge,
    WayChoice,
)
from consistori.parties.policies import may_see_parties, what_may_see
from consistori.parties.rules.channels import Way
from consistori.parties.rules.identifiers import compact
from consistori.parties.rules.names import (
    are_similar,
    begins_any_word,
    fold,
    full_name,
    identifiers_in,
    name_key,
    names_in,
    words_of,
)
from consistori.parties.rules.protection import Disclosure
from consistori.parties.rules.sheets import NAMES_ONLY, Column
from consistori.tenancy import search

PAGE = 50


@dataclass(frozen=True)
class PartyPage:
    """One page of the list, and the mark from which the next one starts (empty at the end)."""

    parties: list[Party]
    next_cursor: str


@dataclass(frozen=True)
class OpenedParty:
    """A party with all that hangs on it, and what of it may be shown."""

    party: Party
    identifiers: list[Identifier]
    addresses: list[Address]
    channels: list[Channel]
    choices: list[WayChoice]
    shown: Disclosure
    merges: list[PartyMerge] = field(default_factory=list)

    @property
    def why_hidden(self) -> str:
        """Why something is not shown, or what to mind; empty for most people."""
        return sentences.of_disclosure(self.shown)

    @property
    def why_hidden_article(self) -> str:
        return sentences.cited(self.shown.article)

    def way_on(self, day: date) -> Way:
        """How a communication issued that day must go: the duty first, then the last choice in effect."""
        if self.party.obliged_electronic:
            return Way.ELECTRONIC
        in_effect = [choice for choice in self.choices if choice.effective_on <= day]
        return Way(in_effect[-1].way) if in_effect else Way.PAPER


def search_parties(q: str, limit: int = 8) -> list[Party]:
    """Parties by the beginning of any word of the name or of a number; an exact number first. One
    statement.
    """
    asked = _asked(q)
    if not asked:
        return []
    found = list(search.matching(Party.objects.standing(), asked).order_by("sort_name", "id")[: limit * 5])
    exact = compact(q)
    found.sort(key=lambda party: (party.identifier != exact, not begins_any_word(q, party.display_name)))
    return found[:limit]


def page_of_parties(q: str = "", *, kind: str = "", after: str = "", size: int = PAGE) -> PartyPage:
    """A page of the list in alphabetical order, from the mark of the page before. One statement."""
    rows = Party.objects.standing()
    if kind in Party.Kind.values:
        rows = rows.filter(kind=kind)
    if asked := _asked(q):
        rows = search.matching(rows, asked)
    if place := _read_cursor(after):
        name, pk = place
        rows = rows.filter(Q(sort_name__gt=name) | Q(sort_name=name, id__gt=pk))
    found = list(rows.order_by("sort_name", "id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return PartyPage(found, f"{found[-1].pk}~{found[-1].sort_name}" if more else "")


def opened_party(actor: Actor, party_id: UUID) -> OpenedParty:
    """The party with all that hangs on it and on those that are known as it, as this person may see it.
    Six statements.
    """
    ensure(may_see_parties(actor))
    party = Party.objects.filter(pk=party_id).select_related("merged_into").first()
    if party is None:
        raise NotHere()
    shown = what_may_see(actor, party)
    hers = Q(party=party) | Q(party__merged_into=party)
    channels = Channel.objects.filter(hers, until=None).select_related("party")
    return OpenedParty(
        party=party,
        identifiers=_own_first(Identifier.objects.filter(hers), party),
        addresses=_own_first(Address.objects.filter(hers), party) if shown.may_see_where else [],
        channels=_each_once(_own_first(channels, party)) if shown.may_see_where else [],
        choices=list(WayChoice.objects.filter(hers)),
        shown=shown,
        merges=list(
            PartyMerge.objects.filter(Q(kept=party) | Q(kept__merged_into=party), undone_at=None)
            .select_related("absorbed")
        ),
    )  # fmt: skip


def _own_first(rows: Any, party: Party) -> list[Any]:
    """What hangs on the party before what hangs on those that are known as it, which is never the main one."""
    found = sorted(rows, key=lambda row: row.party_id != party.pk)
    for row in found:
        row.is_main = row.is_main and row.party_id == party.pk
    return found


def _each_once(channels: list[Channel]) -> list[Channel]:
    return list({(one.kind, one.value.casefold()): one for one in reversed(channels)}.values())[::-1]


def holder_of(value: str) -> Party | None:
    """Who is known now by that number, compact. One statement."""
    found = Identifier.objects.filter(value=value).select_related("party__merged_into").first()
    return found.party.standing if found else None


def similar_parties(
    name: str, surname1: str = "", surname2: str = "", *, without: Iterable[UUID] = (), limit: int = 5
) -> list[Party]:
    """Parties whose name is the same in another order, has a surname more or less, or one letter apart."""
    whole = full_name(name, surname1, surname2)
    words = words_of(whole)
    if not words:
        return []
    keys = {name_key(whole)} | {
        " ".join(sorted(words[:place] + words[place + 1 :])) for place in range(len(words)) if len(words) > 2
    }
    pairs = [" ".join(pair) for pair in combinations(words, max(len(words) - 1, 1))] if len(words) > 2 else []
    near = Q(name_key__in=keys) | Q(pk__in=_pks_with_any([whole, *pairs]))
    candidates = (
        Party.objects.standing().filter(near).exclude(pk__in=list(without)).order_by("sort_name")[:60]
    )
    return [party for party in candidates if are_similar(whole, party.display_name)][:limit]


def mentioned_in(text: str) -> list[Party]:
    """Parties whose number or whole name (two words at least) stands in a text, as a title. Two
    statements.
    """
    numbers = identifiers_in(text)
    words = [word for word in dict.fromkeys(fold(text).split()) if len(word) > 2][:16]
    pairs = [" ".join(pair) for pair in combinations(words, 2)]
    if not numbers and not pairs:
        return []
    by_number = set()
    if numbers:
        holders = Identifier.objects.filter(value__in=numbers)
        by_number = set(holders.values_list(Coalesce("party__merged_into", "party"), flat=True))
    near = Q(pk__in=by_number)
    if pairs:
        near |= Q(pk__in=_pks_with_any(pairs))
    found = list(Party.objects.standing().filter(near).order_by("sort_name")[:200])
    named = set(names_in(text, [party.display_name for party in found]))
    return [party for party in found if party.display_name in named or party.pk in by_number]


def parties_by_id(ids: Iterable[UUID]) -> dict[UUID, Party]:
    """The parties with these keys. One statement."""
    found = Party.objects.filter(pk__in=list(ids)).select_related("merged_into")
    return {party.pk: party for party in found}


def cells_shown(actor: Actor, rows: Iterable[ImportRow], columns: Sequence[str]) -> list[list[str]]:
    """The cells of these rows of a sheet, empty where they would tell where a protected person lives.

    A row that was left out knows nobody: it is whoever has its number today. Two statements.
    """
    found = list(rows)
    place = columns.index(Column.IDENTIFIER) if Column.IDENTIFIER in columns else len(columns)
    numbers = [compact(row.cells[place]) if place < len(row.cells) else "" for row in found]
    held = Identifier.objects.filter(value__in=set(numbers) - {""}).select_related("party__merged_into")
    holders = {one.value: one.party for one in held}
    hers: dict[Any, Party] = {**parties_by_id({row.party_id for row in found if row.party_id})}
    shown = []
    for row, number in zip(found, numbers, strict=True):
        whose = [p for p in (hers.get(row.party_id), holders.get(number)) if p is not None]
        if all(what_may_see(actor, party).may_see_where for party in whose):
            shown.append(list(row.cells))
        else:
            shown.append(_names_only(row.cells, columns))
    return shown


def _names_only(cells: Sequence[str], columns: Sequence[str]) -> list[str]:
    said = [*columns, *[""] * len(cells)]
    return [cell if column in NAMES_ONLY else "" for cell, column in zip(cells, said, strict=False)]


def _asked(q: str) -> str:
    """What is looked for: a number half typed with dots or hyphens counts as one word."""
    squeezed = compact(q)
    figures = sum(sign.isdigit() for sign in squeezed)
    if figures >= 3 and squeezed.isalnum() and len(squeezed) <= 15 and not q.strip().count(" ") > 3:
        letters = sum(sign.isalpha() for sign in squeezed)
        if letters <= 3:
            return squeezed
    return q


def _pks_with_any(groups: Iterable[str]) -> Any:
    """Keys of the parties that have every word of any of the groups."""
    clauses = []
    for group in groups:
        words = ["'" + fold_text(word).replace("'", "") + "'" for word in group.split() if word]
        if words:
            clauses.append("(" + " & ".join(words) + ")")
    query = " | ".join(clauses)
    if not query:
        return []
    return RawSQL(
        "SELECT consistori_search(%s::text, %s::tsquery, %s::int)",
        [Party._meta.db_table, query, search.MOST_MATCHES],
    )


def _read_cursor(after: str) -> tuple[str, UUID] | None:
    pk, mark, name = after.partition("~")
    if not mark:
        return None
    try:
        return name, UUID(pk)
    except ValueError:
        return None
