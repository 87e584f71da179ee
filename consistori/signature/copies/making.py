"""Making the file of a copy: another format, the image of a paper, a part with what is hidden really gone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from consistori.documents.making import images, office
from consistori.formats import kinds
from consistori.formats.kinds import Family, Kind
from consistori.kernel.text import fold

LEAST_RESOLUTION = 200
"""Pixels per inch below which an image is no authentic copy of a paper (N-DIG-01)."""

DRAWN_AT = 250
_POINTS = 72
_MARGIN = 1.5
MOST_PAGES = 500


class CannotCopy(Exception):
    """The file of the copy cannot be made; `code` says why, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Partial:
    """A part of a document. `found`: how many times each word was hidden; `redrawn`: pages turned into image."""

    data: bytes
    pages: tuple[int, ...]
    left_out: int
    found: dict[str, int] = field(default_factory=dict)
    redrawn: tuple[int, ...] = ()


def as_pdf(path: Path, kind: Kind, folder: Path, *, title: str, language: str) -> Path:
    """The document as a PDF that can be given a margin: what it brought of signatures stays with the original.

    Raises `CannotCopy("kind")`, or what a conversion refuses (`CannotFreeze`).
    """
    if kind is kinds.PDF:
        return _without_signatures(path, folder)
    if kind.family is Family.IMAGE:
        return images.pdf_of_image(path, folder, title=title, language=language)
    if kind.family in {Family.WRITER, Family.SHEET}:
        return office.pdf_of_office(path, kind.extension, folder)
    raise CannotCopy("kind")


def resolution_of(path: Path, kind: Kind) -> int:
    """The least resolution of the pages of a digitised paper, in pixels per inch.

    An image must say it; in a PDF it is that of the image that fills each page. Raises `CannotCopy`:
    `not-said` (an image without it), `no-image` (`page`: it was not scanned), `kind`.
    """
    if kind.family is Family.IMAGE:
        return _resolution_of_image(path)
    if kind is kinds.PDF:
        return _resolution_of_pdf(path)
    raise CannotCopy("kind")


def partial(path: Path, *, keep: Sequence[int], hide: Sequence[str]) -> Partial:
    """A new PDF with only those pages (from 1), without those words: where one is, the page becomes an image of
    itself with the words painted over, and nothing of its text is left. Notes, attachments, layers and data of the
    original do not come either.

    Raises `CannotCopy`: `no-pages`, `page` (`page`), `not-found` (`word`), `still-there` (`word`).
    """
    import pypdfium2

    words = [word.strip() for word in hide if word.strip()]
    with pypdfium2.PdfDocument(path) as source:
        wanted = _wanted(keep, len(source))
        boxes = {page: _places(source[page - 1], words) for page in wanted}
        found = {word: sum(len(of_page.get(word, ())) for of_page in boxes.values()) for word in words}
        for word, times in found.items():
            if not times:
                raise CannotCopy("not-found", word=word)
        drawn = {
            page: _painted(source[page - 1], places) for page, places in boxes.items() if any(places.values())
        }
        data = _put_together(path, wanted, drawn)
        total = len(source)
    _make_sure(data, words)
    return Partial(data, tuple(wanted), total - len(wanted), found, tuple(drawn))


def small_pages(data: bytes, *, most: int = 12, width: int = 220) -> list[bytes]:
    """The first pages as small images (PNG), to be looked at before the copy is made."""
    import pypdfium2

    made = []
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(min(len(pdf), most)):
            page = pdf[index]
            image = page.render(scale=width / max(page.get_width(), 1)).to_pil().convert("RGB")
            out = io.BytesIO()
            image.save(out, "PNG", optimize=True)
            made.append(out.getvalue())
    return made


def _without_signatures(path: Path, folder: Path) -> Path:
    """The same pages: what the forms and signatures showed stays as ink, and nothing can be filled in any more."""
    out = folder / "plain.pdf"
    with pikepdf.open(path) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise CannotCopy("too-long", most=MOST_PAGES)
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("all")
        for name in ("/AcroForm", "/DSS", "/Perms", "/Extensions"):
            if name in pdf.Root:
                del pdf.Root[name]
        pdf.save(out)
    return out


