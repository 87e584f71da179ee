"""What higher rooms have of a party: they hang here what must be said, and done, when two turn out to be one.

`followers.append(Follower(...))` once, when the program starts. Links are never moved: a room that shows a party
reads through `Party.merged_into`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consistori.parties.models import Party


@dataclass(frozen=True)
class Follower:
    """A kind of thing that comes with a party.

    `count(ids)` is how many there are of these parties; `objection(kept, absorbed)` says in a sentence why they
    cannot be one, or nothing; `follow(ids)` brings what the room keeps of those parties up to date, after they were
    united or separated.
    """

    name: str
    label: Any
    count: Callable[[Collection[UUID]], int]
    objection: Callable[[Party, Party], str]
    follow: Callable[[Collection[UUID]], None]


followers: list[Follower] = []
