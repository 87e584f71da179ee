"""The layers [capes / capas] of the calendar: each says what happens between two days to whoever may know it.

`layers.add("deadlines", label=_("Terms"), icon="law", between=terms_between)` once, when the program starts. `between`
gets the actor in one town (`actor.entity_id`, whose rows alone it gives, though the scope may be wider) and two days,
the second not inside; it asks a fixed number of statements. The rows of the town's own events (`desk.calendar.models`)
are of the layer that each one says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from consistori.kernel.actor import Actor

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing on some days: `ends_on` is the first day without it; an hour if it has one, else the whole day.

    `tone` is of terms alone (`calm`, `soon`, `risk`, `overdue`, `unsure`): the colour belongs to them. `note` is the
    second line, `about` the third. `people` are whose time it takes (for who is free); `is_busy`: whoever may not know
    what it is sees only that. `uid` names it for ever, for calendars outside.
    """

    layer: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    tone: str = ""
    note: str = ""
    about: str = ""
    url: str = ""
    why_url: str = ""
    people: tuple[UUID, ...] = ()
    is_of_all: bool = False
    is_busy: bool = False
    goal: str = ""
    uid: str = ""
    moved_at: datetime | None = None
    entity_id: int | None = None

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def is_long(self) -> bool:
        """Several days: a bar over them."""
        return self.days > 1

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on

    @property
    def order(self) -> tuple[Any, ...]:
        """Within a day: whole days before hours, the law first of all."""
        hour = self.starts_at or datetime.min.replace(tzinfo=None)
        return (self.starts_on, self.starts_at is not None, not self.tone, str(hour), self.title)


Between = Callable[[Actor, date, date], Iterable[Happening]]


@dataclass(frozen=True)
class Layer:
    """A layer: its name, its word, its sign, how it is asked, and whether it shows by itself."""

    name: str
    label: Any
    icon: str
    between: Between | None = None
    order: int = 50
    is_shown: bool = True
    is_event: bool = False
    when: Callable[[Any], bool] | None = None


@dataclass
class Layers:
    """The layers by name, in their order."""

    _kept: dict[str, Layer] = field(default_factory=dict)

    def add(
        self, name: str, *, label: Any, icon: str, between: Between | None = None, order: int = 50,
        is_shown: bool = True, is_event: bool = False, when: Callable[[Any], bool] | None = None,
    ) -> None:  # fmt: skip
        """Hang a layer; the same name replaces it. `is_event`: the town writes its own events in it. `when(entity)`
        says whether the town has it.
        """
        self._kept[name] = Layer(name, label, icon, between, order, is_shown, is_event, when)

    def __iter__(self) -> Iterator[Layer]:
        return iter(sorted(self._kept.values(), key=lambda layer: (layer.order, layer.name)))

    def here(self, entity: Any) -> list[Layer]:
        """Those of a town."""
        return [layer for layer in self if layer.when is None or layer.when(entity)]

    def named(self, name: str) -> Layer | None:
        return self._kept.get(name)


layers = Layers()
