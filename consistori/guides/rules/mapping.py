"""The process map of what really happened: which step follows which, how often, after how many days; its drawing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

START, END = "▶", "■"
MOST_NODES = 24
_WIDE, _HIGH, _GAP_X, _GAP_Y, _MARGIN = 190, 44, 34, 40, 16


@dataclass(frozen=True)
class Arrow:
    """From one step to the next that followed it: in how many cases, and the median of its days."""

    before: str
    after: str
    count: int
    days: int | None


@dataclass(frozen=True)
class Box:
    """A step in the drawing."""

    name: str
    count: int
    x: int
    y: int
    label: tuple[str, ...] = ()

    @property
    def middle(self) -> int:
        return self.x + _WIDE // 2


@dataclass(frozen=True)
class Line:
    """An arrow in the drawing: its path, how thick it is (1 to 4), and where its figure stands."""

    arrow: Arrow
    path: str
    weight: int
    x: int
    y: int
    is_back: bool = False


@dataclass(frozen=True)
class ProcessMap:
    """The map: `arrows` as text (the most frequent first), `boxes` and `lines` as a drawing of `width` × `height`."""

    cases: int
    arrows: tuple[Arrow, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    left_out: int = 0


Happened = Sequence[tuple[str, date]]
"""The steps of one case: code and real day, in order."""


def map_of(cases: Sequence[Happened], names: Mapping[str, str]) -> ProcessMap:
    """The map of those cases. What is rarest beyond two dozen steps is left out of the drawing, and it says so."""
    lived = [case for case in cases if case]
    visits = Counter(code for case in lived for code in {code for code, _on in case})
    kept = {code for code, _n in visits.most_common(MOST_NODES)}
    arrows = _arrows(lived, kept)
    boxes = _boxes(lived, kept, visits, names)
    at = {box.name: box for box in boxes}
    most = max((arrow.count for arrow in arrows), default=1)
    width = max((box.x + _WIDE for box in boxes), default=0) + _MARGIN + 70
    lines = tuple(_line(arrow, at, most) for arrow in arrows if arrow.before in at and arrow.after in at)
    height = max((box.y + _HIGH for box in boxes), default=0) + _MARGIN
    return ProcessMap(len(lived), arrows, boxes, lines, width, height, len(visits) - len(kept))


def _arrows(cases: Sequence[Happened], kept: set[str]) -> tuple[Arrow, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    days: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case in cases:
        known = [(code, on) for code, on in case if code in kept]
        if not known:
            continue
        counts[START, known[0][0]] += 1
        counts[known[-1][0], END] += 1
        for (one, since), (other, until) in pairwise(known):
            counts[one, other] += 1
            days[one, other].append((until - since).days)
    found = [
        Arrow(one, other, count, round(median(days[one, other])) if days[one, other] else None)
        for (one, other), count in counts.items()
    ]
    return tuple(sorted(found, key=lambda arrow: (-arrow.count, arrow.before, arrow.after)))


def _boxes(
    cases: Sequence[Happened], kept: set[str], visits: Counter[str], names: Mapping[str, str]
) -> tuple[Box, ...]:
    """In rows by where they usually stand in a case: alike places share a row, three at most."""
    places: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        known = [code for code, _on in case if code in kept]
        for n, code in enumerate(known):
            places[code].append(n)
    order = sorted(kept, key=lambda code: (sum(places[code]) / len(places[code]), code))
    rows: list[list[str]] = []
    last = -1.0
    for code in order:
        here = sum(places[code]) / len(places[code])
        if rows and here - last < 0.5 and len(rows[-1]) < 3:
            rows[-1].append(code)
        else:
            rows.append([code])
            last = here
    wide = max((len(row) for row in rows), default=1) * (_WIDE + _GAP_X) - _GAP_X
    boxes = [_alone(START, len(cases), 0, wide)]
    for n, row in enumerate(rows, start=1):
        left = _MARGIN + 70 + (wide - len(row) * (_WIDE + _GAP_X) + _GAP_X) // 2
        for place, code in enumerate(row):
            x, y = left + place * (_WIDE + _GAP_X), _MARGIN + n * (_HIGH + _GAP_Y)
            boxes.append(Box(code, visits[code], x, y, _two_lines(names.get(code, code))))
    boxes.append(_alone(END, len(cases), len(rows) + 1, wide))
    return tuple(boxes)


def _alone(name: str, count: int, row: int, wide: int) -> Box:
    return Box(name, count, _MARGIN + 70 + (wide - _WIDE) // 2, _MARGIN + row * (_HIGH + _GAP_Y), (name,))


def _two_lines(label: str) -> tuple[str, ...]:
    words, lines = label.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > 24 and lines[-1]:
            if len(lines) == 2:
                return (lines[0], lines[1][:22] + "…")
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(line[:26] for line in lines)


def _line(arrow: Arrow, at: Mapping[str, Box], most: int) -> Line:
    one, other = at[arrow.before], at[arrow.after]
    weight = max(1, round(4 * arrow.count / most))
    if arrow.before == arrow.after:
        x, y = one.x + _WIDE, one.y + _HIGH // 2
        path = f"M{x} {y - 10} C{x + 40} {y - 22} {x + 40} {y + 22} {x} {y + 10}"
        return Line(arrow, path, weight, x + 38, y, True)
    if other.y > one.y:
        x1, y1, x2, y2 = one.middle, one.y + _HIGH, other.middle, other.y - 5
        half = (y2 - y1) // 2
        side = 0 if y2 - y1 < _GAP_Y + 8 else _WIDE // 2 + 14
        path = f"M{x1} {y1} C{x1 + side} {y1 + half} {x2 + side} {y2 - half} {x2} {y2}"
        return Line(arrow, path, weight, (x1 + x2) // 2 + side * 3 // 4 + 8, y1 + half)
    if other.y == one.y:
        right = other.x > one.x
        x1, x2 = (one.x + _WIDE, other.x - 5) if right else (one.x, other.x + _WIDE + 5)
        y = one.y + (_HIGH // 3 if right else 2 * _HIGH // 3)
        return Line(arrow, f"M{x1} {y} L{x2} {y}", weight, (x1 + x2) // 2, y - 5, not right)
    x1, y1, x2, y2 = one.x, one.y + _HIGH // 2, other.x - 5, other.y + _HIGH // 2
    out = min(x1, x2) - 46
    return Line(arrow, f"M{x1} {y1} C{out} {y1} {out} {y2} {x2} {y2}", weight, out + 8, (y1 + y2) // 2, True)
