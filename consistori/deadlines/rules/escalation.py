"""Whom to tell: who carries it if she can still act; if not, who stands in, the head, the secretary. Nobody is lost.

People are keys; who is here on a day comes as data, so that a year of a town can be played without a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from consistori.deadlines.rules.alarming import Stage

Key = UUID


class Rung(StrEnum):
    """As what somebody is told [en qualitat de]."""

    CARRIER = "carrier"
    COVER = "cover"
    HEAD = "head"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    MAYOR = "mayor"
    NOBODY = "nobody"


class Because(StrEnum):
    """Why it is not who carries it."""

    NOTHING = ""
    NO_CARRIER = "no_carrier"
    AWAY = "away"
    LEFT = "left"


UPWARDS = (Rung.SECRETARY, Rung.ADMINISTRATOR, Rung.MAYOR)
HEARS: Mapping[Stage, tuple[Rung, ...]] = {
    Stage.SOON: (Rung.CARRIER,),
    Stage.RISK: (Rung.CARRIER, Rung.HEAD),
    Stage.LAST: (Rung.CARRIER, Rung.HEAD, Rung.SECRETARY),
    Stage.ENDED: (Rung.CARRIER, Rung.HEAD, Rung.SECRETARY),
}
OF_STUCK: tuple[tuple[Rung, ...], ...] = (HEARS[Stage.SOON], HEARS[Stage.RISK], HEARS[Stage.LAST])


@dataclass(frozen=True)
class Held:
    """A post that somebody holds on the day."""

    person: Key
    role: str
    unit: Key | None = None
    heads: bool = False


@dataclass(frozen=True)
class Hands:
    """In whose hands a thing is: a person, a unit, both or nobody."""

    carrier: Key | None = None
    unit: Key | None = None


@dataclass(frozen=True)
class Here:
    """Who works in the town on a day: posts, who is away and who covers (None: nobody), substitutes by role."""

    posts: tuple[Held, ...]
    away: Mapping[Key, Key | None] = field(default_factory=dict)
    substitutes: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)

    @cached_property
    def people(self) -> frozenset[Key]:
        return frozenset(post.person for post in self.posts)

    def is_in(self, person: Key | None) -> bool:
        """Whether she works here and is not away."""
        return person in self.people and person not in self.away

    def acting_for(self, person: Key | None) -> Key | None:
        """Herself, or whoever covers her (and whoever covers that one) and is here; None if nobody does."""
        seen: set[Key | None] = set()
        while person is not None and person not in seen:
            if self.is_in(person):
                return person
            seen.add(person)
            person = self.away.get(person)
        return None

    def first_of(self, people: Iterable[Key]) -> Key | None:
        """The first of them that is here, or whoever acts for the first that has somebody."""
        them = list(people)
        here = (one for one in them if self.is_in(one))
        return next(here, None) or next((one for p in them if (one := self.acting_for(p)) is not None), None)

    def of_role(self, role: str) -> Key | None:
        """Whoever acts by that role today: who holds it, or who substitutes her by decree."""
        hold = [post.person for post in self.posts if post.role == role]
        found = next((one for one in hold if self.is_in(one)), None)
        return found or self.first_of([*self.substitutes.get(role, ()), *hold])

    def head_of(self, unit: Key | None) -> Key | None:
        """The head of a unit, or whoever acts for her."""
        return self.first_of(p.person for p in self.posts if p.heads and p.unit == unit) if unit else None


@dataclass(frozen=True)
class Whom:
    """Who is told, as what; `because` and `instead_of` when it is not whoever carries the thing."""

    person: Key | None
    rung: Rung
    because: Because = Because.NOTHING
    instead_of: Key | None = None


def whom_to_tell(hands: Hands, here: Here, rungs: Iterable[Rung]) -> tuple[Whom, ...]:
    """Everybody that a warning reaches, each once; if nobody of the town can be told, one that says so."""
    found: dict[Key | None, Whom] = {}
    for rung in rungs:
        whom = _first_who_can(hands, here) if rung is Rung.CARRIER else _at(rung, hands, here)
        if whom is not None and whom.person not in found:
            found[whom.person] = whom
    return tuple(found.values()) or (Whom(None, Rung.NOBODY, _why(hands, here), hands.carrier),)


def _at(rung: Rung, hands: Hands, here: Here) -> Whom | None:
    """Whoever is on that rung; of the secretary, if there is none, who is above."""
    steps = UPWARDS if rung is Rung.SECRETARY else (rung,)
    for step in steps:
        person = here.head_of(hands.unit) if step is Rung.HEAD else here.of_role(step)
        if person is not None:
            return Whom(person, step)
    return None


def _first_who_can(hands: Hands, here: Here) -> Whom | None:
    """The carrier, or whoever stands in, or the head, or upwards: the first that can still act."""
    if here.is_in(hands.carrier):
        return Whom(hands.carrier, Rung.CARRIER)
    why = _why(hands, here)
    if (cover := here.acting_for(hands.carrier)) is not None:
        return Whom(cover, Rung.COVER, why, hands.carrier)
    for rung in (Rung.HEAD, Rung.SECRETARY):
        if (found := _at(rung, hands, here)) is not None:
            return Whom(found.person, found.rung, why, hands.carrier)
    return None


def _why(hands: Hands, here: Here) -> Because:
    if hands.carrier is None:
        return Because.NO_CARRIER
    if hands.carrier not in here.people:
        return Because.LEFT
    return Because.AWAY if hands.carrier in here.away else Because.NOTHING
