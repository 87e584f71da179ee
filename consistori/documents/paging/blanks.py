"""Pages that seem blank: they are pointed out, and it is always a person who takes them out."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from consistori.documents.models import DocumentVersion
from consistori.formats import kinds
from consistori.formats.words import PDFIUM

WIDTH = 400
"""Pixels across in which a page is looked at."""

_INK_BELOW_PAPER = 40
_MOST_INK = 0.00008
"""Share of the page that may be darker than its paper: a speck of dust is less, the number of a page is more."""

_MARGIN = 0.04
MOST_PAGES = 400


def blank_pages(entity_id: int, path: Path, version: DocumentVersion) -> list[int]:
    """The pages (from 1) that seem blank, looked at once for ever; at most the first 400 are looked at."""
    known = known_blanks(entity_id, version)
    if known is None:
        known = list(_found(path, version))
        _keep(_place(entity_id, version.sha256), known)
    return known


def known_blanks(entity_id: int, version: DocumentVersion) -> list[int] | None:
    """What was found before; None if nobody has looked."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(_place(entity_id, version.sha256).read_text())
        return [int(page) for page in found]
    return None


def _found(path: Path, version: DocumentVersion) -> Any:
    if version.kind is kinds.PDF:
        yield from _of_pdf(path)
    elif version.kind.family is kinds.Family.IMAGE:
        yield from _of_image(path)


def _of_pdf(path: Path) -> Any:
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return
        document.init_forms()  # a page with nothing but what was typed in its fields is not blank
        count = min(len(document), MOST_PAGES)
    try:
        for number in range(count):
            if _is_blank_page(document, number):
                yield number + 1
    finally:
        with PDFIUM:
            document.close()


def _is_blank_page(document: Any, number: int) -> bool:
    import pypdfium2

    with PDFIUM:
        try:
            page = document[number]
            words = page.get_textpage()
            has_words = bool(words.get_text_bounded().strip())
            words.close()
            image = None
            if not has_words:
                scale = min(WIDTH / max(page.get_width(), 1), 4 * WIDTH / max(page.get_height(), 1))
                image = page.render(scale=scale, grayscale=True, may_draw_forms=True).to_pil()
            page.close()
        except pypdfium2.PdfiumError:
            return False
    return image is not None and is_blank(image)


def _of_image(path: Path) -> Any:
    from PIL import Image, ImageSequence

    try:
        with Image.open(path) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                small = frame.convert("L")
                small.thumbnail((WIDTH, WIDTH * 4))
                if is_blank(small):
                    yield number
                if number == MOST_PAGES:
                    return
    except (OSError, ValueError, EOFError):
        return


def is_blank(image: Any) -> bool:
    """Whether hardly anything on the (grey) image is darker than its paper, its edges and dust apart."""
    from PIL import ImageFilter

    across, down = image.size
    box = (int(across * _MARGIN), int(down * _MARGIN), int(across * (1 - _MARGIN)), int(down * (1 - _MARGIN)))
    if box[2] - box[0] < 3 or box[3] - box[1] < 3:
        return False
    inside = image.convert("L").crop(box).filter(ImageFilter.MedianFilter(3))
    counts = inside.histogram()
    total = sum(counts)
    paper, seen = 255, 0
    for level, count in enumerate(counts):
        seen += count
        if seen * 2 >= total:
            paper = level
            break
    if paper < 2 * _INK_BELOW_PAPER:
        return False
    ink = sum(counts[: paper - _INK_BELOW_PAPER])
    return bool(ink <= total * _MOST_INK)


def _place(entity_id: int, sha256: str) -> Path:
    return Path(settings.CACHE_ROOT) / "blanks" / str(entity_id) / sha256[:2] / f"{sha256}.json"


def _keep(place: Path, pages: list[int]) -> None:
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f"{uuid4().hex}.tmp")
        temporary.write_text(json.dumps(pages))
        temporary.replace(place)
