"""The words of a page in their place [capa de text / capa de texto]: to select them over its image, to find them."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MOST_LINES = 3_000
MOST_HITS = 500
_LARGEST_SIDE = 14_400.0


@dataclass(frozen=True)
class Line:
    """A run of words with its box: left, top, width and height, in points from the corner of the page."""

    text: str
    x: float
    y: float
    width: float
    height: float

    @property
    def baseline(self) -> float:
        """Where the letters stand, in points from the top."""
        return round(self.y + self.height * 0.8, 1)


@dataclass(frozen=True)
class Layer:
    """A page of `width` by `height` points, its lines, and the boxes of what was looked for."""

    width: float
    height: float
    lines: tuple[Line, ...]
    hits: tuple[Line, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Layer:
        lines, hits = (tuple(Line(**line) for line in told[name]) for name in ("lines", "hits"))
        return cls(told["width"], told["height"], lines, hits)


def layer_of(path: Path, number: int, *, wanted: str = "") -> Layer:
    """The layer of a page of the PDF at `path`, counted from 1; `wanted`: words whose boxes are given."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number - 1]
        words = page.get_textpage()
        width, height = (max(1.0, min(side, _LARGEST_SIDE)) for side in page.get_size())
        lines = tuple(_lines(page, words, width, height))
        hits = tuple(_hits(page, words, width, height, wanted)) if wanted.strip() else ()
        words.close()
        page.close()
    finally:
        document.close()
    return Layer(width, height, lines, hits)


def _lines(page: Any, words: Any, width: float, height: float) -> list[Line]:
    found: list[Line] = []
    for number in range(min(words.count_rects(), MOST_LINES)):
        box = words.get_rect(number)
        text = " ".join(words.get_text_bounded(*box).replace("\ufffe", "").replace("\x00", "").split())
        if text:
            found.append(_line(page, text, box, width, height))
    return found


def _line(page: Any, text: str, box: tuple[float, ...], width: float, height: float) -> Line:
    left, top = _seen(page, box[0], box[3], width, height)
    right, bottom = _seen(page, box[2], box[1], width, height)
    x, y = min(left, right), min(top, bottom)
    return Line(text, round(x, 1), round(y, 1), round(abs(right - left), 1), round(abs(bottom - top), 1))


def _seen(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of the page as it is seen: turned, cut, from the top."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    fine = 10
    seen_x, seen_y = c_int(), c_int()
    raw.FPDF_PageToDevice(
        page, 0, 0, int(width * fine), int(height * fine), 0, x, y, byref(seen_x), byref(seen_y)
    )
    return seen_x.value / fine, seen_y.value / fine


def _hits(page: Any, words: Any, width: float, height: float, wanted: str) -> list[Line]:
    text = words.get_text_range()
    found: list[Line] = []
    for start, end in places(text, wanted)[:MOST_HITS]:
        boxes = [words.get_charbox(place) for place in range(start, end) if not text[place].isspace()]
        for row in _rows([box for box in boxes if box[2] > box[0]]):
            found.append(_line(page, "", row, width, height))
    return found


def _rows(boxes: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The boxes of letters joined line by line."""
    rows: list[tuple[float, ...]] = []
    for box in boxes:
        last = rows[-1] if rows else None
        if last and box[1] < last[3] and box[3] > last[1] and box[0] >= last[0]:
            rows[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            rows.append(box)
    return rows


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where `wanted` comes in `text`, whatever the accents, the capitals and the spaces."""
    needle, _ = _plain(wanted)
    plain, origin = _plain(text)
    needle = needle.strip()
    found: list[tuple[int, int]] = []
    start = plain.find(needle) if needle else -1
    while start >= 0 and len(found) < MOST_HITS:
        end = start + len(needle)
        found.append((origin[start], origin[end - 1] + 1))
        start = plain.find(needle, end)
    return found


def _plain(text: str) -> tuple[str, list[int]]:
    """Letters without accents nor capitals, spaces in one, and where each came from."""
    letters: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(text):
        if sign.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                origin.append(place)
            continue
        if sign in "·\u00ad\ufffe\x00":
            continue
        for base in unicodedata.normalize("NFKD", sign).lower():
            if not unicodedata.combining(base) and base != "·":
                letters.append(base)
                origin.append(place)
    return "".join(letters), origin
