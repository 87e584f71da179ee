"""Whose turn it is: the scope [àmbit] of a request, a job or a command.

`working_for(entity)` is a set of one: it opens the transaction and the database setting together.
`across(entities)` only reads. Outside both, a question about an entity's rows raises `NoScope`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

if TYPE_CHECKING:
    from consistori.tenancy.models import Entity


class NoScope(RuntimeError):
    """Nobody said for which entity this is."""


class ScopeRefused(RuntimeError):
    """A write over several entities, or a scope inside the scope of another entity."""


@dataclass
class Scope:
    """The entities whose rows are seen now, and the only one, if any, whose rows may be written."""

    entities: tuple[Entity, ...]
    writer: Entity | None
    pending: list[Any] = field(default_factory=list)
    readings: int = 0

    @property
    def entity_ids(self) -> tuple[int, ...]:
        return tuple(entity.pk for entity in self.entities)

    @property
    def lineage_ids(self) -> tuple[int, ...]:
        """The entities of the scope and those above them, whose inherited rows they read."""
        return tuple(dict.fromkeys(pk for entity in self.entities for pk in entity.lineage))


_current: ContextVar[Scope | None] = ContextVar("consistori_scope", default=None)

before_commit: list[Callable[[Scope], None]] = []
"""What is done last in the transaction of a writing scope (the trail hangs its chain here)."""


def current_scope() -> Scope:
    scope = _current.get()
    if scope is None:
        raise NoScope("No entity was named: open working_for(entity) or across(entities) first.")
    return scope


def scope_or_none() -> Scope | None:
    return _current.get()


def current_entity() -> Entity:
    """The entity we work for. Raises where the scope is read-only over several."""
    scope = current_scope()
    if scope.writer is None:
        raise ScopeRefused("This scope only reads, over several entities.")
    return scope.writer


def current_writer_id() -> int | None:
    """Default of the `entity` of a new row."""
    scope = _current.get()
    return scope.writer.pk if scope and scope.writer else None


also_open: list[Callable[[Scope], AbstractContextManager[None]]] = []
"""What is opened beside a scope, by settings: the same scope on a copy of the database that only reads."""

_NOTHING = nullcontext()


def tell_database(scope: Scope | None, database: Any = connection) -> None:
    """Say to the database, for this transaction, whose rows it may show and write."""
    entities = "{" + ",".join(str(pk) for pk in scope.entity_ids) + "}" if scope else ""
    lineage = "{" + ",".join(str(pk) for pk in scope.lineage_ids) + "}" if scope else ""
    writer = str(scope.writer.pk) if scope and scope.writer else ""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('consistori.entities', %s, true), set_config('consistori.lineage', %s, true),"
            " set_config('consistori.writer', %s, true)",
            [entities, lineage, writer],
        )


@contextmanager
def with_scope(scope: Scope) -> Iterator[None]:
    """Stand in a scope without telling the database (to compile a question, never to ask it)."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def _open(scope: Scope) -> Iterator[Scope]:
    token = _current.set(scope)
    try:
        with transaction.atomic():
            tell_database(scope)
            with also_open[0](scope) if also_open else _NOTHING:
                yield scope
            if scope.writer is not None:
                for hook in before_commit:
                    hook(scope)
            if len(connection.savepoint_ids) > 0:
                tell_database(None)
    finally:
        _current.reset(token)


@contextmanager
def working_for(entity: Entity) -> Iterator[Scope]:
    """Read and write the rows of one entity, in one transaction."""
    outer = _current.get()
    if outer is not None:
        if outer.writer is None or outer.writer.pk != entity.pk:
            raise ScopeRefused(f"Already working for another entity; cannot turn to {entity.slug}.")
        yield outer
        return
    with _open(Scope(entities=(entity,), writer=entity)) as scope:
        yield scope


@contextmanager
def across(entities: Iterable[Entity]) -> Iterator[Scope]:
    """Read the rows of several entities: one person's work over her towns."""
    if _current.get() is not None:
        raise ScopeRefused("Already inside a scope.")
    with _open(Scope(entities=tuple(entities), writer=None)) as scope:
        yield scope


@contextmanager
def own_rows_of(person_id: UUID) -> Iterator[None]:
    """Read the rows that say where this person holds a post, before any entity is chosen."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('consistori.person', %s, true)", [str(person_id)])
        yield
        if len(connection.savepoint_ids) > 0:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('consistori.person', '', true)")
