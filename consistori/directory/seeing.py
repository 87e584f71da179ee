"""Who can see this, and who has? [qui ho pot veure, i qui ho ha vist] Rooms hang here what they know of their own.

A room gives, for each kind of thing, how to find it and how to judge anybody of the house. The page, the
sheet and the PDF are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from consistori.directory.selectors import actors_here, programs_here
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.trail.models import Reading


@dataclass(frozen=True)
class Answer:
    """Whether somebody sees the thing, and why, in words about her."""

    reads: bool
    why: str
    article: str = ""


@dataclass(frozen=True)
class Seen:
    """A thing that is asked about. `records`: whose readings count as readings of it; `logged`: how the log names
    it, when its label says more than whoever reads logs may know.
    """

    kind: str
    id: UUID
    label: str
    url: str
    rule: str
    judge: Callable[[Actor], Answer]
    records: tuple[UUID, ...]
    article: str = ""
    scope: str = ""
    notes: tuple[str, ...] = ()
    logged: str = ""


Finder = Callable[[Actor, UUID], Seen]


class Things:
    """The kinds of thing about which one may ask."""

    def __init__(self) -> None:
        self._finders: dict[str, Finder] = {}
        self._labels: dict[str, Any] = {}

    def add(self, kind: str, *, label: Any, find: Finder) -> None:
        """Hang a kind: `find(actor, id)` raises `NotHere` or `NotPermitted` for whoever may not ask."""
        self._finders[kind] = find
        self._labels[kind] = label

    def find(self, kind: str, actor: Actor, id: UUID) -> Seen:
        """The thing, for whoever may ask who sees it."""
        if kind not in self._finders:
            raise NotHere()
        return self._finders[kind](actor, id)

    def label(self, kind: str) -> str:
        return str(self._labels.get(kind, kind))


things = Things()


@dataclass(frozen=True)
class Viewer:
    """A person or a program of the house, and what the rule says of her."""

    name: str
    posts: str
    answer: Answer
    person_id: UUID | None = None
    is_program: bool = False


@dataclass
class Group:
    """Everybody who sees it, or does not, for the same reason."""

    why: str
    article: str
    reads: bool
    viewers: list[Viewer] = field(default_factory=list)


@dataclass(frozen=True)
class Readings:
    """What somebody has opened of it: how many times, first and last."""

    name: str
    person_id: UUID | None
    times: int
    first: datetime
    last: datetime
    sees_now: bool


@dataclass(frozen=True)
class WhoSees:
    """The whole answer: who can, who cannot, who has."""

    thing: Seen
    can: list[Group]
    cannot: list[Group]
    has: list[Readings]
    log: list[Reading]

    @property
    def can_count(self) -> int:
        return sum(len(group.viewers) for group in self.can)


def who_sees(thing: Seen, *, reader: Actor, limit: int | None = 50) -> WhoSees:
    """Judge everybody who works here, and read the log as `reader` may. Four statements besides those of the judge."""
    viewers = [
        Viewer(
            actor.name,
            ", ".join(p.title for p in actor.posts if p.title),
            thing.judge(actor),
            actor.person_id,
        )
        for actor in actors_here()
    ]
    for actor in programs_here():
        if thing.scope in actor.scopes:
            viewers.append(Viewer(actor.name, "", thing.judge(actor), is_program=True))
    see: set[UUID | None] = {v.person_id for v in viewers if v.answer.reads and v.person_id}
    log = log_of(thing.records)
    return WhoSees(
        thing,
        can=_grouped(v for v in viewers if v.answer.reads),
        cannot=_grouped(v for v in viewers if not v.answer.reads),
        has=_summed(log, see),
        log=named_for(reader, log if limit is None else log[:limit]),
    )


MOST_READINGS = 20_000


def log_of(records: Iterable[UUID]) -> list[Reading]:
    """Who opened these records, the newest first. One statement."""
    rows = Reading.objects.filter(record_id__in=list(records))
    return list(rows.order_by("-at", "-id")[:MOST_READINGS])


Veil = Callable[[Actor, Sequence[Reading]], Mapping[UUID, str]]

veils: list[Veil] = []
"""What rooms say of readings to whoever reads the log: by record, the name to show where its own is not hers to see."""


def named_for(actor: Actor, log: Iterable[Reading]) -> list[Reading]:
    """The readings as `actor` may see them named. The rows are not saved: the log only grows."""
    rows = list(log)
    shown: dict[UUID, str] = {}
    for veil in veils:
        shown |= veil(actor, rows)
    for row in rows:
        row.label = shown.get(row.record_id, row.label)
    return rows


def _grouped(viewers: Iterable[Viewer]) -> list[Group]:
    groups: dict[str, Group] = {}
    for viewer in viewers:
        said = viewer.answer
        group = groups.setdefault(said.why, Group(said.why, said.article, said.reads))
        group.viewers.append(viewer)
    return sorted(groups.values(), key=lambda group: -len(group.viewers))


def _summed(log: list[Reading], see: set[UUID | None]) -> list[Readings]:
    by: dict[tuple[UUID | None, str], list[Reading]] = {}
    for reading in log:
        by.setdefault(
            (reading.person_id, reading.person_name if reading.person_id is None else ""), []
        ).append(reading)
    return [
        Readings(rows[0].person_name, person, len(rows), rows[-1].at, rows[0].at, person in see)
        for (person, _name), rows in by.items()
    ]


# --- what somebody who works here sees, and has seen ------------------------------------------------------

reaches: list[Callable[[Actor], str]] = []
"""What rooms say of how far a person reaches in them, in a sentence: «38 cases of 41; the others are reserved»."""


@dataclass(frozen=True)
class WhatSheSees:
    """How far a person who works here reaches today, and what she has opened."""

    actor: Actor
    reaches: list[str]
    log: list[Reading]


def what_she_sees(actor: Actor, *, reader: Actor, limit: int = 100) -> WhatSheSees:
    """Her reach in each room, and the last things that she opened, as `reader` may see them named."""
    rows = Reading.objects.filter(person_id=actor.person_id).order_by("-at", "-id")[:limit]
    return WhatSheSees(actor, [said for reach in reaches if (said := reach(actor))], named_for(reader, rows))
