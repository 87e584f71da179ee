"""Questions to the register of powers. What a power allows today is reckoned from its changes, never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import (
    Action,
    Change,
    ChangeKind,
    End,
    Power,
    PowerKind,
    end_of,
    may_act,
)
from consistori.eoffice.models import PowerElsewhere, RegisteredPower, Representation
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Verdict
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import compact
from consistori.parties.selectors import holder_of
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import current_entity

MOST = 200


@dataclass(frozen=True)
class ShownPower:
    """A power with what became of it; `end` is its last day and what ends it."""

    row: RegisteredPower
    changes: tuple[Any, ...]
    end: End
    on: date

    @property
    def is_live(self) -> bool:
        return self.row.registered_on <= self.on <= self.end.last

    @property
    def ended_by_term(self) -> bool:
        return self.end.why == "term"

    @property
    def kind(self) -> str:
        return str(self.row.kind)


def body_here() -> str:
    """How the body of this town is named in a power of type b: its DIR3 code."""
    entity = current_entity()
    return str(entity.dir3 or entity.slug)


def as_rule(row: RegisteredPower) -> Power:
    """The row as the rules read it."""
    return Power(
        row.grantor_identifier, row.grantor_name, row.proxy_identifier, row.proxy_name, row.registered_on,
        row.kind, row.until, row.body, frozenset(row.procedures),
    )  # fmt: skip


def changes_of(row: RegisteredPower) -> list[Change]:
    """What happened to it, as the rules read it."""
    return [
        Change(ChangeKind(one.kind), one.filed_on, one.registered_on, one.until) for one in row.changes.all()
    ]


def shown(row: RegisteredPower, *, on: date | None = None) -> ShownPower:
    """A row with its end; its changes should be at hand (`with_changes`)."""
    return ShownPower(row, tuple(row.changes.all()), end_of(as_rule(row), changes_of(row)), on or today())


def with_changes(rows: QuerySet[RegisteredPower]) -> QuerySet[RegisteredPower]:
    """Each with its entry and what became of it, in two statements more."""
    return rows.select_related("entry").prefetch_related("changes__entry")


def powers_of(party_ids: Iterable[UUID]) -> list[ShownPower]:
    """Those that these parties gave or were given, the newest first. Two statements."""
    ids = list(party_ids)
    rows = RegisteredPower.objects.filter(Q(grantor_id__in=ids) | Q(proxy_id__in=ids))
    return [shown(row) for row in with_changes(rows)[:MOST]]


def family_of(identifier: str) -> list[UUID]:
    """The parties of this town that are whoever has that number, those united with it too. Two statements."""
    party = holder_of(compact(identifier)) if identifier else None
    return list(Party.objects.family(party.pk).values_list("pk", flat=True)) if party else []


def own_powers(citizen: Citizen) -> list[ShownPower]:
    """Those of whoever has come in, as themselves or as the firm of their certificate. Four statements."""
    family = family_of(citizen.identifier)
    if citizen.represents_firm and not citizen.basis:
        family += family_of(citizen.firm_identifier)
    return powers_of(family) if family else []


def given_to(citizen: Citizen) -> list[ShownPower]:
    """The powers by which this person may act today for another. Four statements at most."""
    family = family_of(citizen.identifier)
    if not family:
        return []
    rows = with_changes(RegisteredPower.objects.of_proxies(family))
    # Those that have ended are left out before counting: an agent has many, and none that counts may be missing.
    return [one for one in (shown(row) for row in rows) if one.is_live][:MOST]


def powers_between(grantor: str, proxy: str) -> list[ShownPower]:
    """Those that one gave to the other, by their numbers, the newest first. Six statements at most."""
    givers, takers = family_of(grantor), family_of(proxy)
    if not givers or not takers:
        return []
    rows = RegisteredPower.objects.of_grantors(givers).of_proxies(takers)
    return [shown(row) for row in with_changes(rows)[:MOST]]


def power_named(reference: str) -> ShownPower:
    """The one of that number. Raises `NotHere`."""
    row = with_changes(
        RegisteredPower.objects.filter(reference=reference).select_related("entry", "document")
    ).first()
    if row is None:
        raise NotHere
    return shown(row)


def page_of_powers(q: str = "", *, live: bool = False) -> list[ShownPower]:
    """The register by the beginning of a name or a number, the newest first. Two statements."""
    rows = RegisteredPower.objects.all()
    for word in q.split()[:6]:
        rows = rows.filter(
            Q(grantor_name__icontains=word) | Q(proxy_name__icontains=word) | Q(reference__iexact=word)
            | Q(grantor_identifier__istartswith=word) | Q(proxy_identifier__istartswith=word)
        )  # fmt: skip
    found = [shown(row) for row in with_changes(rows.select_related("entry"))[:MOST]]
    return [one for one in found if one.is_live] if live else found


def rule_of(citizen: Citizen) -> tuple[Power, list[Change]] | None:
    """The power by which this person acts now for another, ours or of another register; None without one."""
    if citizen.basis == "power" and citizen.power:
        row = with_changes(RegisteredPower.objects.filter(pk=citizen.power)).first()
        if row is not None and row.proxy_id in family_of(citizen.identifier):
            # Whoever was united, or has another number now, is still the same.
            return replace(as_rule(row), proxy=citizen.identifier), changes_of(row)
    if citizen.basis == "representa" and citizen.power:
        kept = PowerElsewhere.objects.filter(
            pk=citizen.power, proxy_identifier=compact(citizen.identifier)
        ).first()
        if kept is not None:
            return (
                Power(
                    kept.grantor_identifier, kept.grantor_name, kept.proxy_identifier, kept.proxy_name,
                    kept.since, kept.kind, kept.until, kept.body, frozenset(kept.procedures),
                ),
                [],
            )  # fmt: skip
    return None


def judge(citizen: Citizen, *, action: Action, procedure: str = "", on: date | None = None) -> Verdict:
    """Whether this person may do this for whom they act. Its reason is a code: see `sentences.why_not`.

    In their own name, or by a certificate of representative (R-REP-13), nothing is asked of the register.
    """
    if not citizen.basis:
        return Verdict(True, "own")
    if citizen.basis == "declared":
        needed = may_act(_NOTHING, on=on or today(), action=action)
        return needed if needed else Verdict(False, "unproved", "Llei 39/2015, art. 5.6")
    found = rule_of(citizen)
    if found is None:
        return Verdict(False, "unproved", "Llei 39/2015, art. 5.6")
    power, changes = found
    return may_act(power, changes, on=on or today(), action=action, procedure=procedure, body=body_here())


_NOTHING = Power("", "", "", "", date.min, "")


def sees_all_of_grantor(citizen: Citizen) -> bool:
    """Whether what is of whom they act for is theirs to see: a general power that is good today, or a certificate."""
    if not citizen.basis:
        return True
    found = rule_of(citizen) if citizen.basis in ("power", "representa") else None
    if found is None or found[0].kind == PowerKind.PROCEDURES:
        return False
    power, changes = found
    return bool(may_act(power, changes, on=today(), action=Action.APPLY, body=body_here()))


def representation_of(entry: RegistryEntry) -> list[Representation]:
    """For whom it was filed and what proves it, in order. One statement."""
    return list(Representation.objects.filter(entry=entry).select_related("power", "document"))


def owed(entry: RegistryEntry | None = None) -> list[Representation]:
    """Representations, of that entry if one is said, that were declared and nobody has proved yet, the oldest first.

    One statement.
    """
    proved = Representation.objects.exclude(basis="declared").filter(
        entry_id=OuterRef("entry_id"), represented_identifier=OuterRef("represented_identifier")
    )
    rows = Representation.objects.filter(~Exists(proved), basis="declared")
    if entry is not None:
        rows = rows.filter(entry=entry)
    return list(rows.select_related("entry")[:MOST])
