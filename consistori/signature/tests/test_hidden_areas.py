"""Zones hidden in a partial copy: what is under them is gone from the file, and why is said (N-COP-03)."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from consistori.kernel.errors import BadInput
from consistori.signature.copies.hiding import Area
from consistori.signature.copies.making import CannotCopy, partial
from consistori.signature.copies.services import partial_copy
from consistori.signature.models import AuthenticCopy
from consistori.signature.tests.copying import (
    bring,
    bytes_of,
    give_seal,
    officer,
    report_pdf,
    seal,
    sealing_house,
)
from consistori.tenancy.scope import working_for

__all__ = ["bring", "give_seal", "officer", "report_pdf", "seal", "sealing_house"]

NAME = Area(page=1, left=5, top=5, width=90, height=15, reason="Dades personals")


def picture(colour: tuple[int, int, int]) -> bytes:
    """A face: half of a page, of one colour, as a JPEG."""
    image = Image.new("RGB", (200, 150), colour)
    ImageDraw.Draw(image).ellipse((40, 30, 120, 120), fill=(255, 255, 255))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture(scope="session")
def with_faces() -> tuple[bytes, list[bytes]]:
    """Two pages with words and a picture each, that share one list of resources as scanners write it."""
    faces = [picture((200, 30, 30)), picture((30, 30, 200))]
    with pikepdf.new() as pdf:
        names = {}
        for number, face in enumerate(faces):
            image = pikepdf.Stream(pdf, face)
            image.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=200, Height=150,
                    ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
                )
            )  # fmt: skip
            names[f"/Face{number}"] = pdf.make_indirect(image)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        shared = pdf.make_indirect(
            pikepdf.Dictionary(XObject=pikepdf.Dictionary(names), Font=pikepdf.Dictionary(F=font))
        )
        for number, words in enumerate(("Secret de la Maria", "Acord del Ple")):
            drawn = f"BT /F 20 Tf 40 360 Td ({words}) Tj ET q 300 0 0 225 50 20 cm /Face{number} Do Q"
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page, MediaBox=[0, 0, 400, 400], Resources=shared,
                Contents=pdf.make_stream(drawn.encode()),
            )  # fmt: skip
            pdf.pages.append(pikepdf.Page(page))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue(), faces


def everything_in(data: bytes) -> bytes:
    """The file as it is and all its streams opened, and the points of its pictures too."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        raw = [stream.read_raw_bytes() for stream in streams]
        plain = [stream.read_bytes() for stream in streams if stream.get("/Filter") != "/DCTDecode"]
    return data + b"".join(raw) + b"".join(plain)


