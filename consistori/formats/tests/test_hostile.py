"""What somebody makes on purpose to hurt: it is refused, or it is kept and hurts nobody; and it never takes long."""

import contextlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest

from consistori.formats import drawer, inside, kinds, mail, pdf_safety, words, zips
from consistori.formats.content import Content, Reason, Remark, Unacceptable, examine
from consistori.formats.layers import layer_of, places
from consistori.formats.tests import makers


def examined(tmp_path: Path, name: str, content: bytes) -> Content:
    return examine(makers.written(tmp_path, name, content), name)


def reason_of(tmp_path: Path, name: str, content: bytes) -> Reason:
    with pytest.raises(Unacceptable) as refused:
        examined(tmp_path, name, content)
    return refused.value.reason


# Two files in one.


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pdf-zip.pdf", makers.typst_pdf() + makers.archive({"a.exe": b"MZ"})),
        ("foto-zip.jpg", makers.image("JPEG") + makers.archive({"a.class": b"\xca\xfe\xba\xbe"})),
        ("pagina.pdf", b"<html><script>alert(1)</script>" + makers.typst_pdf()),
        ("gif.pdf", b"GIF89a/*" + makers.typst_pdf()),
    ],
    ids=["pdf-zip", "jpg-zip", "html-pdf", "gif-pdf"],
)
def test_two_files_in_one_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert reason_of(tmp_path, name, content) is Reason.TWO_THINGS


def test_a_pdf_that_carries_an_archive_as_attachment_is_one_file(tmp_path: Path) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        data = makers.archive({"a.txt": b"a"})
        pdf.attachments["dades.zip"] = pikepdf.AttachedFileSpec(pdf, data, filename="dades.zip")

    content = makers.plain_pdf(attach, compress_streams=False)

    assert examined(tmp_path, "factura.pdf", content).kind is kinds.PDF


def test_an_archive_that_begins_with_a_pdf_is_an_archive(tmp_path: Path) -> None:
    assert examined(tmp_path, "tot.zip", makers.archive({"a.pdf": makers.typst_pdf()})).kind is kinds.ZIP


# Bombs.


def test_the_inside_of_a_bomb_is_not_unpacked_whole(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "b.zip", makers.bomb())
    taken = 0

    def write(piece: bytes) -> None:
        nonlocal taken
        taken += len(piece)
        if taken > 3 * 1024**2:
            raise BlockingIOError

    with pytest.raises(BlockingIOError):
        inside.write_piece(path, kinds.ZIP, 2, write)
    assert taken < 5 * 1024**2


def test_a_stream_of_a_pdf_that_grows_a_thousand_times_is_stopped() -> None:
    from pikepdf.settings import get_qpdf_limits, set_qpdf_limits

    pdf = pikepdf.new()
    stream = pdf.make_stream(zlib.compress(zlib.compress(b"\x00" * 8 * 1024**2)))
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])

    assert get_qpdf_limits()["flate_max_memory"] == pdf_safety.LARGEST_STREAM
    lower = set_qpdf_limits(flate_max_memory=1024**2)
    try:
        with pytest.raises((pikepdf.PdfError, RuntimeError)):
            stream.read_bytes()
    finally:
        set_qpdf_limits(**lower)


def test_an_image_of_900_million_points_is_refused_unread(tmp_path: Path) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")

    assert reason_of(tmp_path, "enorme.png", content) is Reason.HUGE_IMAGE


# PDF made to break a reader.


def test_a_pdf_of_a_hundred_thousand_objects_is_examined(tmp_path: Path) -> None:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>", *[b"<</N 1>>"] * 100_000]
    content, places = b"%PDF-1.7\n", []
    pieces, at = [content], len(content)
    for number, each in enumerate(objects, start=1):
        places.append(at)
        pieces.append(b"%d 0 obj%bendobj\n" % (number, each))
        at += len(pieces[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table))
    pieces.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, at))
    content = b"".join(pieces)

    assert examined(tmp_path, "molts.pdf", content).pages == 1


def test_a_form_of_xfa_is_refused(tmp_path: Path) -> None:
    def xfa(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))

    assert reason_of(tmp_path, "xfa.pdf", makers.plain_pdf(xfa)) is Reason.ACTIVE_PDF


def test_a_script_behind_a_loop_of_actions_is_seen(tmp_path: Path) -> None:
    def loop(pdf: pikepdf.Pdf) -> None:
        action = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[]))
        action.Next = action
        pdf.Root.OpenAction = action

    assert examined(tmp_path, "volta.pdf", makers.plain_pdf(loop)).pages == 1


@pytest.mark.parametrize("count", [0, -1, 10**9])
def test_a_lying_count_of_pages_never_passes(tmp_path: Path, count: int) -> None:
    raw = makers.plain_pdf(static_id=True).replace(b"/Count 1", f"/Count {count}".encode())
    path = makers.written(tmp_path, "a.pdf", raw)

    try:
        assert examine(path, "a.pdf").pages == 1
    except Unacceptable as refused:
        assert refused.reason is Reason.CORRUPT_PDF


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)

    assert reason_of(tmp_path, "buit.pdf", out.getvalue()) is Reason.CORRUPT_PDF


def test_a_broken_table_of_objects_is_mended_and_told(tmp_path: Path) -> None:
    raw = makers.plain_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    place = raw.index(b"startxref") + 10
    found = examined(tmp_path, "trencat.pdf", raw[:place] + b"99\n%%EOF\n")

    assert found.pages == 1
    assert Remark.REPAIRED in found.remarks


