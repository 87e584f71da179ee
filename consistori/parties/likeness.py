"""Which parties may be one: proposals with their reasons, for the whole town or for one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties import sentences
from consistori.parties.models import Address, Channel, Duplicate, Identifier, Party
from consistori.parties.policies import may_see_parties, what_may_see
from consistori.parties.rules.duplicates import (
    TELLS_WHERE,
    Facts,
    Likeness,
    alike,
    likeness,
    squeezed,
    weight_of,
)
from consistori.parties.selectors import parties_by_id, similar_parties

PAGE = 30


@dataclass(frozen=True)
class Pair:
    """Two that may be one, with the reasons that may be told: their codes, and each in words."""

    proposal: Duplicate
    one: Party
    other: Party
    codes: list[str]
    reasons: list[str]

    @property
    def weight(self) -> int:
        """What the reasons that may be told weigh: more would tell that there are others."""
        return weight_of(self.codes)

    @property
    def sureness(self) -> str:
        return sentences.of_weight(self.weight)


@dataclass(frozen=True)
class PairPage:
    """A page of proposals, the likeliest first, and the mark of the next one."""

    pairs: list[Pair]
    next_cursor: str


def facts_of(parties: Iterable[Party]) -> list[Facts]:
    """What is compared of these parties, with what hangs on those that are known as them. Three statements."""
    standing = list(parties)
    ids = [party.pk for party in standing]
    numbers: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for owner, kind, value in _hanging(Identifier, ids, "kind", "value"):
        numbers[owner].add((kind, value))
    reached: dict[str, dict[UUID, set[str]]] = {"email": defaultdict(set), "phone": defaultdict(set)}
    for owner, kind, value in _hanging(Channel, ids, "kind", "value"):
        if kind == Channel.Kind.EMAIL:
            reached["email"][owner].add(value.strip().casefold())
        else:
            reached["phone"][owner].add(squeezed(value))
    places: dict[UUID, set[str]] = defaultdict(set)
    for owner, lines, place in _hanging(Address, ids, "lines", "place"):
        places[owner].add(f"{squeezed(lines)} {squeezed(place)}".strip())
    return [
        Facts(
            id=party.pk,
            kind=party.kind,
            name=party.display_name,
            numbers=frozenset(numbers[party.pk]),
            emails=frozenset(reached["email"][party.pk]),
            phones=frozenset(reached["phone"][party.pk]),
            addresses=frozenset(places[party.pk]),
        )
        for party in standing
    ]


def _hanging(model: Any, ids: Sequence[UUID], *fields: str) -> Iterator[tuple[Any, ...]]:
    rows = model.objects.annotate(owner=Coalesce("party__merged_into", "party")).filter(owner__in=ids)
    return iter(rows.order_by().values_list("owner", *fields))


def look_for_duplicates() -> int:
    """Compare everybody with whoever may be the same, and keep what is found; how many proposals are open.

    What somebody decided stays decided; a proposal that no longer holds goes.
    """
    decided = set(Duplicate.objects.exclude(state=Duplicate.State.OPEN).values_list("one_id", "other_id"))
    found = {}
    for one, other, reasons in alike(facts_of(Party.objects.standing())):
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if pair not in decided:
            found[pair] = reasons
    Duplicate.objects.filter(state=Duplicate.State.OPEN).delete()
    Duplicate.objects.bulk_create(
        [
            Duplicate(one_id=one, other_id=other, reasons=_kept(reasons), weight=reasons.weight)
            for (one, other), reasons in found.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return len(found)


def page_of_duplicates(actor: Actor, *, after: str = "", size: int = PAGE) -> PairPage:
    """What is proposed and nobody has decided, the likeliest first. Two statements."""
    ensure(may_see_parties(actor))
    rows = Duplicate.objects.filter(state=Duplicate.State.OPEN).filter(
        one__merged_into=None, other__merged_into=None
    )
    if place := _read_cursor(after):
        weight, pk = place
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, id__gt=pk))
    found = list(rows.order_by("-weight", "id")[: size + 1])
    more, found = len(found) > size, found[:size]
    last = found[-1] if found else None
    return PairPage(in_words(actor, found), f"{last.weight}~{last.pk}" if more and last else "")


def duplicate_of(actor: Actor, pk: UUID) -> Pair:
    """One proposal."""
    ensure(may_see_parties(actor))
    found = Duplicate.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere()
    return in_words(actor, [found])[0]


def in_words(actor: Actor, rows: Sequence[Duplicate]) -> list[Pair]:
    """Proposals with their parties and their reasons; where a protected person lives is not told."""
    known = parties_by_id({pk for row in rows for pk in (row.one_id, row.other_id)})
    pairs = []
    for row in rows:
        one, other = known[row.one_id], known[row.other_id]
        told = _told(actor, one, other, row.reasons)
        pairs.append(Pair(row, one, other, [code for code, _value in told], _sentences(told)))
    return pairs


def _told(actor: Actor, one: Party, other: Party, reasons: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """The reasons that this person may read: none that tells where a protected one lives, nor any value of hers."""
    if all(what_may_see(actor, party).may_see_where for party in (one, other)):
        return list(reasons)
    return [(code, "") for code, _value in reasons if code not in TELLS_WHERE]


def _sentences(reasons: Iterable[Sequence[str]]) -> list[str]:
    return [sentences.of_likeness(code, value) for code, value in reasons]


def compared(one: Party, other: Party) -> Likeness:
    """The reasons to think that these two are one. Three statements."""
    first, second = facts_of([one, other])
    return likeness(first, second)


def twins_of(party: Party, *, limit: int = 3) -> list[tuple[Party, Likeness]]:
    """Who may be the same as this one, the likeliest first, without those that somebody said are two."""
    hers = Q(party=party) | Q(party__merged_into=party)
    values = list(Channel.objects.filter(hers).values_list("value", flat=True))
    near: dict[UUID, Party] = {p.pk: p for p in similar_parties(
        party.name, party.surname1, party.surname2, without=[party.pk], limit=20
    )}  # fmt: skip
    if values:
        owners = Channel.objects.filter(value__in=values).annotate(
            owner=Coalesce("party__merged_into", "party")
        )
        ids = {pk for pk in owners.values_list("owner", flat=True)[:40]} - {party.pk, *near}
        near |= parties_by_id(ids)
    if not near:
        return []
    apart = _said_to_be_two(party.pk)
    mine, *theirs = facts_of([party, *near.values()])
    found = [(near[facts.id], likeness(mine, facts)) for facts in theirs if facts.id not in apart]
    return sorted(((p, why) for p, why in found if why), key=lambda pair: -pair[1].weight)[:limit]


def _said_to_be_two(pk: UUID) -> set[UUID]:
    rows = Duplicate.objects.filter(Q(one=pk) | Q(other=pk), state=Duplicate.State.DIFFERENT)
    return {other if one == pk else one for one, other in rows.values_list("one_id", "other_id")}


def propose(one: Party, other: Party) -> Duplicate:
    """The proposal of this pair, made now if there is none."""
    if one.pk == other.pk:
        raise BadInput(_("Choose two different ones."), field="absorbed")
    low, high = sorted((one, other), key=lambda party: party.pk)
    found = Duplicate.objects.filter(one=low, other=high).first()
    if found is None:
        why = compared(one, other)
        found = Duplicate(one=low, other=high, reasons=_kept(why), weight=why.weight)
        found.save(force_insert=True)
    return found


def _kept(found: Likeness) -> list[list[str]]:
    return [[str(reason.why), reason.value] for reason in found.reasons]


def of_likeness(actor: Actor, one: Party, other: Party, found: Likeness) -> list[str]:
    """The reasons of a comparison as sentences."""
    return _sentences(_told(actor, one, other, _kept(found)))


def _read_cursor(after: str) -> tuple[int, UUID] | None:
    weight, mark, pk = after.partition("~")
    try:
        return (int(weight), UUID(pk)) if mark else None
    except ValueError:
        return None
