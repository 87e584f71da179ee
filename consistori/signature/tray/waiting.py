"""What waits in a tray, read lightly: thousands are known by a few words each; only those drawn are read whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, FloatField, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Extract, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.models import SignatureRequest
from consistori.signature.rules import Group, group_by_template
from consistori.signature.selectors import turns_of
from consistori.tenancy import kept
from consistori.tenancy.scope import scope_or_none

MOST_LISTED = 5000
MOST_CHOICES = 20
DAY_SECONDS = 86400
AGES = (2, 7, 30)
"""Days for which something may have been waiting, to be chosen among."""


class Waiting(NamedTuple):
    """A request whose turn it is, by what the list and its filters need, and no more: there may be thousands."""

    pk: str
    entity_id: int
    title: str
    type_name: str
    template: str
    hand: str
    """`own`, by `delegation`, or in the `place` of somebody away."""

    asked_by: str
    days: int
    """Whole days for which it waits."""


def waiting_lightly(person_id: UUID) -> list[Waiting]:
    """What waits for her and is her turn, oldest first. One statement, written once (ADR 61)."""
    if scope_or_none() is None:
        return []
    is_spanish = (get_language() or "ca").startswith("es")
    name = "document__type__name_es" if is_spanish else "document__type__name_ca"

    def build(person: UUID, _actors: Sequence[Actor]) -> Any:
        hand = Case(
            When(delegation__isnull=False, then=Value("delegation")),
            When(signer_id=person, then=Value("own")),
            default=Value("place"),
        )
        rows = turns_of(person).order_by("asked_at", "id").values_list(
            Cast("pk", CharField()), "entity_id", "document__title", Coalesce(name, Value("")),
            Coalesce(KeyTextTransform("name", "document__writing__template"), Value(""), output_field=TextField()),
            hand, Coalesce(NullIf("asked_by_name", Value("")), Value("Consistori")),
            Cast(Extract("asked_at", "epoch"), FloatField()),
        )  # fmt: skip
        return rows[:MOST_LISTED]

    found, at = kept.rows("tray", build, person_id, facts=is_spanish), now().timestamp()
    return [Waiting._make((*row[:-1], int((at - row[-1]) // DAY_SECONDS))) for row in found]


def grouped(papers: Iterable[Waiting]) -> list[Group[Waiting]]:
    """Those of one text together, each town apart. No statement."""
    return group_by_template(
        (((one.entity_id, one.type_name), one.title, one) for one in papers),
        template_of=lambda one: one.template,
    )


_template_of = attrgetter("template")


def key_of(group: Group[Waiting]) -> str:
    """The name of a group in addresses and forms: the same while it has the same kind of papers."""
    first = group.members[0][1]
    said = f"{first.entity_id}:{first.type_name}:{group.template or ' '.join(first.title.split()[:2])}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def members_of(papers: Sequence[Waiting], keys: Iterable[str]) -> list[str]:
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

    def keep(self, papers: Iterable[Waiting]) -> list[Waiting]:
        """Those that answer all that are on. No statement."""
        tests = _tests(self)
        return [one for one in papers if all(test(one) for test in tests)] if tests else list(papers)


NAMES = ("town", "type", "by", "hand", "age")


def _tests(wanted: Filters) -> list[Callable[[Waiting], bool]]:
    tests: list[Callable[[Waiting], bool]] = []
    if wanted.town:
        tests.append(lambda one: str(one.entity_id) == wanted.town)
    if wanted.type:
        tests.append(lambda one: one.type_name == wanted.type)
    if wanted.by:
        tests.append(lambda one: one.asked_by == wanted.by)
    if wanted.hand:
        tests.append(lambda one: one.hand == wanted.hand)
    if wanted.age.isdigit():
        least = min(int(wanted.age), 3650)
        tests.append(lambda one: one.days >= least)
    return tests


def choices(papers: Sequence[Waiting], towns: Mapping[int, str] | None = None) -> dict[str, list[Choice]]:
    """By what these may be filtered: only where there is more than one. No statement."""
    other = _("Other documents")
    entities, kinds, asking, hands, days = (
        Counter(map(itemgetter(Waiting._fields.index(field)), papers))
        for field in ("entity_id", "type_name", "asked_by", "hand", "days")
    )
    found = {
        "town": [Choice(str(pk), towns.get(pk, ""), n) for pk, n in entities.most_common()] if towns else [],
        "type": [Choice(kind, kind or other, n) for kind, n in kinds.most_common(MOST_CHOICES) if kind],
        "by": [Choice(name, name, n) for name, n in asking.most_common(MOST_CHOICES)],
        "hand": [Choice(hand, HANDS[hand](), n) for hand, n in hands.most_common()],
    }
    ages = {least: sum(n for day, n in days.items() if day >= least) for least in AGES}
    found["age"] = [
        Choice(str(least), _("For more than %(n)s days") % {"n": least}, many)
        for least, many in ages.items()
        if 0 < many < len(papers)
    ]
    return {name: some for name, some in found.items() if len(some) > (0 if name == "age" else 1)}


HANDS: dict[str, Callable[[], str]] = {
    "own": lambda: _("My own"),
    "delegation": lambda: _("By delegation"),
    "place": lambda: _("In the place of somebody away"),
}


def whole(ids: Sequence[str]) -> dict[str, SignatureRequest]:
    """These requests with their papers, by key, without what a list does not draw. One statement."""
    rows = SignatureRequest.objects.with_papers().filter(pk__in=list(ids)).order_by()
    return {str(one.pk): one for one in rows.defer("document__search", "entity__arms")}
