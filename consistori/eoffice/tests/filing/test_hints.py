"""What is seen in a paper advises, and never refuses."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from consistori.documents.errors import FileRefused
from consistori.eoffice.filing.hints import DOUBT, GOOD, Look, Seen, ends_on, hints_of
from consistori.eoffice.filing.papers import papers_of
from consistori.eoffice.filing.words import said
from consistori.eoffice.tests.filing.conftest import put
from consistori.formats import kinds

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Pòlissa 33. Caduca el 12 de març de 2027.", date(2027, 3, 12)),
        ("Válido hasta: 01/02/2026", date(2026, 2, 1)),
        ("Data de venciment 3-4-2028", date(2028, 4, 3)),
        ("Vàlid fins al 31 de febrer de 2027", None),
        ("Firmado el 1 de enero de 2027", None),
    ],
)
def test_the_date_that_follows_the_word_is_when_it_lapses(words: str, day: date | None) -> None:
    assert ends_on(words) == day


@pytest.mark.parametrize(
    ("seen", "codes"),
    [
        (Seen(kinds.PDF, 1, words=["Caduca el 12 de març de 2027"]), ["reads_well", "holds_until"]),
        (Seen(kinds.PDF, 1, words=["Caduca el 20 de novembre de 2026"]), ["reads_well", "lapses_soon"]),
        (Seen(kinds.PDF, 1, words=["Caduca el 1 de març de 2026"]), ["reads_well", "lapsed"]),
        (Seen(kinds.PDF, 2, words=["", ""]), ["only_pictures"]),
        (Seen(kinds.PDF, 2, words=["hola", ""]), ["reads_well", "page_without_words"]),
        (Seen(kinds.PDF, 900), ["many_pages"]),
        (Seen(kinds.JPEG, 1, pixels=(3000, 2000)), ["sharp_picture"]),
        (Seen(kinds.JPEG, 1, pixels=(640, 480)), ["small_picture"]),
        (Seen(kinds.JPEG, 1, pixels=(3000, 2000), look=Look(66, 52, 230)), ["sharp_picture"]),
        (Seen(kinds.JPEG, 1, pixels=(3000, 2000), look=Look(8, 20, 230)), ["blurred_picture"]),
        (Seen(kinds.JPEG, 1, pixels=(3000, 2000), look=Look(40, 10, 40)), ["dark_picture"]),
        (Seen(kinds.TEXT), ["other_kind"]),
    ],
)
def test_each_thing_seen_is_told(seen: Seen, codes: list[str]) -> None:
    found = hints_of(seen, ("pdf", "image"), today=TODAY)

    assert [hint.code for hint in found] == codes
    assert all(hint.tone in (GOOD, DOUBT) and said(hint).text for hint in found)


def _sheet_of_paper(*, blurred: int = 0, light: float = 1.0) -> bytes:
    """A sheet with lines of letters, as a camera gives it."""
    from PIL import Image, ImageDraw, ImageFilter

    sheet = Image.new("L", (1240, 1754), 250)
    pen = ImageDraw.Draw(sheet)
    for y in range(80, 1680, 34):
        for x in range(90, 1150, 14):
            pen.line((x, y, x + (x * y) % 11, y + 16), fill=20, width=3)
    if blurred:
        sheet = sheet.filter(ImageFilter.GaussianBlur(blurred))
    data = io.BytesIO()
    sheet.point(lambda value: value * light).save(data, "PNG")
    return data.getvalue()


def test_a_picture_out_of_focus_or_dark_is_told_and_a_good_one_too(begun: Any) -> None:
    good, blurred, dark = _sheet_of_paper(), _sheet_of_paper(blurred=9), _sheet_of_paper(light=0.2)

    seen = [put(begun, f"{n}.png", data).hints for n, data in enumerate((good, blurred, dark))]

    assert [[hint.code for hint in hints] for hints in seen] == [
        ["sharp_picture"],
        ["blurred_picture"],
        ["dark_picture"],
    ]


def _picture(width: int, height: int) -> bytes:
    from PIL import Image

    data = io.BytesIO()
    Image.new("L", (width, height), 200).save(data, "PNG")
    return data.getvalue()


def test_a_doubtful_paper_is_kept_all_the_same(begun: Any) -> None:
    put(begun, "croquis.png", _picture(300, 200))
    put(begun, "croquis.txt", b"un croquis amb lletres")

    kept = papers_of(begun)
    assert [[hint.code for hint in paper.hints] for paper in kept] == [
        ["small_picture", "blank_picture"],
        ["other_kind"],
    ]
    assert [paper.file.name for paper in kept] == ["croquis.png", "croquis.txt"]


def test_the_same_file_twice_in_its_place_is_there_once(begun: Any) -> None:
    first, second = put(begun, "a.txt", b"croquis"), put(begun, "b.txt", b"croquis")

    assert first.id == second.id
    assert len(papers_of(begun)) == 1


def test_a_program_is_not_kept(begun: Any) -> None:
    with pytest.raises(FileRefused):
        put(begun, "croquis.exe", b"MZ\x90\x00 a program")

    assert papers_of(begun) == []
