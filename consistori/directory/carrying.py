"""What a person carries [el que porta / lo que lleva]: each room above hangs its things here.

`carried.add("cases", label=…, of=…, hand_over=…)` once, when the program starts. Leaving lists and hands over
everything that is hung; an absence says where each thing goes meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consistori.directory.models import Absence, Person
from consistori.kernel.actor import Actor


@dataclass(frozen=True)
class Carried:
    """One thing in somebody's hands: its key in its room, its words, its page, since when."""

    key: str
    label: str
    url: str = ""
    note: str = ""
    since: date | None = None


HandOver = Callable[[Sequence[Carried], Person, Actor], Sequence[str] | None]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that people carry.

    `of(person)` lists, in the scope of the entity, what is in her hands, longest carried first;
    `hand_over(things, to, by)` passes them and raises a `Refusal` when the other cannot take them; what by its
    nature passes to nobody stays, and it gives a sentence for each;
    `while_away(absence)` says in a sentence where they go during an absence.
    """

    name: str
    label: Any
    of: Callable[[Person], list[Carried]]
    hand_over: HandOver
    while_away: Callable[[Absence], Any]
    icon: str = "folder"


@dataclass(frozen=True)
class InHand:
    """What somebody carries of one kind."""

    kind: Kind
    things: tuple[Carried, ...]

    @property
    def count(self) -> int:
        return len(self.things)


@dataclass
class Registry:
    """Kinds of thing by name, in the order in which they were hung."""

    _kinds: dict[str, Kind] = field(default_factory=dict)

    def add(
        self, name: str, *, label: Any, of: Callable[[Person], list[Carried]],
        hand_over: HandOver,
        while_away: Callable[[Absence], Any], icon: str = "folder",
    ) -> None:  # fmt: skip
        """Hang a kind; the same name replaces it."""
        self._kinds[name] = Kind(name, label, of, hand_over, while_away, icon)

    def kinds(self) -> list[Kind]:
        return list(self._kinds.values())

    def kind(self, name: str) -> Kind | None:
        return self._kinds.get(name)

    def in_hands_of(self, person: Person) -> list[InHand]:
        """Everything that she carries in the entity of the scope, kind by kind, also the empty ones."""
        return [InHand(kind, tuple(kind.of(person))) for kind in self._kinds.values()]


carried = Registry()
