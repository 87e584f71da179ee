"""Drawing one page of a file as a PNG, with the engines of PDF and images: loaded when a page is asked."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import uuid4

import pypdfium2
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from consistori.documents.models import DocumentVersion
from consistori.documents.previews import CannotDraw, PageNotHere
from consistori.formats import kinds
from consistori.formats.pictures import MOST_PIXELS
from consistori.formats.words import PDFIUM

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
_FEW_COLOURS = 256

log = logging.getLogger(__name__)


def drawn(path: Path, version: DocumentVersion, page: int, width: int) -> Image.Image:
    """A page (from 1) with its `width` in pixels. Raises `PageNotHere` or `CannotDraw`."""
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


def write(place: Path, image: Image.Image) -> None:
    """Put the PNG at `place`, whole or not at all."""
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
