"""Pages are drawn fast, once, and only where there are pages."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from consistori.documents import blobs, previews
from consistori.documents.models import Document
from consistori.documents.previews import CannotDraw, PageNotHere
from consistori.documents.renditions import rendition_of
from consistori.formats.tests import makers

Bring = Callable[..., Document]


def drawn(document: Document, page: int = 1, width: int = 900) -> Path:
    path = blobs.existing_path(document.latest_blob.sha256)
    return previews.page_image(document.entity_id, path, document.version, page=page, width=width)


def tiff(pages: int) -> bytes:
    out = io.BytesIO()
    images = [Image.new("1", (1654, 2339), 1) for _ in range(pages)]
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression="group4")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.pdf", makers.typst_pdf(), (900, 1273)),
        ("a.jpg", makers.image("JPEG", (2000, 1000)), (900, 450)),
        ("a.png", makers.image("PNG", (300, 200)), (300, 200)),
        ("a.tif", tiff(2), (900, 1273)),
    ],
)
def test_a_page_is_drawn_at_the_width_of_the_column(
    bring: Bring, name: str, data: bytes, size: tuple[int, int]
) -> None:
    with Image.open(drawn(bring(name, data))) as image:
        assert image.format == "PNG"
        assert abs(image.width - size[0]) <= 1
        assert abs(image.height - size[1]) <= 2


def test_the_first_page_comes_in_under_a_second(bring: Bring) -> None:
    document = bring()

    began = time.monotonic()
    drawn(document)

    assert time.monotonic() - began < 1


def test_a_page_is_drawn_once(bring: Bring) -> None:
    document = bring()
    first = drawn(document)
    stamp = first.stat().st_mtime_ns

    assert drawn(document).stat().st_mtime_ns == stamp


def test_a_transparent_image_lies_on_white(bring: Bring) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    with Image.open(drawn(bring("a.png", out.getvalue()))) as image:
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("page", [0, -1, 2, 10**6])
def test_a_page_that_is_not_there_is_not_there(bring: Bring, page: int) -> None:
    with pytest.raises(PageNotHere):
        drawn(bring(), page)


def test_a_text_has_no_pages(bring: Bring) -> None:
    document = bring("nota.txt", b"Bon dia")

    assert previews.page_count(document.version) == 0
    with pytest.raises(PageNotHere):
        drawn(document)


def test_bytes_that_break_the_engine_are_told(bring: Bring) -> None:
    document = bring()
    blobs.existing_path(document.version.sha256).write_bytes(b"%PDF-1.7 broken by the disk")

    with pytest.raises(CannotDraw):
        drawn(document)


def test_a_long_document_is_shown_in_stretches(bring: Bring) -> None:
    document = bring("llarg.pdf", makers.plain_pdf(pages=95))

    first, last = rendition_of(document), rendition_of(document, first=81)

    assert (first.page_count, first.next_first, len(first.pages)) == (95, 41, 40)
    assert (last.next_first, len(last.pages)) == (0, 15)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"Bon dia", "text"),
        ("a.eml", b"From: a@b.cat\nTo: c@d.cat\nSubject: x\n\nHola", "mail"),
        ("a.rtf", b"{\\rtf1 hola}", "text"),
        ("a.html", b"<html><p>Hola</p></html>", "text"),
        ("a.docx", makers.docx(), "blocks"),
    ],
)
def test_each_kind_has_its_view(bring: Bring, name: str, data: bytes, kind: str) -> None:
    assert rendition_of(bring(name, data)).kind in {kind, "missing"}
