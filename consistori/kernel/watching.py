"""Following the work [traçabilitat tècnica]: which request or job this is, and how long its parts take.

Every request has an identifier, its jobs carry it, and each line of the log says it. What else is done with a part
(figures, traces) hangs here from `config`, by settings; with nothing hung, a part costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("consistori_request_id", default="")
"""The request that is being answered, or the one that left the job that is being done; empty outside both."""

watchers: list[Callable[[str, str], AbstractContextManager[Any]]] = []
"""Hung by settings: `f(kind, name)` is entered around each part."""

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


class _All(AbstractContextManager[None]):
    def __init__(self, kind: str, name: str) -> None:
        self._entered = [watcher(kind, name) for watcher in watchers]

    def __enter__(self) -> None:
        for one in self._entered:
            one.__enter__()

    def __exit__(self, *raised: Any) -> None:
        for one in reversed(self._entered):
            one.__exit__(*raised)
