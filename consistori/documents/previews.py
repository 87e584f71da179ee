"""Drawing the pages of a document [vista prèvia / vista previa]; the folder of drawings may be lost."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.documents.models import DocumentVersion
from consistori.formats.kinds import Family
from consistori.kernel.errors import NotHere, Unavailable

WIDTHS = (900, 1600)
"""Widths in pixels that are drawn: beside the list, and enlarged or on a fine screen."""

_UNUSED_AFTER = 30 * 24 * 3600


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
        # Loaded when first needed: a tenth of a second of every start.
        from consistori.documents import drawing

        drawing.write(place, drawing.drawn(path, version, page, chosen))
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
