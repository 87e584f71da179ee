"""Times of something repeated, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figure:
    """A measured thing: its times, the floor beside which it is read, and what else is worth saying."""

    name: str
    times: list[float] = field(default_factory=list)
    floor: str = ""
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


def repeat(
    name: str,
    times: int,
    do: Callable[[int], Any],
    *,
    floor: str = "",
    warm: int = 3,
    most_seconds: float = 12,
) -> Figure:
    """Do it `times` times, or as many as fit in `most_seconds`, after some that are not counted."""
    figure = Figure(name, floor=floor)
    for place in range(warm):
        do(-1 - place)
    ends = time.monotonic() + most_seconds
    for place in range(times):
        began = time.perf_counter()
        do(place)
        figure.times.append((time.perf_counter() - began) * 1000)
        if time.monotonic() > ends:
            break
    return figure
