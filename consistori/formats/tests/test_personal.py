"""What a file tells of people without being seen is found, and the same is read when it is cleaned."""

import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from consistori.formats import kinds, words
from consistori.formats.personal import CannotClean, Trace, cleaned, findings
from consistori.formats.tests import makers

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHANGED = (
    f"<w:p {W}><w:r><w:t>L’import és de </w:t></w:r><w:del w:author='Pau'><w:r><w:delText>500</w:delText></w:r></w:del>"
    "<w:ins w:author='Pau'><w:r><w:t>600</w:t></w:r></w:ins><w:r><w:t> euros.</w:t></w:r></w:p>"
)


def written_docx(folder: Path) -> Path:
    from lxml import etree

    made = docx.Document()
    made.core_properties.author, made.core_properties.last_modified_by = "Anna Pi", "Pau Mir"
    paragraph = made.add_paragraph("Acord")
    made.add_comment(paragraph.runs, text="No ho publiquem", author="Anna Pi")
    made.element.body.insert(1, etree.fromstring(CHANGED))
    path = folder / "a.docx"
    made.save(str(path))
    return path


def test_a_docx_loses_its_people_its_comments_and_its_changes(tmp_path: Path) -> None:
    path, out = written_docx(tmp_path), tmp_path / "net.docx"

    removed = cleaned(path, out)

    assert {each.trace for each in removed} == {Trace.AUTHOR, Trace.COMMENTS, Trace.CHANGES}
    assert {"Anna Pi", "Pau Mir"} <= {each.detail for each in removed}
    assert findings(out) == []
    assert "L’import és de 600 euros." in words.text_of(out, kinds.DOCX.media_type)
    assert "500" not in words.text_of(out, kinds.DOCX.media_type)
    assert docx.Document(str(out)).paragraphs
    with zipfile.ZipFile(out) as archive:
        assert b"No ho publiquem" not in b"".join(archive.read(name) for name in archive.namelist())


def test_an_odt_loses_its_people_and_its_notes(tmp_path: Path) -> None:
    namespaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    )
    content = (
        f"<office:document-content {namespaces}><office:body><office:text><text:p>Acord<office:annotation>"
        "<dc:creator>Anna Pi</dc:creator><text:p>Ull</text:p></office:annotation> final</text:p></office:text>"
        "</office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {namespaces}><office:meta><dc:creator>Anna Pi</dc:creator>"
        "<meta:initial-creator>Pau</meta:initial-creator></office:meta></office:document-meta>"
    )
    entries = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "meta.xml": meta.encode(),
    }
    path, out = makers.written(tmp_path, "a.odt", makers.archive(entries)), tmp_path / "net.odt"

    removed = cleaned(path, out, kinds.ODT)

    assert {each.trace for each in removed} == {Trace.AUTHOR, Trace.COMMENTS}
    assert findings(out, kinds.ODT) == []
    assert words.text_of(out, kinds.ODT.media_type) == "Acord final"
    with zipfile.ZipFile(out) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_a_pdf_loses_its_author_its_notes_and_what_it_carries(tmp_path: Path) -> None:
    def tell(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Author"], pdf.docinfo["/Title"] = "Anna Pi", "Acord"
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="Pau", Contents="Ull"
        )
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note), pdf.make_indirect(link)])
        pdf.attachments["nota.txt"] = pikepdf.AttachedFileSpec(pdf, b"dins", filename="nota.txt")

    path, out = makers.written(tmp_path, "a.pdf", makers.plain_pdf(tell)), tmp_path / "net.pdf"

    removed = {each.trace: each.detail for each in cleaned(path, out)}

    assert removed == {Trace.AUTHOR: "Anna Pi", Trace.COMMENTS: "Pau", Trace.ATTACHMENTS: "nota.txt"}
    assert findings(out, kinds.PDF) == []
    with pikepdf.open(out) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Acord"
        assert len(pdf.pages[0].obj.Annots) == 1


def test_what_an_earlier_revision_says_does_not_stay(tmp_path: Path) -> None:
    first = makers.plain_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    added = b"\n9 0 obj <</Secret (abans)>> endobj\nxref\n0 1\n0000000000 65535 f \n"
    raw = first + added + b"trailer <</Size 10 /Root 1 0 R /Prev 0>>\nstartxref\n0\n%%EOF\n"
    path, out = makers.written(tmp_path, "a.pdf", raw), tmp_path / "net.pdf"

    removed = cleaned(path, out, kinds.PDF)

    assert Trace.REVISIONS in {each.trace for each in removed}
    assert b"abans" not in out.read_bytes()


def photograph(form: str, **saving: object) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Fabricant", "Telèfon 9", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 59.0, 0.0), 3: "W", 4: (2.0, 49.0, 30.0)})
    out = io.BytesIO()
    picture = Image.new("RGB", (80, 60), "#446688")
    picture.paste("#ffffff", (0, 0, 20, 20))
    picture.save(out, form, exif=exif, **saving)
    return out.getvalue()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", kinds.JPEG), ("PNG", kinds.PNG), ("WEBP", kinds.WEBP)])
def test_a_photograph_forgets_where_it_was_taken_and_looks_the_same(
    tmp_path: Path, form: str, kind: kinds.Kind
) -> None:
    saving = {"lossless": True} if form == "WEBP" else {}
    path, out = makers.written(tmp_path, "a", photograph(form, **saving)), tmp_path / "net"

    removed = {each.trace: each.detail for each in cleaned(path, out, kind)}

    assert removed[Trace.PLACE] == "41.98333, -2.82500"
    assert Trace.DEVICE in removed
    assert findings(out, kind) == []
    with Image.open(path) as before, Image.open(out) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
        if form == "JPEG":
            assert after.getexif().get(0x0112) == 6


def test_a_film_hidden_behind_a_photograph_is_left_out(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.jpg", photograph("JPEG") + b"\x00\x00\x00\x18ftypmp42" + b"film" * 50)
    out = tmp_path / "net.jpg"

    cleaned(path, out, kinds.JPEG)

    assert b"ftyp" not in out.read_bytes()


def test_what_cannot_be_cleaned_says_why(tmp_path: Path) -> None:
    text = makers.written(tmp_path, "a.txt", b"Hola")

    with pytest.raises(CannotClean, match="kind"):
        cleaned(text, tmp_path / "net", kinds.TEXT)
    with pytest.raises(CannotClean, match="damaged"):
        cleaned(text, tmp_path / "net", kinds.DOCX)
    assert findings(text, kinds.PDF) == findings(text, kinds.DOCX) == findings(text, kinds.JPEG) == []
