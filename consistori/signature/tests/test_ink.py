"""What a field of a PDF shows is seen wherever its pages are taken, and hidden like any other word."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from consistori.formats import drawer
from consistori.formats.ink import as_ink, in_ink
from consistori.signature.copies.making import partial

NUMBER = "2026/0004"


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    """A page with nothing on it but what a field shows, and a note over it."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )

    def look(words: str) -> pikepdf.Object:
        stream = pdf.make_stream(f"BT /F1 24 Tf 4 8 Td ({words}) Tj ET".encode())
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        stream.BBox = pikepdf.Array([0, 0, 200, 40])
        stream.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        return stream

    def note(kind: pikepdf.Name, words: str, low: int, **more: object) -> pikepdf.Object:
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=kind, F=4, Rect=pikepdf.Array([100, low, 300, low + 40]),
                AP=pikepdf.Dictionary(N=look(words)), **more,
            )
        )  # fmt: skip

    field = note(pikepdf.Name.Widget, NUMBER, 700, FT=pikepdf.Name.Tx, T=pikepdf.String("number"))
    pdf.pages[0].Annots = pikepdf.Array([field, note(pikepdf.Name.Stamp, "PRIVATE", 500)])
    pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))
    path = tmp_path / "decree.pdf"
    pdf.save(path)
    return path


def _words(data: bytes | Path) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


def _dark(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    return sum(image.convert("L").crop(box).histogram()[:128])


def test_the_page_is_drawn_with_what_its_field_shows(decree: Path, tmp_path: Path) -> None:
    drawer.draw(decree, kind="pdf", page=1, width=595, out=tmp_path / "page.png")

    with Image.open(tmp_path / "page.png") as image:
        assert _dark(image, (100, 102, 300, 142)) > 50


def test_as_ink_it_is_read_and_the_notes_are_not_there(decree: Path) -> None:
    inked = in_ink(decree)

    assert NUMBER in _words(inked)
    assert "PRIVATE" not in _words(inked)
    with pikepdf.open(io.BytesIO(inked)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not list(pdf.pages[0].get("/Annots", ()))


def test_what_has_no_field_stays_as_it_was(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    as_ink(pdf)

    assert "/AcroForm" not in pdf.Root and len(pdf.pages) == 1


def test_a_partial_copy_shows_the_field_and_hides_it_when_it_is_told(decree: Path) -> None:
    with pikepdf.open(decree, allow_overwriting_input=True) as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(decree)

    shown = partial(decree, keep=[1], hide=[])
    hidden = partial(decree, keep=[1, 2], hide=[NUMBER])

    assert NUMBER in _words(shown.data)
    assert hidden.found == {NUMBER: 1}
    assert NUMBER not in _words(hidden.data)
