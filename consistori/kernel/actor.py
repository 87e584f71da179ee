"""Who acts: a person at work in one entity, another program with its token, or the program itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

PROGRAM = "The program"
"""How the program signs what nobody's hand did; `trail.names` says it in the language of who reads."""


@dataclass(frozen=True)
class HeldPost:
    """A live post [lloc de treball / puesto] of the actor in the entity: its role and unit."""

    id: UUID
    role: str
    title: str = ""
    unit_id: UUID | None = None
    heads_unit: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class HeldGrant:
    """What the town lets the actor see until a moment: one case, or all that are not reserved."""

    id: UUID
    ends_at: datetime
    case_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever does an act, as policies and the trail need to know them. Policies ask it, and nothing else."""

    person_id: UUID | None
    name: str
    entity_id: int | None
    posts: tuple[HeldPost, ...] = ()
    channel: str = "web"
    client: str = ""
    scopes: frozenset[str] = frozenset()
    grants: tuple[HeldGrant, ...] = ()

    @classmethod
    def system(cls, name: str, entity_id: int | None = None) -> Self:
        """The program itself [el programa]: jobs and seeds; it may do what acts allow to nobody's hand."""
        return cls(person_id=None, name=name, entity_id=entity_id, channel="system")

    @classmethod
    def program(cls, entity_id: int | None = None) -> Self:
        """The program at its own work: covers, nightly tasks, what follows from a fact."""
        return cls.system(PROGRAM, entity_id)

    @property
    def is_system(self) -> bool:
        return self.person_id is None and self.channel == "system"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @property
    def unit_ids(self) -> frozenset[UUID]:
        return frozenset(post.unit_id for post in self.posts if post.unit_id)

    def holds(self, *roles: str) -> bool:
        """Whether the actor holds a live post with any of these roles in this entity."""
        return bool(self.roles & {str(role) for role in roles})

    def heads(self, unit_id: UUID | None) -> bool:
        return unit_id is not None and any(p.heads_unit and p.unit_id == unit_id for p in self.posts)
