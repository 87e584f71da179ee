"""Who is looking, as the rooms know them: their numbers, and the parties of the town known by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.powers.selectors import sees_all_of_grantor
from consistori.parties.models import Identifier, Party


@dataclass(frozen=True)
class Whom:
    """A person and, if they have come in for one, a firm. Sets of numbers and of parties, those united included."""

    numbers: frozenset[str]
    party_ids: frozenset[UUID]
    firm_numbers: frozenset[str] = field(default_factory=frozenset)
    firm_party_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def all_numbers(self) -> frozenset[str]:
        return self.numbers | self.firm_numbers

    @property
    def all_party_ids(self) -> frozenset[UUID]:
        return self.party_ids | self.firm_party_ids

    def is_of_the_firm(self, party_id: UUID | None, number: str = "") -> bool:
        """Whether that one is the firm and not the person."""
        return party_id in self.firm_party_ids or bool(number and number in self.firm_numbers)


def whom(citizen: Citizen) -> Whom:
    """The parties that this person is, by the numbers that were asserted and no other; those whom they act for by a
    general power that is good today too. Two statements, and five more with a power.
    """
    theirs = frozenset({citizen.identifier} - {""})
    firms = frozenset({citizen.firm_identifier} - {""}) if sees_all_of_grantor(citizen) else frozenset()
    held = Identifier.objects.filter(value__in=theirs | firms).values_list(
        "value", "party_id", "party__merged_into"
    )
    roots: dict[UUID, bool] = {}
    for value, party_id, merged_into in held:
        roots[merged_into or party_id] = value in firms
    families = Party.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).values_list(
        "pk", "merged_into"
    )
    people: set[UUID] = set()
    of_firms: set[UUID] = set()
    for pk, merged_into in families if roots else ():
        (of_firms if roots[merged_into or pk] else people).add(pk)
    return Whom(theirs, frozenset(people), firms, frozenset(of_firms))


def names_of(party_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How those parties are called."""
    return {party.pk: party.display_name for party in Party.objects.filter(pk__in=list(party_ids))}
