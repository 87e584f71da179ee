"""Drawing the pages of a document [vista prèvia / vista previa]; the folder of drawings may be lost."""

from __future__ import annotations

import contextlib
import logging
import time
from pathlib import Path
from uuid import uuid4

import pypdfium2
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from consistori.documents.models import DocumentVersion
from consistori.formats import kinds
from consistori.formats.kinds import Family
from consistori.formats.words import PDFIUM
from consistori.kernel.errors import NotHere, Unavailable

log = logging.getLogger(__name__)

WIDTHS = (900, 1600)
"""Widths in pixels that are drawn: beside the list, and enlarged or on a fine screen."""

_UNUSED_AFTER = 30 * 24 * 3600
_FEW_COLOURS = 256


class PageNotHere(NotHere):
    """The document has not got that page."""


class CannotDraw(Unavailable):
    """The page could not be drawn; the file can be downloaded."""

    def __init__(self) -> None:
        super().__init__(_("This page could not be drawn. You can download the document."))


def has_pages(version: DocumentVersion) -> bool:
    """Whether its pages are drawn as images."""
    return version.kind.family in {Family.PDF, Family.IMAGE}


def page_count(version: DocumentVersion) -> int:
    """How many pages are drawn: those of a PDF or TIFF, one of any other image, none of the rest."""
    return (version.pages or 1) if has_pages(version) else 0


def page_image(entity_id: int, path: Path, version: DocumentVersion, *, page: int, width: int) -> Path:
    """The PNG of a page (from 1), drawn now or before. Raises `PageNotHere` or `CannotDraw`.

    `path` is the blob with the last signatures; `width` is one of `WIDTHS`, the nearest is taken.
    """
    if not 1 <= page <= page_count(version):
        raise PageNotHere(_("The document has not got that page."))
    chosen = min(WIDTHS, key=lambda known: abs(known - width))
    place = _folder(entity_id, path.name) / f"{page}-{chosen}.png"
    if not place.exists():
        _write(place, _drawn(path, version, page, chosen))
    return place


def warm(entity_id: int, path: Path, version: DocumentVersion) -> None:
    """Draw the first page before anybody asks."""
    if has_pages(version):
        with contextlib.suppress(NotHere, Unavailable, OSError):
            page_image(entity_id, path, version, page=1, width=WIDTHS[0])


def sweep(*, older_than: float = _UNUSED_AFTER) -> int:
    """Remove the images that nobody has drawn for a month; they are drawn again when they are asked."""
    removed = 0
    for path in (Path(settings.CACHE_ROOT) / "previews").glob("*/*/*/*.png"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed


def _folder(entity_id: int, sha256: str) -> Path:
    return Path(settings.CACHE_ROOT) / "previews" / str(entity_id) / sha256[:2] / sha256


def _drawn(path: Path, version: DocumentVersion, page: int, width: int) -> Image.Image:
    try:
        if version.kind is kinds.PDF:
            return _pdf_page(path, page, width)
        return _image_page(path, page, width)
    except (pypdfium2.PdfiumError, UnidentifiedImageError, OSError, ValueError, MemoryError) as error:
        log.warning("page %s of version %s could not be drawn: %s", page, version.pk, error)
        raise CannotDraw from error


def _pdf_page(path: Path, number: int, width: int) -> Image.Image:
    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
        try:
            if number > len(document):
                raise PageNotHere(_("The document has not got that page."))
            page = document[number - 1]
            scale = min(width / max(page.get_width(), 1), 3 * width / max(page.get_height(), 1))
            image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
            page.close()
        finally:
            document.close()
    return image


def _image_page(path: Path, number: int, width: int) -> Image.Image:
    with Image.open(path) as source:
        if number > 1:
            source.seek(number - 1)
        source.draft("RGB", (width, width * 3))
        image = ImageOps.exif_transpose(source) or source
        image.thumbnail((width, width * 3))
        return _on_white(image)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L", "I", "I;16", "F"} else "RGB")


def _write(place: Path, image: Image.Image) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f"{uuid4().hex}.tmp")
    try:
        _light(image).save(temporary, "PNG", compress_level=6)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)


def _light(image: Image.Image) -> Image.Image:
    """Pages of letters weigh a third with few colours; photographs stay as they are."""
    if image.mode != "RGB":
        return image
    colours = image.getcolors(maxcolors=_FEW_COLOURS * 32)
    return image.quantize(_FEW_COLOURS, dither=Image.Dither.NONE) if colours else image
