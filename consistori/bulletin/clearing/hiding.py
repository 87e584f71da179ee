"""Where something is written on the pages of a PDF, as the areas that are painted over it."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path
from typing import Any

from consistori.bulletin.clearing.replacing import Replacements, form_of
from consistori.signature.copies.hiding import LEAST_SIDE, Area

_FINE = 10_000
_GROWN = 0.18
"""Hundredths of the page that each area grows, so that no stroke of a letter is left at its rim."""


def areas_of(path: Path, said: Replacements, masks: Replacements) -> list[Area]:
    """The areas that hide each thing of `said` wherever it is written; those of `masks` say what may be read."""
    import pypdfium2

    found: list[Area] = []
    with pypdfium2.PdfDocument(path) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            text = page.get_textpage()
            letters = text.get_text_range()
            for words in said:
                for match in re.finditer(form_of(words), letters, re.IGNORECASE):
                    found += _areas(page, text, index + 1, match, masks.get(words, ""))
    return found


def _areas(page: Any, text: Any, number: int, match: re.Match[str], reason: str) -> list[Area]:
    """One area a line; the first says what may be read of it."""
    made: list[Area] = []
    for place in range(text.count_rects(match.start(), match.end() - match.start())):
        left, bottom, right, top = text.get_rect(place)
        corners = [_hundredths(page, x, y) for x, y in ((left, bottom), (right, top))]
        xs, ys = sorted(x for x, _y in corners), sorted(y for _x, y in corners)
        first = max(0.0, xs[0] - _GROWN), max(0.0, ys[0] - _GROWN)
        width = min(100.0, xs[1] + _GROWN) - first[0]
        height = min(100.0, ys[1] + _GROWN) - first[1]
        size = max(width, LEAST_SIDE), max(height, LEAST_SIDE)
        made.append(Area(number, *first, *size, reason="" if made else reason))
    return made


def _hundredths(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place of the page (points, turned or not) in hundredths of it as it is seen."""
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value * 100 / _FINE, down.value * 100 / _FINE
