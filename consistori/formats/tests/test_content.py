"""A file is what it contains, whatever its name says; and what may hurt does not come in."""

from pathlib import Path

import pytest

from consistori.formats import kinds
from consistori.formats.content import Content, Reason, Remark, Unacceptable, examine
from consistori.formats.tests import makers

EML = b"From: Anna <anna@exemple.cat>\r\nTo: oac@vall-llobera.example\r\nSubject: Gual\r\n\r\nBon dia"


def examined(tmp_path: Path, name: str, content: bytes) -> Content:
    return examine(makers.written(tmp_path, name, content), name)


def reason_of(tmp_path: Path, name: str, content: bytes) -> Reason:
    with pytest.raises(Unacceptable) as refused:
        examined(tmp_path, name, content)
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("informe.pdf", makers.typst_pdf(), kinds.PDF),
        ("foto.png", makers.image("PNG"), kinds.PNG),
        ("foto.jpeg", makers.image("JPEG"), kinds.JPEG),
        ("plànol.tif", makers.image("TIFF"), kinds.TIFF),
        ("dibuix.gif", makers.image("GIF"), kinds.GIF),
        ("memòria.docx", makers.docx(), kinds.DOCX),
        ("memòria.odt", makers.odt(), kinds.ODT),
        ("tot.zip", makers.archive({"a.txt": b"a"}), kinds.ZIP),
        ("correu.eml", EML, kinds.MAIL),
        ("nota.txt", "Bon dia, veïna".encode(), kinds.TEXT),
        ("nota.txt", "Bon dia, veïna".encode("cp1252"), kinds.TEXT),
        ("dades.csv", b"a;b\n1;2\n", kinds.CSV),
        ("dades.json", b'{"a": 1}', kinds.JSON),
        ("dades.xml", b"<?xml version='1.0'?><a/>", kinds.XML),
        ("pagina.html", b"<!doctype html><p>Hola</p>", kinds.HTML),
        ("escut.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", kinds.SVG),
        ("vell.rtf", b"{\\rtf1 hola}", kinds.RTF),
        ("firma.p7s", bytes.fromhex("308206092a864886f70d010702a0"), kinds.CMS),
        ("so.mp3", b"ID3\x03\x00" + b"\x00" * 20, kinds.MP3),
        ("estrany.xyz", b"\x01\x02\x03\x04abc\x00\x05", kinds.UNKNOWN),
    ],
)
def test_the_kind_comes_from_the_content(tmp_path: Path, name: str, content: bytes, kind: kinds.Kind) -> None:
    found = examined(tmp_path, name, content)

    assert found.kind == kind
    assert found.name == name
    assert Remark.RENAMED not in found.remarks


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("factura.pdf", makers.image("JPEG"), "factura.jpg"),
        ("foto.jpg", makers.typst_pdf(), "foto.pdf"),
        ("memòria.doc", makers.docx(), "memòria.docx"),
        ("acta 1.2.2026", makers.typst_pdf(), "acta 1.2.2026.pdf"),
    ],
)
def test_a_wrong_extension_is_mended_and_told(tmp_path: Path, name: str, content: bytes, kept: str) -> None:
    found = examined(tmp_path, name, content)

    assert found.name == kept
    assert Remark.RENAMED in found.remarks


def test_a_file_without_extension_receives_one_in_silence(tmp_path: Path) -> None:
    found = examined(tmp_path, "document", makers.typst_pdf())

    assert (found.name, found.remarks) == ("document.pdf", ())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("buit.pdf", b"", Reason.EMPTY),
        ("zeros.pdf", b"\x00" * 4000, Reason.EMPTY),
        ("trencat.pdf", b"%PDF-1.7\nres de res", Reason.CORRUPT_PDF),
        ("tallat.pdf", makers.typst_pdf()[:700], Reason.CORRUPT_PDF),
        ("tancat.pdf", makers.encrypted_pdf(), Reason.ENCRYPTED_PDF),
        ("guió.pdf", makers.scripted_pdf(), Reason.ACTIVE_PDF),
        ("programa.pdf", makers.launching_pdf(), Reason.ACTIVE_PDF),
        ("programa.exe", b"MZ\x90\x00" + b"x" * 100, Reason.PROGRAM),
        ("disfressat.pdf", b"MZ\x90\x00" + b"x" * 100, Reason.PROGRAM),
        ("guió.sh", b"#!/bin/sh\nrm -rf /\n", Reason.PROGRAM),
        ("macro.vbs", b'MsgBox "hola"', Reason.PROGRAM),
        ("bomba.zip", makers.bomb(), Reason.BOMB),
        ("trencat.zip", b"PK\x03\x04" + b"x" * 50, Reason.CORRUPT_ARCHIVE),
        ("trencat.docx", makers.docx()[:60], Reason.CORRUPT_ARCHIVE),
        ("trencada.png", makers.image("PNG")[:50], Reason.CORRUPT_IMAGE),
        ("a.svg", b"<svg><script>alert(1)</script></svg>", Reason.ACTIVE_MARKUP),
        ("a.svg", b"<svg onload=alert(1)></svg>", Reason.ACTIVE_MARKUP),
        ("a.svg", b"<svg><a href='java&#115;cript:alert(1)'/></svg>", Reason.ACTIVE_MARKUP),
        ("a.html", b"<html><body><iframe src=x></iframe>", Reason.ACTIVE_MARKUP),
        ("a.html", b"<html>" + b" " * 1_048_570 + b"<script>1</script>", Reason.ACTIVE_MARKUP),
    ],
)
def test_what_cannot_be_kept_says_why(tmp_path: Path, name: str, content: bytes, reason: Reason) -> None:
    assert reason_of(tmp_path, name, content) is reason


@pytest.mark.parametrize(
    ("name", "content", "remark"),
    [
        ("macros.docm", makers.docx(macros=True), Remark.MACROS),
        ("eines.zip", makers.archive({"a.txt": b"a", "eina.exe": b"MZ"}), Remark.PROGRAMS_INSIDE),
        ("protegit.pdf", makers.restricted_pdf(), Remark.RESTRICTED_PDF),
        ("vell.rtf", b"{\\rtf1 hola}", Remark.OLD_FORMAT),
        ("estrany.xyz", b"\x01\x02\x03\x04abc\x00\x05", Remark.UNKNOWN_KIND),
    ],
)
def test_what_is_kept_with_a_remark_tells_it(
    tmp_path: Path, name: str, content: bytes, remark: Remark
) -> None:
    assert remark in examined(tmp_path, name, content).remarks


def test_pages_and_properties_are_read(tmp_path: Path) -> None:
    found = examined(tmp_path, "informe.pdf", makers.typst_pdf())

    assert found.pages == 1
    assert found.properties["title"] == "Informe"
    assert found.properties["language"] == "ca"


def test_an_archive_whose_entries_overlap_is_a_bomb(tmp_path: Path) -> None:
    content = bytearray(makers.archive({"a.bin": b"abc" * 1000}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 20 : directory + 24] = (10**8).to_bytes(4, "little")

    assert reason_of(tmp_path, "tramposa.zip", bytes(content)) is Reason.BOMB
