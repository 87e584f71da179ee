"""The figures as a table that is read, as a page of `docs/figures/`, and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from consistori.config.bench.timing import Figure
from consistori.kernel.clock import now

HEAD = (
    "operation",
    "p50 ms",
    "limit",
    "p95",
    "x bare",
    "a second, 4",
    "limit",
    "x bare",
    "statements",
    "limit",
    "missed",
)


def as_row(figure: Figure) -> list[str]:
    """The cells of a figure, empty where the design says nothing."""
    return [
        figure.name,
        f"{figure.p50:.1f}",
        f"{figure.limit:g}" if figure.limit else "",
        f"{figure.p95:.1f}",
        f"{figure.p50 / figure.floor:.1f}" if figure.floor else "",
        f"{figure.rate:.0f}" if figure.rate else "",
        f"{figure.rate_limit:g}" if figure.rate_limit else "",
        f"1/{figure.rate_floor / figure.rate:.1f}" if figure.rate_floor and figure.rate else "",
        str(figure.statements or ""),
        str(figure.statements_limit or ""),
        ", ".join(figure.missed()) or figure.note,
    ]


def table(figures: list[Figure]) -> str:
    """A Markdown table, its columns aligned so that it is read in a terminal too."""
    rows = [list(HEAD), *[as_row(figure) for figure in figures]]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = [
        "| "
        + " | ".join(
            cell.ljust(w) if n == 0 else cell.rjust(w)
            for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in rows
    ]
    rule = (
        "|" + "|".join("-" * (w + 2) if n == 0 else "-" * (w + 1) + ":" for n, w in enumerate(widths)) + "|"
    )
    return "\n".join([lines[0], rule, *lines[1:]])


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3),
        "python": platform.python_version(),
        "load when it ended": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def publish(
    figures: list[Figure], facts: dict[str, Any], folder: Path, keep: str, tell: Callable[[str], None]
) -> None:
    """Print the table and the facts; keep both in the folder of the bench and, if asked, in `keep`."""
    facts = facts | machine()
    text = "\n".join([table(figures), "", *(f"- {name}: {value}" for name, value in facts.items())])
    tell("\n" + text)
    release = version("consistori")
    page = f"# Figures of {release}\n\nMeasured with `make bench` on {now():%d.%m.%Y}.\n\n{text}\n"
    data = json.dumps({"release": release, "facts": facts, "figures": [asdict(f) for f in figures]}, indent=1)
    for place in [folder, *([Path(keep)] if keep else [])]:
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{release}.md").write_text(page)
    (folder / f"bench-{now():%Y%m%d-%H%M%S}.json").write_text(data)
    tell(f"written to {folder}")
