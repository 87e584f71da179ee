"""Whatever name comes from outside ends as a name that any system keeps."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistori.kernel.filenames import LONGEST_NAME, clean, split, stem, with_extension


@pytest.mark.parametrize(
    ("brought", "kept"),
    [
        ("Sol·licitud d’obres.pdf", "Sol·licitud d’obres.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\Escriptori\\plànol.pdf", "plànol.pdf"),
        ("/absolut/fitxer.docx", "fitxer.docx"),
        ("factura\u202efdp.exe", "facturafdp.exe"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("salt\nde\tlínia.pdf", "salt de línia.pdf"),
        ("nul\x00byte.pdf", "nulbyte.pdf"),
        ("CON", "_CON"),
        ("aux.pdf", "_aux.pdf"),
        ("lpt1.txt", "_lpt1.txt"),
        ('a<b>c:"d|e?f*.pdf', "a_b_c__d_e_f_.pdf"),
        ("   espais   i punts ... ", "espais i punts"),
        (".htaccess", "document.htaccess"),
        ("..", "document"),
        (".", "document"),
        ("", "document"),
        ("///", "document"),
        ("\u202e\u200f", "document"),
        ("Plànol final.PDF", "Plànol final.PDF"),
        ("<script>alert(1)</script>.svg", "script_.svg"),
        ("carpeta/", "carpeta"),
    ],
)
def test_a_hostile_name_is_made_harmless(brought: str, kept: str) -> None:
    assert clean(brought) == kept


def test_letters_are_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "càlcul.ods")) == unicodedata.normalize("NFC", "càlcul.ods")


def test_a_long_name_keeps_its_extension() -> None:
    kept = clean("Memòria " * 80 + ".docx")

    assert kept.endswith(".docx")
    assert len(kept.encode()) <= LONGEST_NAME


@given(st.text(max_size=400))
def test_a_clean_name_is_never_empty_never_a_path_and_stays_as_it_is(brought: str) -> None:
    kept = clean(brought)

    assert kept not in {"", ".", ".."}
    assert not set(kept) & set('/\\\0\n\r<>:"|?*')
    assert len(kept.encode()) <= LONGEST_NAME + 1
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plànol.PDF", ("plànol", ".pdf")),
        ("sense extensió", ("sense extensió", "")),
        ("acta 1.2.2026", ("acta 1.2", ".2026")),
        ("arxiu.una extensió falsa", ("arxiu.una extensió falsa", "")),
    ],
)
def test_the_extension_is_what_looks_like_one(name: str, expected: tuple[str, str]) -> None:
    assert split(name) == expected


def test_an_extension_is_changed_in_its_place() -> None:
    assert with_extension("foto.pdf", ".jpg") == "foto.jpg"
    assert stem("foto.pdf") == "foto"
