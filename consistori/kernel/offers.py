"""What rooms offer by name to the rules of a town: facts that may begin something, and acts that may follow.

A room hangs its own once, when the program starts; whoever keeps the rules asks here, and no room knows of rules. It is
plain Python. Facts and acts are asked and done outside any transaction: each opens its own short scopes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

Plain = str | int | float | bool


class NotNow(Exception):
    """Something outside is silent (a register, the seal): nothing was decided, and it is tried again later."""


@dataclass(frozen=True)
class Known:
    """A value, where it was read, and the SHA-256 (hexadecimal) of what was read there."""

    value: Plain
    source: str
    sha256: str


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: its kind, its key, its words (never a name), its page for the staff."""

    kind: str
    id: UUID
    label: str
    url: str = ""
    language: str = "ca"


@dataclass(frozen=True)
class Found:
    """What is known of a subject. `doubts` are the reasons, in words, for which the room wants a person to look.

    `answers` gives the values that are asked by a name (the fields of a form); None where there is no such thing.
    """

    subject: Subject
    known: Mapping[str, Known]
    doubts: tuple[str, ...] = ()
    answers: Callable[[str], Known | None] = field(default=lambda _name: None)


@dataclass(frozen=True)
class Past:
    """A subject of last year, and what happened with it: `ended` is done, person, refused or waiting."""

    found: Found
    ended: str
    words: str = ""


@dataclass(frozen=True)
class Order:
    """What orders an act: the words of the approval («Decret 2026/0151»), the run that decided it."""

    words: str
    run_id: UUID


@dataclass(frozen=True)
class Outcome:
    """What came of an act: done, or left to a person with the reason. `documents` are the keys of what was made."""

    is_done: bool
    words: str = ""
    documents: tuple[UUID, ...] = ()
    case_id: UUID | None = None


@dataclass(frozen=True)
class OfferedFact:
    """A fact that may begin a rule.

    `event` is its class in the trail (`padro.events.ResidencePaperAsked`); with `due(entity, day, said)` it comes by
    the clock. `names` are what a condition may ask, in words; `settings` what the text of the rule says to it under
    `[with]`. `find(entity, id, said)` gathers what is known now, None when there is nothing to decide; `past(entity,
    since, until, said)` gives those of a stretch of days, end excluded.
    """

    name: str
    label: Any
    names: Mapping[str, Any]
    find: Callable[[Any, UUID, Mapping[str, Plain]], Found | None]
    past: Callable[[Any, date, date, Mapping[str, Plain]], Iterable[Past]]
    event: Any = None
    due: Callable[[Any, date, Mapping[str, Plain]], Iterable[UUID]] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OfferedAct:
    """An act that may follow. `seal` is the automated kind with which it seals; empty, it decides nothing of anybody.

    `do(entity, subject_id, order, said)` does it, and done before it says the same: it may be begun again at any point.
    `leave(entity, subject_id, words)` tells whoever waits that a person looks at it. Raises `NotNow`.
    """

    name: str
    label: Any
    facts: tuple[str, ...]
    do: Callable[[Any, UUID, Order, Mapping[str, Plain]], Outcome]
    leave: Callable[[Any, UUID, str], None]
    seal: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_administrative(self) -> bool:
        """Whether it is an act of the administration, which a decree must fix before (Llei 40/2015, art. 41)."""
        return bool(self.seal)


facts: dict[str, OfferedFact] = {}
acts: dict[str, OfferedAct] = {}


def offer_fact(fact: OfferedFact) -> None:
    """Hang a fact; the same name replaces it."""
    facts[fact.name] = fact


def offer_act(act: OfferedAct) -> None:
    """Hang an act; the same name replaces it."""
    acts[act.name] = act
