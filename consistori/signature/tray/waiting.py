"""What waits in a tray, read lightly: thousands are known by a few words each; only those drawn are read whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.kernel.clock import now
from consistori.signature.models import SignatureRequest
from consistori.signature.rules import Group, group_by_template
from consistori.signature.selectors import turns_of

MOST_LISTED = 5000
AGES = (2, 7, 30)
"""Days for which something may have been waiting, to be chosen among."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request whose turn it is, by what the list and its filters need."""

    pk: UUID
    entity_id: int
    document_id: UUID
    title: str
    type_id: UUID | None
    type_name: str
    template: str
    signer_id: UUID
    is_delegated: bool
    asked_by: str
    asked_at: datetime


def waiting_lightly(person_id: UUID) -> list[Waiting]:
    """What waits for her and is her turn, oldest first. One statement."""
    rows = turns_of(person_id)
    if rows is None:
        return []
    name = (
        "document__type__name_es" if (get_language() or "ca").startswith("es") else "document__type__name_ca"
    )
    rows = rows.order_by("asked_at", "id").annotate(template=F("document__writing__template__name"))
    found = rows.values_list(
        "pk", "entity_id", "document_id", "document__title", "document__type_id", name, "template",
        "signer_id", "delegation_id", "asked_by_name", "asked_at",
    )  # fmt: skip
    return [
        Waiting(pk, entity, document, title, kind, kind_name or "", template or "", signer, decree is not None,
                asked_by or "Consistori", at)
        for pk, entity, document, title, kind, kind_name, template, signer, decree, asked_by, at
        in found[:MOST_LISTED]
    ]  # fmt: skip


def grouped(papers: Iterable[Waiting]) -> list[Group[Waiting]]:
    """Those of one text together, each town apart. No statement."""
    return group_by_template(
        (((one.entity_id, one.type_id), one.title, one) for one in papers),
        template_of=lambda one: one.template,
    )


def key_of(group: Group[Waiting]) -> str:
    """The name of a group in addresses and forms: the same while it has the same kind of papers."""
    first = group.members[0][1]
    said = f"{first.entity_id}:{first.type_id}:{group.template or ' '.join(first.title.split()[:2])}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def members_of(papers: Sequence[Waiting], keys: Iterable[str]) -> list[UUID]:
    """The requests of whole groups, by their names. No statement."""
    wanted = set(keys)
    if not wanted:
        return []
    return [one.pk for group in grouped(papers) if key_of(group) in wanted for _own, one in group.members]


@dataclass(frozen=True)
class Choice:
    """Something to filter by, and how many there are."""

    value: str
    label: str
    many: int


@dataclass(frozen=True)
class Filters:
    """What of the tray is looked at; empty, all of it."""

    town: str = ""
    type: str = ""
    by: str = ""
    hand: str = ""
    age: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Filters:
        """Those that an address says; what is no filter is none."""
        return cls(**{name: str(said.get(name, ""))[:200] for name in NAMES})

    @property
    def said(self) -> dict[str, str]:
        """Those that are on, as an address says them."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    def without(self, name: str) -> dict[str, str]:
        return {other: value for other, value in self.said.items() if other != name}

    def keep(self, papers: Iterable[Waiting], person_id: UUID) -> list[Waiting]:
        """Those that answer all that are on. No statement."""
        tests = _tests(self, person_id)
        return [one for one in papers if all(test(one) for test in tests)] if tests else list(papers)


NAMES = ("town", "type", "by", "hand", "age")


def hand_of(one: Waiting, person_id: UUID) -> str:
    """With which hand she would sign it: `own`, by `delegation`, or in the `place` of somebody away."""
    if one.is_delegated:
        return "delegation"
    return "own" if one.signer_id == person_id else "place"


def _tests(wanted: Filters, person_id: UUID) -> list[Callable[[Waiting], bool]]:
    tests: list[Callable[[Waiting], bool]] = []
    if wanted.town:
        tests.append(lambda one: str(one.entity_id) == wanted.town)
    if wanted.type:
        tests.append(lambda one: str(one.type_id) == wanted.type)
    if wanted.by:
        tests.append(lambda one: one.asked_by == wanted.by)
    if wanted.hand:
        tests.append(lambda one: hand_of(one, person_id) == wanted.hand)
    if wanted.age.isdigit():
        before = now() - timedelta(days=min(int(wanted.age), 3650))
        tests.append(lambda one: one.asked_at <= before)
    return tests


def choices(
    papers: Sequence[Waiting], person_id: UUID, towns: Mapping[int, str] | None = None
) -> dict[str, list[Choice]]:
    """By what these may be filtered: only where there is more than one. No statement."""
    moment, other = now(), _("Other documents")
    found = {
        "town": _choices(
            ((str(one.entity_id), towns.get(one.entity_id, "")) for one in papers) if towns else ()
        ),
        "type": _choices((str(one.type_id), one.type_name or other) for one in papers),
        "by": _choices((one.asked_by, one.asked_by) for one in papers),
        "hand": _choices((hand, str(HANDS[hand]())) for hand in (hand_of(one, person_id) for one in papers)),
    }
    ages = {days: sum(one.asked_at <= moment - timedelta(days=days) for one in papers) for days in AGES}
    found["age"] = [
        Choice(str(days), _("For more than %(n)s days") % {"n": days}, many)
        for days, many in ages.items()
        if 0 < many < len(papers)
    ]
    return {name: some for name, some in found.items() if len(some) > (0 if name == "age" else 1)}


HANDS: dict[str, Callable[[], str]] = {
    "own": lambda: _("My own"),
    "delegation": lambda: _("By delegation"),
    "place": lambda: _("In the place of somebody away"),
}


def _choices(pairs: Iterable[tuple[str, str]]) -> list[Choice]:
    counted = Counter(pairs)
    return [Choice(value, label, many) for (value, label), many in counted.most_common(20)]


def whole(ids: Sequence[UUID]) -> dict[UUID, SignatureRequest]:
    """These requests with their papers, by key. One statement."""
    rows = SignatureRequest.objects.with_papers().filter(pk__in=list(ids))
    return {one.pk: one for one in rows}
