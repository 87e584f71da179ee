"""Making the file of a copy: another format, the image of a paper, a part with what is hidden really gone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from consistori.documents.making import images, office
from consistori.formats import kinds
from consistori.formats.ink import as_ink, in_ink
from consistori.formats.kinds import Family, Kind
from consistori.kernel.text import fold
from consistori.signature.copies.hiding import Area, is_black, painted, places_of

LEAST_RESOLUTION = 200
"""Pixels per inch below which an image is no authentic copy of a paper (N-DIG-01)."""

_POINTS = 72
MOST_PAGES = 500


class CannotCopy(Exception):
    """The file of the copy cannot be made; `code` says why, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Partial:
    """A part of a document. `found`: how many times each word was hidden; `redrawn`: pages turned into image;
    `areas`: the rectangles that are black."""

    data: bytes
    pages: tuple[int, ...]
    left_out: int
    found: dict[str, int] = field(default_factory=dict)
    redrawn: tuple[int, ...] = ()
    areas: tuple[Area, ...] = ()

    @property
    def hides(self) -> int:
        """How many places and areas are not seen."""
        return sum(self.found.values()) + len(self.areas)


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


def partial(
    path: Path, *, keep: Sequence[int] | None, hide: Sequence[str], areas: Sequence[Area] = ()
) -> Partial:
    """A new PDF with only those pages (from 1; None: all), without those words and areas: where one is, the page
    becomes an image of itself painted over, and nothing of its text and images is left. Notes, attachments, layers
    and data of the original do not come either.

    Raises `CannotCopy`: `no-pages`, `page` (`page`), `not-found` (`word`), `still-there` (`word`), `area` or
    `area-page` (`number`, `page`), `area-seen` (`number`).
    """
    import pypdfium2

    words = [word.strip() for word in hide if word.strip()]
    inked = in_ink(path)  # the number of a decree is in a field: it is seen, and its words are found
    with pypdfium2.PdfDocument(inked) as source:
        total = len(source)
        wanted = _wanted(range(1, total + 1) if keep is None else keep, total)
        _ensure_inside(areas, wanted)
        boxes = {page: places_of(source[page - 1], words) for page in wanted}
        found = {word: sum(len(of_page.get(word, ())) for of_page in boxes.values()) for word in words}
        for word, times in found.items():
            if not times:
                raise CannotCopy("not-found", word=word)
        on_page = {page: [area for area in areas if area.page == page] for page in wanted}
        drawn = {
            page: painted(source[page - 1], places, on_page[page])
            for page, places in boxes.items()
            if any(places.values()) or on_page[page]
        }
    data = _put_together(inked, wanted, drawn)
    _make_sure(data, words, wanted, drawn, areas)
    return Partial(data, tuple(wanted), total - len(wanted), found, tuple(drawn), tuple(areas))


def small_pages(data: bytes, *, most: int = 12, width: int = 480) -> list[bytes]:
    """The first pages as small images (PNG), to be looked at before the copy is made."""
    import pypdfium2

    made = []
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(min(len(pdf), most)):
            page = pdf[index]
            image = page.render(scale=width / max(page.get_width(), 1)).to_pil().convert("RGB")
            out = io.BytesIO()
            image.save(out, "PNG")
            made.append(out.getvalue())
    return made


def _without_signatures(path: Path, folder: Path) -> Path:
    """The same pages: what the forms and signatures showed stays as ink, and nothing can be filled in any more."""
    out = folder / "plain.pdf"
    with pikepdf.open(path) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise CannotCopy("too-long", most=MOST_PAGES)
        as_ink(pdf)
        for name in ("/DSS", "/Perms", "/Extensions"):
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


def _put_together(inked: bytes, wanted: Sequence[int], drawn: dict[int, bytes]) -> bytes:
    """A new file with only what is seen of each page: no notes, no structure with the old words, no attachments."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(inked)) as source, pikepdf.new() as made:
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


def _ensure_inside(areas: Sequence[Area], wanted: Sequence[int]) -> None:
    for number, area in enumerate(areas, 1):
        if not area.is_inside():
            raise CannotCopy("area", number=number, page=area.page)
        if area.page not in wanted:
            raise CannotCopy("area-page", number=number, page=area.page)


def _make_sure(
    data: bytes,
    words: Sequence[str],
    wanted: Sequence[int],
    drawn: Mapping[int, bytes],
    areas: Sequence[Area],
) -> None:
    """Read the copy again, as whoever gets it could: no hidden word is left, not even in what is not drawn, a page
    with something hidden has no text, and its areas are black."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        texts = [pdf[index].get_textpage().get_text_range() for index in range(len(pdf))]
        for number, area in enumerate(areas, 1):
            if not is_black(pdf[wanted.index(area.page)], area):
                raise CannotCopy("area-seen", number=number, page=area.page)
    plain = fold(" ".join(" ".join(texts).split()))
    for word in words:
        if fold(" ".join(word.split())) in plain:
            raise CannotCopy("still-there", word=word)
    for page, text in zip(wanted, texts, strict=True):
        if page in drawn and text.strip():
            number = next((n for n, area in enumerate(areas, 1) if area.page == page), 0)
            raise CannotCopy("area-seen", number=number, page=page)