@pytest.mark.parametrize("box", [(10**7, 10**7), (3, 14_000_000), (0.001, 0.001)])
def test_a_page_of_any_measure_is_drawn_small(tmp_path: Path, box: tuple[float, float]) -> None:
    def stretch(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, *box])

    path = makers.written(tmp_path, "llarg.pdf", makers.plain_pdf(stretch))
    out = tmp_path / "a.png"

    told = drawer.answer({"do": "draw", "path": path, "kind": "pdf", "page": 1, "width": 900, "out": out})

    if "ok" in told:
        from PIL import Image

        with Image.open(out) as image:
            assert image.width <= 900
            assert image.height <= 2701
    else:
        assert told["error"] == "broken"


def test_fonts_that_are_missing_are_told_and_the_page_is_drawn(tmp_path: Path) -> None:
    from consistori.formats.pdf_safety import lacks_fonts

    def write(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.Raresa
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 24 Tf 50 700 Td (Bon dia) Tj ET")

    path = makers.written(tmp_path, "fonts.pdf", makers.plain_pdf(write))
    out = tmp_path / "a.png"

    assert lacks_fonts(path)
    assert drawer.answer(
        {"do": "draw", "path": path, "kind": "pdf", "page": 1, "width": 900, "out": out}
    ) == {"ok": True}
    assert "Bon dia" in " ".join(line.text for line in layer_of(path, 1).lines)


# Office documents and XML.


def test_a_document_that_asks_for_things_outside_is_told(tmp_path: Path) -> None:
    rels = (
        b'<Relationships><Relationship Id="r1" Type="x/attachedTemplate" Target="http://evil.example/t.dotm"'
        b' TargetMode="External"/></Relationships>'
    )
    link = rels.replace(b"attachedTemplate", b"hyperlink")
    base = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}

    asks = examined(tmp_path, "a.docx", makers.archive({**base, "word/_rels/settings.xml.rels": rels}))
    links = examined(tmp_path, "a.docx", makers.archive({**base, "word/_rels/document.xml.rels": link}))

    assert Remark.OUTER_LINKS in asks.remarks
    assert Remark.OUTER_LINKS not in links.remarks


def test_entities_of_xml_are_never_resolved(tmp_path: Path) -> None:
    laughs = (
        b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>Hola &b; &f;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = makers.written(
        tmp_path, "a.docx", makers.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": laughs})
    )

    try:
        text = words.text_of(path, kinds.DOCX.media_type)
    except words.Unreadable:
        text = ""

    assert "root:" not in text
    assert "haha" not in text


# Mail in mail in mail.


def nested(depth: int) -> bytes:
    message = b"Subject: fons\r\nFrom: a@b.cat\r\n\r\nAl fons\r\n"
    for level in range(depth):
        head = f"Subject: nivell {level}\r\nFrom: a@b.cat\r\nContent-Type: message/rfc822\r\n\r\n".encode()
        message = head + message
    return message


def test_mail_in_mail_in_mail_opens_step_by_step(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.eml", nested(3))
    found: list[bytes] = []

    name = inside.write_piece(path, kinds.MAIL, 1, found.append)

    assert (name, found[0].count(b"Subject:")) == ("nivell 1.eml", 3)
    assert mail.read(path).subject == "nivell 2"


@pytest.mark.parametrize("depth", [60, 3_000])
def test_mail_as_deep_as_a_well_stops_nobody(tmp_path: Path, depth: int) -> None:
    path = makers.written(tmp_path, "a.eml", nested(depth))

    found = mail.read(path)

    assert found.subject == f"nivell {depth - 1}"
    assert len(inside.pieces(path, kinds.MAIL)) <= 1
    assert isinstance(words.text_of(path, kinds.MAIL.media_type), str)


def test_ten_thousand_parts_are_not_all_read(tmp_path: Path) -> None:
    part = b"--b\r\nContent-Type: application/x\r\n\r\nx\r\n"
    raw = (
        b'From: a@b.cat\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + part * 10_000
        + b"--b--"
    )

    assert len(inside.pieces(makers.written(tmp_path, "a.eml", raw), kinds.MAIL)) <= inside.MOST_PIECES


# Archives.


def test_names_of_an_archive_never_climb(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../../etc/cron.d/x", b"x")
        packed.writestr("carpeta\\dins\\nota.txt", b"y")
        packed.writestr("__MACOSX/._nota.txt", b"z")
    path = makers.written(tmp_path, "a.zip", out.getvalue())

    found = [(piece.folder, piece.name) for piece in inside.pieces(path, kinds.ZIP)]

    assert found == [("etc/cron.d", "x"), ("carpeta/dins", "nota.txt")]
    assert zips.look_at(path).entries == 3


@pytest.mark.parametrize("kind", [kinds.MAIL, kinds.MSG, kinds.ZIP, kinds.PDF])
def test_noise_carries_nothing_inside(tmp_path: Path, kind: kinds.Kind) -> None:
    path = makers.written(tmp_path, "a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"soroll" * 300)

    with contextlib.suppress(inside.Unreadable):
        assert inside.pieces(path, kind) == []


def test_places_of_words_whatever_accents_capitals_and_lines() -> None:
    text = "La COL·LECCIÓ de\nl’església; una collecció."

    assert [text[a:b] for a, b in places(text, "colleccio")] == ["COL·LECCIÓ", "collecció"]
    assert [text[a:b] for a, b in places(text, "de l’esglesia")] == ["de\nl’església"]
    assert places(text, "   ") == []
