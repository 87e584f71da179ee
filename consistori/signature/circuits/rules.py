"""What a circuit may be, whose turn it is, and who sits in a post. Plain Python: days come as arguments.

The law asks every program that instructs a procedure to keep its times, to say which body answers for each thing and to
carry it in order (Llei 39/2015, art. 75.2; R-INS-01). A competence belongs to the body and is not given up (Llei
40/2015, art. 8.1): so a step names a post, and whoever holds it that day does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

ORDER = "Llei 39/2015, art. 75.2"
COMPETENCE = "Llei 40/2015, art. 8.1"
MOST_STEPS = 20
MOST_DAYS = 90
DAY = timedelta(days=1)


class Kind(StrEnum):
    """What is done at a step."""

    VISA = "visa"
    SIGNATURE = "signature"
    SEAL = "seal"
    READING = "reading"


class Stands(StrEnum):
    """Where a step stands."""

    TO_COME = "to_come"
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    FALLEN = "fallen"


OPEN = frozenset({Stands.TO_COME, Stands.WAITING})
PASSED = frozenset({Stands.DONE, Stands.SKIPPED})
LINES_UP = frozenset({Kind.VISA, Kind.SIGNATURE, Kind.READING})
"""Kinds that somebody does: the seal is put by the program."""


@dataclass(frozen=True)
class Fault:
    """Why a circuit cannot be so: a code that the pages say in words, the step (from 0) and the article."""

    code: str
    at: int | None = None
    article: str = ORDER
    name: str = ""


@dataclass(frozen=True)
class Asked:
    """A step as it is looked at: its place (equal ones go at once), what is done, and who does it.

    `who` is a key that tells people apart and `name` says it. The seal has none, nor has a post that nobody holds.
    """

    place: int
    kind: Kind
    who: str = ""
    name: str = ""
    days: int | None = None


def faults_of(steps: Sequence[Asked]) -> list[Fault]:
    """What cannot be in a circuit, the first of each step.

    Nobody is in it twice: a visa of whoever signs adds nothing, and the responsible of each step must be told apart. A
    document that is sealed is sealed last of all, or what comes after would not be under the seal.
    """
    if not steps:
        return [Fault("empty")]
    if len(steps) > MOST_STEPS:
        return [Fault("too-many")]
    found: list[Fault] = []
    seen: set[str] = set()
    seals = [step.place for step in steps if step.kind is Kind.SEAL]
    for at, step in enumerate(steps):
        if step.days is not None and not 1 <= step.days <= MOST_DAYS:
            found.append(Fault("days", at, ORDER))
        elif step.kind is Kind.SEAL and len(seals) > 1:
            found.append(Fault("two-seals", at, "Llei 40/2015, art. 42"))
        elif step.kind in (Kind.VISA, Kind.SIGNATURE) and seals and step.place >= min(seals):
            found.append(Fault("after-seal", at, "Llei 40/2015, art. 42"))
        elif step.who and step.who in seen:
            found.append(Fault("twice", at, ORDER, step.name))
        if step.who:
            seen.add(step.who)
    return found


def in_order(places: Iterable[int]) -> list[int]:
    """The same order with places 0, 1, 2…: equal ones stay equal."""
    said = list(places)
    new = {place: number for number, place in enumerate(sorted(set(said)))}
    return [new[place] for place in said]


@dataclass(frozen=True)
class Standing:
    """A step as it stands now, for the rules of the turn."""

    place: int
    state: Stands


def turn_of(steps: Iterable[Standing]) -> int | None:
    """The place whose turn it is: the first in which something is not done yet; None when all is."""
    return min((one.place for one in steps if one.state in OPEN), default=None)


def is_over(steps: Iterable[Standing]) -> bool:
    """Whether nothing is left to do."""
    return turn_of(steps) is None


def may_be_skipped(kind: Kind) -> bool:
    """A visa and a reading are of the house and may be passed over with a reason.

    A signature makes the act be of its body (Llei 40/2015, art. 8.1 and 43) and a seal proves where it comes from
    (art. 42): those are changed, not skipped.
    """
    return kind in (Kind.VISA, Kind.READING)


def late_by(due_on: date | None, on: date) -> int:
    """How many days ago it had to be done; 0 while it is in time."""
    return max((on - due_on).days, 0) if due_on is not None else 0


class HeldPost(Protocol):
    """A post that somebody holds, as the rule of the seat needs it."""

    role: str
    unit_id: UUID | None
    title_ca: str
    title_es: str


@dataclass(frozen=True)
class Seat:
    """A post as a circuit names it: its role, the unit where it is, and its title. Not who holds it."""

    role: str
    unit_id: UUID | None = None
    title: str = ""

    @property
    def key(self) -> str:
        return f"{self.role}:{self.unit_id or ''}:{self.title}"


def sitting_in(seat: Seat, posts: Iterable[HeldPost]) -> list[HeldPost]:
    """Of the posts that are held on a day, those that are this one.

    Where only one has that role (in that unit), it is that one, whatever it is called: «alcaldessa» and «alcalde» are
    the same post. Where several have it, only those with its title; if none has, nobody: a person must say who.
    """
    of_role = [
        one for one in posts if one.role == seat.role and (not seat.unit_id or one.unit_id == seat.unit_id)
    ]
    if len(of_role) <= 1 or not seat.title:
        return of_role
    return [one for one in of_role if seat.title in (one.title_ca, one.title_es)]
