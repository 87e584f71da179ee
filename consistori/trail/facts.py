"""Facts [fets]: a class you can find, told in the act's transaction, heard later by whoever asked to hear."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from consistori.kernel.actor import Actor
from consistori.tenancy.scope import ScopeRefused, current_scope

P = ParamSpec("P")
R = TypeVar("R")


_classes: dict[str, type[Event]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Fields are identifiers and short plain values (str, int, bool, date, UUID, lists)."""

    subject: ClassVar[str] = ""
    says: ClassVar[Any] = ""
    icon: ClassVar[str] = "check"
    internal: ClassVar[bool] = False

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        _classes[cls.kind()] = cls

    @classmethod
    def kind(cls) -> str:
        """Its name in the trail, as `cases.CaseClosed`."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @property
    def subject_id(self) -> UUID | None:
        value = getattr(self, self.subject, None) if self.subject else None
        return UUID(str(value)) if value else None


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


@dataclass(frozen=True)
class PendingEvent:
    """An event told in this transaction, not yet in the chain."""

    event: Event
    by: Actor


def announce(event: Event, *, by: Actor) -> None:
    """Tell a fact. It enters the chain last in this transaction, and its listeners hear it after commit."""
    scope = current_scope()
    if scope.writer is None:
        raise ScopeRefused("A fact is told for one entity.")
    scope.pending.append(PendingEvent(event, by))


def act(f: Callable[P, R]) -> Callable[P, R]:
    """Make a service verb one act: all or nothing, what it announced included."""

    @functools.wraps(f)
    def once(*args: P.args, **kwargs: P.kwargs) -> R:
        scope = current_scope()
        told = len(scope.pending)
        try:
            with transaction.atomic():
                return f(*args, **kwargs)
        except BaseException:
            del scope.pending[told:]
            raise

    return once


followers: list[Callable[[], None]] = []
"""What is done in the transaction of any fact of an entity that tells other programs."""

Listener = Callable[[Any], None]
_listeners: dict[str, list[Listener]] = {}


def on(*events: type[Event]) -> Callable[[Listener], Listener]:
    """Hear these events: the function runs later, as a job, with the scope of the event's entity open."""

    def hear(f: Listener) -> Listener:
        for event in events:
            _listeners.setdefault(event.kind(), []).append(f)
        return f

    return hear


def listeners_of(kind: str) -> list[Listener]:
    return _listeners.get(kind, [])


def event_classes() -> dict[str, type[Event]]:
    """Every kind of event of the house, by its name in the trail."""
    return _classes


def revive(kind: str, payload: dict[str, Any]) -> Event | None:
    """The event as its listeners know it; None if the house no longer has that kind."""
    cls = event_classes().get(kind)
    if cls is None:
        return None
    known = {f.name for f in fields(cls)}
    values = {k: _as_typed(cls, k, v) for k, v in payload.items() if k in known}
    return cls(**values)


def _as_typed(cls: type[Event], name: str, value: Any) -> Any:
    annotation = str(cls.__dataclass_fields__[name].type)
    if isinstance(value, str) and "UUID" in annotation and "list" not in annotation:
        return UUID(value) if value else None
    return value
