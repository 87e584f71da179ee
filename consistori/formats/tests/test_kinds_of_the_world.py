"""What people bring from telephones, offices of architects and old computers is known by what it is."""

from pathlib import Path

import pytest

from consistori.formats import kinds, mail, words
from consistori.formats.advice import Outlook, advice_for
from consistori.formats.content import Remark, examine
from consistori.formats.tests import makers, outlook


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("planta.dxf", b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", kinds.DXF),
        ("planta.dxf", b"999\nFet amb QCAD\n0\nSECTION\n", kinds.DXF),
        ("edifici.ifc", b"ISO-10303-21;\nHEADER;\n", kinds.IFC),
        ("planta.dwg", b"AC1032\x00\x00", kinds.DWG),
        ("ple.mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", kinds.MOV),
        ("ple.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", kinds.MP4),
        ("veu.m4a", b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", kinds.M4A),
        ("veu.amr", b"#!AMR\n\x0c\x01\x02\x03", kinds.AMR),
        ("ple.avi", b"RIFF\x00\x00\x00\x00AVI LIST", kinds.AVI),
        ("ple.webm", b"\x1a\x45\xdf\xa3\x01\x00\x00\x00", kinds.MATROSKA),
        ("nota.opus", b"OggS\x00\x02\x00\x00", kinds.OGG),
        ("missatge.msg", outlook.message("Gual", "Hola"), kinds.MSG),
        (
            "missatge.msg",
            outlook.message("A", "B", attachments=[("v.doc", b"W\x00o\x00r\x00d\x00" * 9)]),
            kinds.MSG,
        ),
    ],
)
def test_it_is_known_by_what_it_is(tmp_path: Path, name: str, content: bytes, kind: kinds.Kind) -> None:
    found = examine(makers.written(tmp_path, name, content), name)

    assert (found.kind, found.name) == (kind, name)
    assert not {Remark.UNKNOWN_KIND, Remark.RENAMED} & set(found.remarks)


def test_a_photograph_of_a_telephone_is_opened(tmp_path: Path) -> None:
    heic = Path(__file__).parent / "files" / "foto.heic"
    found = examine(makers.written(tmp_path, "IMG_1.HEIC", heic.read_bytes()), "IMG_1.HEIC")

    assert (found.kind, found.pages) == (kinds.HEIC, 1)
    assert advice_for(found.kind).outlook is Outlook.WEAK


def test_a_message_of_outlook_is_read_as_any_other(tmp_path: Path) -> None:
    inner = outlook.message_nodes("Vell", "Cos", attachments=[("dins.txt", b"hola")], is_inner=True)
    data = outlook.message(
        "Sol·licitud", "Bon dia", attachments=[("plànol.pdf", b"%PDF" * 3000)], inner=[inner]
    )

    found = mail.read(makers.written(tmp_path, "a.msg", data))

    assert (found.subject, found.text) == ("Sol·licitud", "Bon dia")
    assert "nuria@exemple.cat" in found.sender
    assert found.attachments == ("plànol.pdf", "Missatge reenviat.eml")


def test_the_words_of_an_rtf_and_of_slides_are_read(tmp_path: Path) -> None:
    raw = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author Pau}}Benvolguda ve\'efna,\par l\u8217?import}"
    slide = b'<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>Projecte</a:t></a:r></a:p>'
    slides = makers.archive({"[Content_Types].xml": b"<Types/>", "ppt/slides/slide1.xml": slide})

    rtf = words.text_of(makers.written(tmp_path, "a.rtf", raw), kinds.RTF.media_type)
    pptx = words.text_of(makers.written(tmp_path, "a.pptx", slides), kinds.PPTX.media_type)

    assert rtf == "Benvolguda veïna,\nl’import"
    assert pptx.splitlines() == ["1", "Projecte"]


def test_every_kind_has_its_advice() -> None:
    assert advice_for(kinds.PDF, pdfa="PDF/A-3A").outlook is Outlook.LASTS
    assert advice_for(kinds.PDF).better == "PDF/A"
    for kind in kinds.KINDS:
        advice = advice_for(kind)
        assert advice.outlook is not Outlook.WEAK or advice.better
