"""The stamp: a label for the paper, and a copy to read with it on."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from consistori.registry.stamping import CannotStamp, label, stamped
from consistori.tenancy.scope import current_entity

BASE = "/e/vall-llobera/desk/registry/"


def _pdf(rotate: int = 0, size: tuple[int, int] = (595, 842)) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Rotate = rotate
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_stamp_is_at_the_top_right_as_one_sees_it(register: Any, tmp_path: Any, rotate: int) -> None:
    import pypdfium2

    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(rotate))

    data = stamped(path, register(), current_entity())

    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=0.5, may_draw_forms=False).to_pil().convert("L")
        text = pdf[0].get_textpage().get_text_bounded()
    wide, high = picture.size
    marked = picture.point(lambda shade: 255 * (shade < 200)).getbbox()
    assert marked is not None
    assert marked[0] > wide * 0.35
    assert marked[3] < high * 0.2
    assert "E20" in text


def test_the_label_says_the_number_and_the_house(register: Any, tmp_path: Any) -> None:
    import pypdfium2

    entry = register()

    with pypdfium2.PdfDocument(label(entry, current_entity())) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert entry.reference in text
    assert current_entity().name in text


def test_what_is_not_a_pdf_says_so(register: Any, tmp_path: Any) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"hola")

    with pytest.raises(CannotStamp):
        stamped(path, register(), current_entity())


def test_the_pages_of_the_stamp_open(register: Any, paper: Any, registrar: Any, sign_in: Any) -> None:
    from consistori.documents.services import ReceivedFile, receive_document

    document = receive_document(
        by=registrar, received=ReceivedFile.from_bytes("plànol.pdf", _pdf()), title="Plànol"
    )
    entry = register(documents=[document])
    browser = sign_in(registrar)

    page = browser.get(f"{BASE}{entry.reference}/").content.decode()
    assert f"stamped/{document.pk}.pdf" in page
    for address in (f"stamped/{document.pk}.pdf", "label.pdf"):
        assert browser.get(f"{BASE}{entry.reference}/{address}").content.startswith(b"%PDF")
    other = register(documents=[paper()])
    assert browser.get(f"{BASE}{other.reference}/stamped/{document.pk}.pdf").status_code == 404
