"""The margin with the code [banda del codi segur de verificació], drawn beside each page (N-CSV-06).

Nothing of the page is covered or shrunk: each sheet grows to its left.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import typst

from consistori.ui.typst import fonts, qr_svg

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "ui" / "typst" / "fonts"
BREADTH = 54.0
"""Width of the margin, in points."""

_ROTATIONS = {0, 90, 180, 270}


@dataclass(frozen=True)
class Band:
    """What the margin says, in the language of the entity. `sheet`: «full %(page)d de %(pages)d». `free` are the points
    of its head, on every page, where nothing is written."""

    house: str
    signers: str
    check: str
    code: str
    address: str
    title: str
    language: str
    sheet: str
    free: float = 0.0


def draw(pdf: pikepdf.Pdf, band: Band) -> None:
    """Draw the margin on every page of `pdf`, as an artefact, and make the pages grow."""
    boxes = [_visible_box(page) for page in pdf.pages]
    turns = [_turn(page) for page in pdf.pages]
    heights = [_height(box, turn) for box, turn in zip(boxes, turns, strict=True)]
    strip = pikepdf.open(io.BytesIO(_drawn(band, heights)))
    for page, drawn, box, turn in zip(pdf.pages, strip.pages, boxes, turns, strict=True):
        _add_to_page(pdf, page, drawn, box, turn)


def _drawn(band: Band, heights: Sequence[float]) -> bytes:
    pages = len(heights)
    data = {
        "house": band.house,
        "signers": band.signers,
        "check": band.check,
        "code": band.code,
        "address": band.address,
        "title": band.title,
        "lang": band.language,
        "breadth": BREADTH,
        "free": band.free,
        "heights": heights,
        "sheets": [band.sheet % {"page": number, "pages": pages} for number in range(1, pages + 1)],
        "qr": qr_svg(band.address),
    }
    return bytes(
        typst.compile(
            str(HERE / "band.typ"),
            root=str(HERE),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["a-3b"],
            pdf_tags=False,
        )
    )


_Box = tuple[float, float, float, float]


def _visible_box(page: pikepdf.Page) -> _Box:
    left, bottom, right, top = (float(number) for number in page.cropbox)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _turn(page: pikepdf.Page) -> int:
    holder: Any = page.obj
    while "/Rotate" not in holder and "/Parent" in holder:
        holder = holder["/Parent"]
    turn = int(holder.get("/Rotate", 0)) % 360
    return turn if turn in _ROTATIONS else 0


def _height(box: _Box, turn: int) -> float:
    return box[2] - box[0] if turn in (90, 270) else box[3] - box[1]


def _add_to_page(pdf: pikepdf.Pdf, page: pikepdf.Page, drawn: pikepdf.Page, box: _Box, turn: int) -> None:
    form = pdf.copy_foreign(drawn.as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject, prefix="Band")
    matrix = " ".join(f"{number:.3f}".rstrip("0").rstrip(".") for number in _matrix(box, turn))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\n/Artifact BMC\nq {matrix} cm {name} Do Q\nEMC\n".encode())
    grown = _grown(box, turn)
    media = [float(number) for number in page.mediabox]
    page.mediabox = pikepdf.Array(
        [min(media[0], grown[0]), min(media[1], grown[1]), max(media[2], grown[2]), max(media[3], grown[3])]
    )
    page.cropbox = pikepdf.Array(list(grown))


def _matrix(box: _Box, turn: int) -> tuple[float, ...]:
    """From the strip, upright and with its corner at 0, to the side of the page that one sees at the left."""
    left, bottom, right, top = box
    return {
        0: (1, 0, 0, 1, left - BREADTH, bottom),
        90: (0, 1, -1, 0, right, bottom - BREADTH),
        180: (-1, 0, 0, -1, right + BREADTH, top),
        270: (0, -1, 1, 0, left, top + BREADTH),
    }[turn]


def _grown(box: _Box, turn: int) -> _Box:
    left, bottom, right, top = box
    return {
        0: (left - BREADTH, bottom, right, top),
        90: (left, bottom - BREADTH, right, top),
        180: (left, bottom, right + BREADTH, top),
        270: (left, bottom, right, top + BREADTH),
    }[turn]
