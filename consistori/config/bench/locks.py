"""How long an act holds the counter and the head of the chain: from the statement that takes it to the commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from consistori.config.bench.timing import Figure
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class _Watch:
    """Notes when each lock is taken, as the statements pass."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        for name, table in (("counter", "tenancy_counter"), ("chain", "trail_chainhead")):
            if table in sql and name not in self.taken:
                self.taken[name] = time.perf_counter()
        return found


def held(entity: Entity, act: Callable[[int], Any], *, times: int, what: str) -> list[Figure]:
    """The times for which the act held each lock, until its transaction had ended."""
    figures = {name: Figure(f"{name} held, {what}") for name in ("counter", "chain")}
    for place in range(times + 3):
        watch = _Watch()
        with connection.execute_wrapper(watch), working_for(entity):
            act(place)
        ended = time.perf_counter()
        for name, at in watch.taken.items():
            if place >= 3:
                figures[name].times.append((ended - at) * 1000)
    return [figure for figure in figures.values() if figure.times]