def _resolution_of_image(path: Path) -> int:
    from PIL import ImageSequence

    with Image.open(path) as image:
        told = []
        for frame in ImageSequence.Iterator(image):
            said = frame.info.get("dpi")
            if not said or float(said[0]) <= 1:
                raise CannotCopy("not-said")
            told.append(min(float(said[0]), float(said[1])))
    return round(min(told))


def _resolution_of_pdf(path: Path) -> int:
    import pypdfium2
    from pypdfium2 import raw

    least = []
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(1, len(pdf) + 1):
            page = pdf[number - 1]
            area = page.get_width() * page.get_height()
            best = 0.0
            for thing in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
                left, bottom, right, top = thing.get_bounds()
                wide, high = right - left, top - bottom
                # A logo or a signature pasted on a page made by a program is not the image of a paper.
                if wide * high < 0.5 * area:
                    continue
                pixels = thing.get_px_size()
                best = max(
                    best,
                    min(max(pixels) / max(wide, high, 1), min(pixels) / max(min(wide, high), 1)) * _POINTS,
                )
            if not best:
                raise CannotCopy("no-image", page=number)
            least.append(best)
    return round(min(least))


def _wanted(keep: Sequence[int], total: int) -> list[int]:
    wanted = sorted(set(keep))
    if not wanted:
        raise CannotCopy("no-pages")
    if wanted[0] < 1 or wanted[-1] > total:
        raise CannotCopy("page", page=wanted[-1] if wanted[-1] > total else wanted[0], total=total)
    return wanted


def _places(page: Any, words: Sequence[str]) -> dict[str, list[tuple[float, float, float, float]]]:
    """Where each word is on a page, in points: one entry a time that it is, of one or more lines."""
    text = page.get_textpage()
    places: dict[str, list[tuple[float, float, float, float]]] = {}
    for word in words:
        search = text.search(word, match_case=False)
        while (at := search.get_next()) is not None:
            index, count = at
            for number in range(text.count_rects(index, count)):
                places.setdefault(word, []).append(text.get_rect(number))
    return places


def _painted(page: Any, places: dict[str, list[tuple[float, float, float, float]]]) -> bytes:
    """The page as an image with those places in black, as a PDF of one page of the same size."""
    scale = DRAWN_AT / _POINTS
    image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    from pypdfium2 import raw

    for left, bottom, right, top in (box for boxes in places.values() for box in boxes):
        corners = [_on_image(raw, page, image, x, y) for x, y in ((left, bottom), (right, top))]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        grow = _MARGIN * scale
        draw.rectangle((xs[0] - grow, ys[0] - grow, xs[1] + grow, ys[1] + grow), fill=(0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PDF", resolution=DRAWN_AT, quality=88)
    return out.getvalue()


def _on_image(raw: Any, page: Any, image: Image.Image, x: float, y: float) -> tuple[int, int]:
    """A place of the page (points, turned or not) on its image (pixels)."""
    import ctypes

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(
        page, 0, 0, image.width, image.height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value


def _put_together(path: Path, wanted: Sequence[int], drawn: dict[int, bytes]) -> bytes:
    """A new file with only what is seen of each page: no notes, no structure with the old words, no attachments."""
    out = io.BytesIO()
    with pikepdf.open(path) as source, pikepdf.new() as made:
        for number in wanted:
            if number in drawn:
                with pikepdf.open(io.BytesIO(drawn[number])) as one:
                    made.pages.append(one.pages[0])
                continue
            page = source.pages[number - 1]
            made.pages.append(page)
            for name in ("/Annots", "/StructParents", "/Metadata", "/PieceInfo", "/AA", "/B", "/Thumb"):
                if name in made.pages[-1].obj:
                    del made.pages[-1].obj[name]
        made.remove_unreferenced_resources()
        made.save(out)
    return out.getvalue()


def _make_sure(data: bytes, words: Sequence[str]) -> None:
    """Read the copy again, as whoever gets it could: no hidden word is left, not even in what is not drawn."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        text = " ".join(pdf[index].get_textpage().get_text_range() for index in range(len(pdf)))
    plain = fold(" ".join(text.split()))
    for word in words:
        if fold(" ".join(word.split())) in plain:
            raise CannotCopy("still-there", word=word)
