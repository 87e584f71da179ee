"""How a circuit is asked: each step by the post that does it, a guest from outside, or the seal of the town."""

from __future__ import annotations

from dataclasses import dataclass

from consistori.directory.models import Delegation, Post
from consistori.signature.circuits.rules import Kind, Seat


@dataclass(frozen=True)
class GuestAsked:
    """Somebody who does not work here and is asked to sign: who, with which number of document, and where to write."""

    name: str
    identifier: str
    email: str
    acts_as: str = ""
    language: str = "ca"


@dataclass(frozen=True)
class StepAsked:
    """A step: what is done (`kind`), its `place` (equal ones go at once), who does it, and in how many working days.

    Exactly one of `seat`, `delegation` and `guest`; a seal has none.
    """

    kind: Kind
    place: int = 0
    seat: Seat | None = None
    delegation: Delegation | None = None
    guest: GuestAsked | None = None
    days: int | None = None


def seat_of(post: Post, language: str = "ca") -> Seat:
    """The seat of a post that somebody holds: so another who holds it later does the step."""
    return Seat(post.role, post.unit_id, post.title(language)[:120])
