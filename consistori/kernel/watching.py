"""Following the work: which request or job this is, and how long its parts take.

Every request has an identifier, its jobs carry it, and each line of the log says it. What else is done with a part
(figures, traces) hangs here from `config`, by settings; with nothing hung, a part costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Protocol

request_id: ContextVar[str] = ContextVar("consistori_request_id", default="")
"""The request that is being answered, or the one that left the job that is being done; empty outside both."""

watchers: list[Callable[[str, str], AbstractContextManager[Any]]] = []
"""Hung by settings: `f(kind, name)` is entered around each part."""


class Observer(Protocol):
    """Hears of each request and each job."""

    def begin(self, kind: str, name: str, brought: dict[str, str]) -> Any:
        """It begins: `kind` is `request` or `job`; `brought` is what the request brings or the job carries."""

    def end(self, state: Any, kind: str, told: dict[str, Any], seconds: float) -> None:
        """It ended. Of a request: `method route status entity`; of a job: `job outcome entity`."""


observers: list[Observer] = []
"""Hung by settings; with none, nothing is measured."""

jobs_carry: list[Callable[[], dict[str, str]]] = []
"""Hung by settings: what else a job is told of the request that leaves it."""

_NOTHING = nullcontext()


def span(kind: str, name: str) -> AbstractContextManager[Any]:
    """Around a part of the work: `kind` is its sort (`blobs`), `name` has no data of anybody."""
    if not watchers:
        return _NOTHING
    if len(watchers) == 1:
        return watchers[0](kind, name)
    return _All(kind, name)


def carried() -> dict[str, str]:
    """What a job is to carry, so that it is known where it comes from; empty outside a request."""
    name = request_id.get()
    found = {"request": name} if name else {}
    for ask in jobs_carry:
        found |= ask()
    return found


@contextmanager
def job(name: str, carried: dict[str, str], entity: str = "") -> Iterator[None]:
    """Around the doing of a job, that brings what it carried."""
    token = request_id.set(carried.get("request", ""))
    begun = [(observer, observer.begin("job", name, carried)) for observer in observers]
    began, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    finally:
        told = {"job": name, "outcome": outcome, "entity": entity}
        for observer, state in reversed(begun):
            observer.end(state, "job", told, time.perf_counter() - began)
        request_id.reset(token)


class _All(AbstractContextManager[None]):
    def __init__(self, kind: str, name: str) -> None:
        self._entered = [watcher(kind, name) for watcher in watchers]

    def __enter__(self) -> None:
        for one in self._entered:
            one.__enter__()

    def __exit__(self, *raised: Any) -> None:
        for one in reversed(self._entered):
            one.__exit__(*raised)
