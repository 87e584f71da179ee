"""Drawing the pages of a document [vista prèvia / vista previa]; the folder of drawings may be lost."""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.documents.models import ArrivalReport, Document, DocumentVersion
from consistori.formats import kinds
from consistori.formats.kinds import Family, Kind
from consistori.kernel.errors import NotHere, Unavailable

WIDTHS = (240, 900, 1600)
"""Widths in pixels that are drawn: in a contact sheet, beside the list, and enlarged or on a fine screen."""

USUAL_WIDTH = 900

_UNUSED_AFTER = 30 * 24 * 3600
_FAILED_FOR = 24 * 3600
"""A page that could not be drawn is not tried again at each look."""


class PageNotHere(NotHere):
    """The document has not got that page."""


class CannotDraw(Unavailable):
    """The page could not be drawn; the file can be downloaded."""

    def __init__(self) -> None:
        super().__init__(_("This page could not be drawn. You can download the document."))


class Drawable(Protocol):
    """What has pages to draw: a version, its readable rendition, a piece inside."""

    @property
    def kind(self) -> Kind: ...

    @property
    def pages(self) -> int | None: ...


@dataclass(frozen=True)
class Shown:
    """The file whose pages are shown in the place of a document. `sha256` names it in the store."""

    sha256: str
    kind: Kind
    pages: int | None
    is_rendition: bool = False


def shown_of(document: Document) -> Shown:
    """Its own pages, or those of its readable rendition: then one statement is asked."""
    return _shown(document.version, document.latest_blob.sha256)


def shown_of_version(version: DocumentVersion) -> Shown:
    """The same for a version, as it was before anybody signed it."""
    return _shown(version, version.sha256)


def _shown(version: DocumentVersion, sha256: str) -> Shown:
    own = Shown(sha256, version.kind, version.pages)
    if has_pages(version) or version.kind.family not in RENDERED:
        return own
    report = ArrivalReport.objects.filter(version_id=version.pk, readable=ArrivalReport.Readable.MADE).first()
    return Shown(report.readable_sha256, kinds.PDF, report.readable_pages, True) if report else own


RENDERED = frozenset({Family.WRITER, Family.SHEET, Family.SLIDES, Family.DRAWING})
"""What a converter may make a readable rendition of."""


def has_pages(version: Drawable) -> bool:
    """Whether its pages are drawn as images."""
    return version.kind.family in {Family.PDF, Family.IMAGE}


def page_count(version: Drawable) -> int:
    """How many pages are drawn: those of a PDF or TIFF, one of any other image, none of the rest."""
    return (version.pages or 1) if has_pages(version) else 0


def page_image(entity_id: int, path: Path, version: Drawable, *, page: int, width: int) -> Path:
    """The PNG of a page (from 1), drawn now or before. Raises `PageNotHere` or `CannotDraw`.

    `path` is the blob with the last signatures; `width` is one of `WIDTHS`, the nearest is taken.
    """
    if not 1 <= page <= page_count(version):
        raise PageNotHere(_("The document has not got that page."))
    chosen = min(WIDTHS, key=lambda known: abs(known - width))
    place = _folder(entity_id, path.name) / f"{page}-{chosen}.png"
    if not place.exists():
        _draw(place, path, version, page, chosen)
    return place


def _draw(place: Path, path: Path, version: Drawable, page: int, width: int) -> None:
    # Loaded when first needed: a tenth of a second of every start.
    from consistori.documents import drawing

    failed = place.with_suffix(".failed")
    if failed.exists() and time.time() - failed.stat().st_mtime < _FAILED_FOR:
        raise CannotDraw
    try:
        drawing.draw(place, path, version, page, width)
    except CannotDraw:
        failed.parent.mkdir(parents=True, exist_ok=True)
        failed.touch()
        raise
    failed.unlink(missing_ok=True)


def warm(entity_id: int, path: Path, version: Drawable) -> None:
    """Draw the first page before anybody asks."""
    if has_pages(version):
        with contextlib.suppress(NotHere, Unavailable, OSError):
            page_image(entity_id, path, version, page=1, width=USUAL_WIDTH)


def sweep(*, older_than: float = _UNUSED_AFTER) -> int:
    """Remove the images that nobody has drawn for a month; they are drawn again when they are asked."""
    removed = 0
    root = Path(settings.CACHE_ROOT)
    drawings, failures = root.glob("previews/*/*/*/*.png"), root.glob("previews/*/*/*/*.failed")
    for path in chain(drawings, failures, root.glob("pieces/*/*/*")):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed


def forget(entity_id: int, sha256: str) -> None:
    """Remove what was drawn and taken out of a file that has been erased for ever."""
    root = Path(settings.CACHE_ROOT)
    for place in ("previews", "pieces"):
        for path in (root / place / str(entity_id) / sha256[:2]).glob(f"{sha256}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _folder(entity_id: int, sha256: str) -> Path:
    return Path(settings.CACHE_ROOT) / "previews" / str(entity_id) / sha256[:2] / sha256