def words_by_pdftotext(data: bytes, folder: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    path = folder / "copy.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout


def test_words_and_pictures_under_an_area_are_not_in_the_bytes(
    with_faces: tuple[bytes, list[bytes]], tmp_path: Path
) -> None:
    data, (hidden, other) = with_faces
    path = tmp_path / "faces.pdf"
    path.write_bytes(data)
    face = Area(page=1, left=0, top=38, width=100, height=60, reason="Dades d’un menor")

    made = partial(path, keep=None, hide=[], areas=[NAME, face])

    assert (made.left_out, made.hides, made.redrawn) == (0, 2, (1,))
    inside = everything_in(made.data)
    assert hidden in everything_in(data)
    assert hidden not in inside
    assert other in inside
    assert b"Secret" not in inside
    assert b"Acord" in inside
    words = words_by_pdftotext(made.data, tmp_path)
    assert "Secret" not in words
    assert "Acord del Ple" in words
    with pypdfium2.PdfDocument(made.data) as pdf:
        image = pdf[0].render(scale=1).to_pil().convert("RGB")
        assert (pdf[0].get_width(), pdf[0].get_height()) == pytest.approx((400, 400), abs=0.5)
    under = image.crop((0, 155, 399, 388))
    reds = [
        point for point in zip(*[iter(under.tobytes())] * 3, strict=True) if point[0] > 60 + max(point[1:])
    ]
    assert not reds


def test_a_turned_page_hides_what_is_seen_there(
    with_faces: tuple[bytes, list[bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "turned.pdf"
    with pikepdf.open(io.BytesIO(with_faces[0])) as pdf:
        pdf.pages[0].rotate(90, relative=True)
        pdf.pages[0].cropbox = [20, 0, 400, 400]
        pdf.save(path)
    # Turned to the right, what was above is at the right.
    right = Area(page=1, left=85, top=0, width=15, height=100, reason="Dades personals")

    made = partial(path, keep=[1], hide=[], areas=[right])

    with pypdfium2.PdfDocument(made.data) as pdf:
        image = pdf[0].render(scale=1).to_pil().convert("L")
    assert image.size == (400, 380)
    assert max(image.crop((342, 4, 398, 160)).tobytes()) < 40
    assert min(image.crop((310, 4, 330, 376)).tobytes()) > 200


@pytest.mark.parametrize(
    ("area", "code"),
    [(Area(1, 90, 0, 20, 5), "area"), (Area(1, 10, 10, 0, 5), "area"), (Area(1, -1, 10, 5, 5), "area"),
     (Area(2, 10, 10, 5, 5), "area-page")],
)  # fmt: skip
def test_an_area_out_of_the_page_or_of_the_copy_is_refused(
    with_faces: tuple[bytes, list[bytes]], tmp_path: Path, area: Area, code: str
) -> None:
    path = tmp_path / "faces.pdf"
    path.write_bytes(with_faces[0])
    with pytest.raises(CannotCopy) as refused:
        partial(path, keep=[1], hide=[], areas=[area])
    assert refused.value.code == code


def test_the_copy_keeps_why_and_where_and_never_what(
    town: Any, bring: Any, officer: Any, seal: Any, with_faces: tuple[bytes, list[bytes]]
) -> None:
    source = bring("acord.pdf", with_faces[0])
    with working_for(town):
        without = Area(page=1, left=5, top=5, width=90, height=15)
        with pytest.raises(BadInput) as refused:
            partial_copy(source, by=officer, keep=None, hide=[], areas=[without])
        copy = partial_copy(source, by=officer, keep=None, hide=[], areas=[NAME])
        data = bytes_of(copy)

    assert refused.value.field == "areas"
    assert copy.hidden == {"pages": 0, "places": 0, "areas": [{"page": 1, "reason": "Dades personals"}]}
    assert b"Secret" not in everything_in(data)
    assert with_faces[1][0] not in everything_in(data)


def test_the_page_takes_numbers_shows_how_it_will_be_and_makes_it(
    town: Any, bring: Any, officer: Any, seal: Any, with_faces: tuple[bytes, list[bytes]], sign_in: Any
) -> None:
    browser = sign_in(officer)
    source = bring("acord.pdf", with_faces[0])
    address = f"/e/{town.slug}/desk/signature/copies/{source.pk}/part/"
    first = browser.get(address)
    assert first.status_code == 200
    assert first.content.count(b"data-area>") == 4  # three blank rows and the model of one
    sent = {"pages": "", "hide": "", "version": str(source.version_id),
            "area-TOTAL_FORMS": "3", "area-INITIAL_FORMS": "0",
            "area-0-page": "1", "area-0-left": "5", "area-0-top": "5", "area-0-width": "90",
            "area-0-height": "15"}  # fmt: skip

    refused = browser.post(address, sent)
    assert refused.status_code == 422
    sent["area-0-reason"] = "Dades personals"
    shown = browser.post(address, sent)
    assert shown.status_code == 200
    assert "data:image/png" in shown.content.decode()
    changed = browser.post(address, {**sent, "version": str(source.pk), "confirm": "1"})
    assert changed.status_code == 422
    made = browser.post(address, {**sent, "confirm": "1"})
    assert made.status_code == 302
    assert "Dades personals" in browser.get(made.url).content.decode()
    with working_for(town):
        assert AuthenticCopy.objects.count() == 1
