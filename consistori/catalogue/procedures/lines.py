"""On which line of a TOML text something stands: what its reader does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*\[(\[?)\s*([^\[\]]+?)\s*\]?\]\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)$""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, path: Path) -> int:
    """The line (from 1) of what `path` names, or of the nearest thing above it that is written; 1 at the worst.

    >>> line_of('code = "A"\\n[term]\\nlength = 3', ("term", "length"))
    3
    """
    best, depth = 1, 0
    for number, written in _written(text):
        shared = _shared(written, path)
        if shared == len(written) and shared > depth:
            best, depth = number, shared
    return best


def _shared(written: Path, path: Path) -> int:
    count = 0
    for one, other in zip(written, path, strict=False):
        if one != other:
            break
        count += 1
    return count


def _written(text: str) -> Iterator[tuple[int, Path]]:
    """Each table and each key with its line, in order."""
    table: Path = ()
    counts: dict[Path, int] = {}
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        head = _TABLE.match(line)
        if head and "=" not in head[2]:
            table = _table(_parts(head[2]), counts, is_array=bool(head[1]))
            yield number, table
            continue
        key = _KEY.match(line)
        if key:
            yield number, (*table, *_parts(key[1]))
            closing = _left_open(key[2])


def _table(parts: list[str], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of a header, with the place of each table of a list."""
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        is_last = place == len(parts) - 1
        if is_last and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _left_open(value: str) -> str:
    for quotes in ('"""', "'''"):
        if value.startswith(quotes) and quotes not in value[3:]:
            return quotes
    return ""
