"""What a task is about: rooms above hang their kinds of thing here, and this room never hears of them.

`subjects.add("case", …)` once, when the program starts. The tie between the two is a row of the room above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Refusal

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Subject:
    """What one task is about: its kind, its key in addresses, its record, its words, its number and its page."""

    kind: str
    key: str
    id: UUID
    label: str
    number: str = ""
    url: str = ""
    is_reserved: bool = False

    @property
    def about(self) -> str:
        """How an address names it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Kind:
    """A kind of thing that tasks are about.

    `find(actor, key)` gives it to whoever may work with it, or raises; `tie(task, key, by)` joins the two, inside the
    act that gives the task; `of(task_ids)` says what those tasks are about, in one statement; `tasks(actor, key)` is
    the filter of those about it; `hidden(actor)`, of those about what the actor does not read; `ensure_reads(task,
    person)` refuses to give a task to whoever could not read what it is about.
    """

    name: str
    label: Any
    find: Callable[[Actor, str], Subject]
    tie: Callable[[Any, str, Actor], None]
    of: Callable[[Sequence[UUID]], dict[UUID, Subject]]
    tasks: Callable[[Actor, str], Q]
    hidden: Callable[[Actor], Q]
    ensure_reads: Callable[[Any, Person], None]


@dataclass
class Registry:
    """Kinds of subject by name."""

    _kinds: dict[str, Kind] = field(default_factory=dict)

    def add(self, kind: Kind) -> None:
        """Hang a kind; the same name replaces it."""
        self._kinds[kind.name] = kind

    def find(self, actor: Actor, about: str) -> Subject | None:
        """What an address names (`case:X2026000412`); None where it names nothing. Raises `NotHere`."""
        if not about:
            return None
        name, _colon, key = about.partition(":")
        if name not in self._kinds or not key:
            raise NotHere()
        return self._kinds[name].find(actor, key)

    def tasks_about(self, actor: Actor, about: str) -> Q:
        """The filter of the tasks about what an address names. Raises `NotHere`."""
        name, _colon, key = about.partition(":")
        if name not in self._kinds or not key:
            raise NotHere()
        return self._kinds[name].tasks(actor, key)

    def tie(self, task: Any, subject: Subject, by: Actor) -> None:
        """Join a task to what it is about."""
        self._kinds[subject.kind].tie(task, subject.key, by)

    def of(self, task_ids: Sequence[UUID]) -> dict[UUID, Subject]:
        """What each task is about. One statement a kind; none without tasks."""
        found: dict[UUID, Subject] = {}
        if task_ids:
            for kind in self._kinds.values():
                found |= kind.of(task_ids)
        return found

    def hidden_from(self, actor: Actor) -> Q:
        """The tasks about what the actor does not read."""
        hidden = NOTHING
        for kind in self._kinds.values():
            hidden |= kind.hidden(actor)
        return hidden

    def is_closed_to(self, task: Any, person: Person) -> bool:
        """Whether that person could not read what the task is about."""
        try:
            self.ensure_reads(task, person)
        except Refusal:
            return True
        return False

    def ensure_reads(self, task: Any, person: Person) -> None:
        """Raises a `Refusal` when that person could not read what the task is about."""
        for kind in self._kinds.values():
            kind.ensure_reads(task, person)


subjects = Registry()
