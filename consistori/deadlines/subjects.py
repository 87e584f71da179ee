"""The things that have terms: each room says of its own how they are called, who sees them and who acts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.rules.escalation import Hands
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


@dataclass(frozen=True)
class Told:
    """A thing in words: its number, its title, its page, and who must know of what happens to its terms.

    `paper` is the address of one of its documents, without the key of the document at its end.
    """

    number: str
    title: str
    url: str
    who: tuple[UUID, ...] = ()
    is_open: bool = True
    paper: str = ""


@dataclass(frozen=True)
class Subject:
    """A thing that has terms: its kind, as `case`, and its key."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class SubjectKind:
    """How a kind of thing answers. `tell` gives those that may be told to the actor, in one or two statements.

    `papers(actor, id)` are the documents that may justify something, as (key, title). `hands(ids)` says in whose hands
    the open ones of the entity of the scope are, for the alarms: what it leaves out warns nobody.
    """

    name: str
    label: Any
    tell: Callable[[Actor, Iterable[UUID]], dict[UUID, Told]]
    may_see: Callable[[Actor, UUID], Verdict]
    may_act: Callable[[Actor, UUID], Verdict]
    papers: Callable[[Actor, UUID], list[tuple[UUID, str]]]
    write: Callable[[Actor, UUID, str, list[str]], str] | None = None
    hands: Callable[[Iterable[UUID]], dict[UUID, Hands]] | None = None


_kinds: dict[str, SubjectKind] = {}


def add(kind: SubjectKind) -> None:
    """Hang a kind, once, when the program starts."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> SubjectKind | None:
    return _kinds.get(name)


def kinds() -> list[SubjectKind]:
    return list(_kinds.values())


def tell_one(actor: Actor, subject: Subject) -> Told | None:
    """It in words, if it may be told to the actor."""
    kind = _kinds.get(subject.kind)
    return kind.tell(actor, [subject.id]).get(subject.id) if kind else None


def may_see(actor: Actor, subject: Subject) -> Verdict:
    """Whether the actor sees the terms of that thing; of what nobody answers for, only the house itself."""
    kind = _kinds.get(subject.kind)
    if kind is not None:
        return kind.may_see(actor, subject.id)
    return Verdict(actor.is_system, _("Nobody answers for that thing."))


def may_act(actor: Actor, subject: Subject) -> Verdict:
    """Whether the actor opens, stops, extends and closes its terms."""
    kind = _kinds.get(subject.kind)
    if kind is not None:
        return kind.may_act(actor, subject.id)
    return Verdict(actor.is_system, _("Nobody answers for that thing."))
