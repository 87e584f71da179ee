"""The figures as a plain table, and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from consistori.config.bench.timing import Figure
from consistori.kernel.clock import now


def _ratio(figure: Figure, floors: dict[str, Figure]) -> float | None:
    floor = floors.get(figure.floor)
    return figure.p50 / floor.p50 if floor and floor.p50 else None


def as_rows(figures: list[Figure]) -> list[dict[str, Any]]:
    """One row a figure: p50 and p95 in milliseconds, and how many times its floor."""
    by_name = {figure.name: figure for figure in figures}
    return [
        {
            "name": figure.name,
            "times": len(figure.times),
            "p50_ms": round(figure.p50, 2),
            "p95_ms": round(figure.p95, 2),
            "floor": figure.floor,
            "ratio": round(ratio, 1) if (ratio := _ratio(figure, by_name)) else None,
            "note": figure.note,
        }
        for figure in figures
    ]


def table(rows: list[dict[str, Any]]) -> str:
    """As it is read."""
    lines = [f"{'what':46} {'times':>5} {'p50 ms':>9} {'p95 ms':>9}  {'floor x':>7}"]
    lines.append("-" * len(lines[0]))
    for row in rows:
        ratio = f"{row['ratio']:>7}" if row["ratio"] else " " * 7
        line = f"{row['name']:46} {row['times']:>5} {row['p50_ms']:>9} {row['p95_ms']:>9}  {ratio}"
        lines.append(f"{line}  {row['note']}".rstrip())
    return "\n".join(lines)


def publish(figures: list[Figure], folder: Path, facts: dict[str, Any], tell: Callable[[str], None]) -> Path:
    """Print the table and write `bench-<instant>.json` in the folder."""
    rows = as_rows(figures)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}
    tell("")
    tell(table(rows))
    for name, value in {**facts, **machine}.items():
        tell(f"{name}: {value}")
    path = folder / f"bench-{now():%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps({"at": now().isoformat(), **facts, **machine, "figures": rows}, indent=1))
    tell(f"written to {path}")
    return path
