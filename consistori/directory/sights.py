"""What would change in what a person sees and does, if her posts were others: each room hangs its part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from consistori.kernel.actor import Actor


@dataclass(frozen=True)
class Ability:
    """Something that a post lets one do, in words, and how to know it of an actor."""

    label: Any
    has: Callable[[Actor], bool]


@dataclass(frozen=True)
class SeenChange:
    """Of one kind of thing: how many she reads now and would read, those won and lost, and some of them."""

    label: Any
    before: int
    after: int
    won: int
    lost: int
    examples_won: tuple[str, ...] = ()
    examples_lost: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.won or self.lost)


@dataclass(frozen=True)
class Preview:
    """The whole answer to «what would change in what she sees?»"""

    seen: tuple[SeenChange, ...]
    gained: tuple[Any, ...]
    given_up: tuple[Any, ...]
    kept: tuple[Any, ...]
    access_begins: bool = False
    access_ends: bool = False

    @property
    def changes(self) -> bool:
        return bool(self.gained or self.given_up or any(one.changes for one in self.seen))


@dataclass
class Sights:
    """What rooms hang: abilities in words, and questions about what is read before and after."""

    abilities: list[Ability] = field(default_factory=list)
    questions: list[Callable[[Actor, Actor], SeenChange]] = field(default_factory=list)

    def add_ability(self, label: Any, has: Callable[[Actor], bool]) -> None:
        self.abilities.append(Ability(label, has))

    def add_question(self, question: Callable[[Actor, Actor], SeenChange]) -> None:
        self.questions.append(question)

    def between(self, before: Actor, after: Actor) -> Preview:
        """Compare the same person as two actors of one entity, in its scope."""
        had = [one.label for one in self.abilities if one.has(before)]
        has = [one.label for one in self.abilities if one.has(after)]
        return Preview(
            seen=tuple(ask(before, after) for ask in self.questions),
            gained=tuple(label for label in has if label not in had),
            given_up=tuple(label for label in had if label not in has),
            kept=tuple(label for label in has if label in had),
            access_begins=not before.posts and bool(after.posts),
            access_ends=bool(before.posts) and not after.posts,
        )


sights = Sights()
