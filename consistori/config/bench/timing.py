"""Times of something repeated, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_SECONDS = 12.0


@dataclass
class Figure:
    """A measured thing: its times, what it is read beside, and the limits that the design sets.

    `limit` is of the p50 in ms, `rate_limit` of what four clients do a second; 0 where there is none.
    """

    name: str
    times: list[float] = field(default_factory=list)
    floor: float = 0.0
    limit: float = 0.0
    rate: float = 0.0
    rate_limit: float = 0.0
    rate_floor: float = 0.0
    statements: int = 0
    statements_limit: int = 0
    note: str = ""

    def at(self, share: float) -> float:
        """The time below which that share of the repetitions lies."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    @property
    def p50(self) -> float:
        return self.at(0.5)

    @property
    def p95(self) -> float:
        return self.at(0.95)

    def missed(self) -> list[str]:
        """What of the design it does not reach, in a word each."""
        found = []
        if self.limit and self.p50 > self.limit:
            found.append("p50")
        if self.limit and self.p95 > 2.5 * self.p50:
            found.append("p95")
        if self.rate_limit and self.rate < self.rate_limit:
            found.append("rate")
        if self.statements_limit and self.statements > self.statements_limit:
            found.append("statements")
        return found


def repeat(name: str, times: int, do: Callable[[int], Any], *, warm: int = 8) -> Figure:
    """Do it `times` times, or as many as fit in some seconds, after some that are not counted."""
    figure = Figure(name)
    for place in range(warm):
        do(-1 - place)
    ends = time.monotonic() + MOST_SECONDS
    for place in range(times):
        began = time.perf_counter()
        do(place)
        figure.times.append((time.perf_counter() - began) * 1000)
        if time.monotonic() > ends:
            break
    return figure
