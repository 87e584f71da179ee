"""The paper of a text carries its words, pictures and data; what is pending is said; after the bin nothing is left."""

import io
import json
import uuid
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from PIL import Image

from consistori.documents import blobs
from consistori.documents.jobs import _read, empty_bin
from consistori.documents.models import Document, SecondDraft, TextPicture, Writing
from consistori.documents.services import discard_document, freeze_document
from consistori.documents.writing.beginning import without_its_name
from consistori.documents.writing.errors import (
    NotReady,
    TextIsFixed,
    TextIsOut,
)
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.pictures import keep_picture, picture_for
from consistori.documents.writing.services import (
    save_text,
    start_text,
    take_out_text,
    take_pen,
    write_again,
)
from consistori.formats import pdfa, words
from consistori.kernel.errors import BadInput, NotHere

TOKEN = uuid.UUID("0190a6f0-0000-4000-8000-000000000001")
OTHER = uuid.UUID("0190a6f0-0000-4000-8000-000000000002")
DECREE = """<h2>Fets</h2><p>El <span data-field="case.number">X2026000412</span> demana terrassa<span
data-footnote="Instància E2026000101"></span>.</p><h2>Resolc</h2><ol><li>Autoritzar <b>18 m²</b>.</li></ol>
<table><tr><th>Taules</th><th>Cadires</th></tr><tr><td>6</td><td>24</td></tr></table>
<div data-block="signatures"></div>"""


@pytest.fixture
def text(at_work: Any, clerk: Any) -> Document:
    return start_text(
        by=clerk, title="Decret de terrassa", html=DECREE, values={"case": {"number": "X2026000412"}}
    )


def writing_of(document: Document) -> Writing:
    return Writing.objects.get(document=document)


def all_images(pdf: pikepdf.Pdf) -> list[pikepdf.PdfImage]:
    found = (item for item in pdf.objects if isinstance(item, pikepdf.Stream))
    return [pikepdf.PdfImage(item) for item in found if item.get("/Subtype") == "/Image" and "/Width" in item]


def test_its_paper_is_pdfa_and_ua_with_code_words_and_data(text: Document, clerk: Any, town: Any) -> None:
    save_text(text, by=clerk, html=DECREE + "<p>Darrera frase</p>", edition=1, token=TOKEN)

    version = freeze_document(text, by=clerk, signer_posts=["Alcaldia", "Secretaria"])

    path = blobs.existing_path(version.sha256)
    report = pdfa.check(path)
    assert report.holds, report.faults
    assert version.pdfa == "PDF/A-3A"
    shown = " ".join(words.pdf_page_text(path, 1).split())
    for words_of_it in ("Darrera frase", "Alcaldia, Secretaria", town.short_name, "Instància E2026000101"):
        assert words_of_it in shown
    joined = shown.replace("\u200b", "").replace(" ", "")
    assert version.code is not None and version.code in joined
    with pikepdf.open(path) as pdf:
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        inside = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        assert [float(n) for n in pdf.pages[0].mediabox][2] == pytest.approx(595.28, abs=0.1)
    assert "<p>Darrera frase</p>" in inside["text.html"].decode()
    assert json.loads(inside["data.json"])["values"]["case"]["number"] == "X2026000412"
    assert (version.source.number, version.number) == (2, 3)
    assert writing_of(text).pen_id is None


def test_nothing_pending_goes_to_be_signed(at_work: Any, clerk: Any, secretary: Any) -> None:
    lacking = start_text(
        by=clerk, title="Decret", html='<p>Obre a les <span data-missing="hora d’obrir">hora</span></p>'
    )
    empty = start_text(by=clerk, title="Informe")
    doubled = start_text(by=clerk, title="Acta", html="<p>a</p>")
    save_text(doubled, by=secretary, html="<p>b</p>", edition=1, token=TOKEN)
    picture = "image:0190a6f0-0000-7000-8000-000000000001"
    unseen = start_text(by=clerk, title="Plànol", html=f'<p>Hi ha: <img src="{picture}" alt=" "></p>')
    out = start_text(by=clerk, title="Ofici", html="<p>a</p>")
    take_out_text(out, by=clerk)

    with pytest.raises(NotReady, match="hora d’obrir"):
        freeze_document(lacking, by=clerk, signer_posts=["Alcaldia"])
    with pytest.raises(NotReady, match="imatge sense descriure"):
        freeze_document(unseen, by=clerk, signer_posts=["Alcaldia"])
    for document in (empty, doubled):
        with pytest.raises(NotReady):
            freeze_document(document, by=clerk, signer_posts=["Alcaldia"])
    with pytest.raises(TextIsOut):
        freeze_document(out, by=clerk, signer_posts=["Alcaldia"])


def test_a_fixed_text_is_written_again_as_another_version(text: Document, clerk: Any) -> None:
    freeze_document(text, by=clerk, signer_posts=["Alcaldia"])
    with pytest.raises(TextIsFixed):
        take_pen(text, by=clerk)
    assert save_text(text, by=clerk, html="<p>Després</p>", edition=1, token=TOKEN).draft is not None

    write_again(text, by=clerk)

    assert (text.state, text.version.number) == ("draft", 3)
    assert is_written(text.version.media_type)


def test_a_picture_is_drawn_again_and_goes_into_the_paper(text: Document, clerk: Any, outsider: Any) -> None:
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Núria"
    Image.new("RGB", (400, 200), "navy").save(data, "JPEG", exif=exif)

    picture = keep_picture(data.getvalue(), by=clerk, document=text)
    again = keep_picture(data.getvalue(), by=clerk, document=text)
    html = f'<p><img src="image:{picture.pk}" alt="El plànol"></p>'
    save_text(text, by=clerk, html=html, edition=1, token=TOKEN)
    version = freeze_document(text, by=clerk, signer_posts=["Alcaldia"])

    assert again.pk == picture.pk
    assert b"ria" not in bytes(picture.data)
    assert picture_for(clerk, picture.pk) == picture
    with pytest.raises(NotHere):
        picture_for(outsider, picture.pk)
    with pikepdf.open(blobs.existing_path(version.sha256)) as pdf:
        assert [image.width for image in all_images(pdf)] == [400]
    with pytest.raises(BadInput):
        keep_picture(b"not a picture", by=clerk, document=text)
    assert TextPicture.objects.count() == 1


def test_after_thirty_days_in_the_bin_nothing_that_was_written_is_left(
    text: Document, clerk: Any, secretary: Any, town: Any
) -> None:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    keep_picture(data.getvalue(), by=clerk, document=text)
    save_text(text, by=secretary, html="<p>Altrament</p>", edition=1, token=OTHER)
    discard_document(text, by=clerk)
    Document.objects.filter(pk=text.pk).update(discarded_at=timezone.now() - timedelta(days=31))

    assert empty_bin(town) == 1

    assert writing_of(text).html == ""
    assert SecondDraft.objects.get().html == ""
    assert not TextPicture.objects.exists()


def test_its_words_are_read_with_its_notes(text: Document) -> None:
    said, failed = _read(blobs.existing_path(text.version.sha256), text.version.media_type, text.version.pk)

    assert not failed
    assert "Instància E2026000101" in said


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<h2>Decret</h2>\n<h3>Fets</h3>\n<p>a</p>", "<h2>Fets</h2>\n<p>a</p>"),
        ("<h2>Decret</h2>\n<h2>Fets</h2>", "<h2>Fets</h2>"),
        ("<h2>Fets</h2>\n<h3>Decret</h3>", "<h2>Fets</h2>\n<h3>Decret</h3>"),
        ("<p>Decret</p>", "<p>Decret</p>"),
        ("", ""),
    ],
)
def test_the_name_of_the_template_is_not_said_twice(html: str, kept: str) -> None:
    assert without_its_name(html, "Decret d’alcaldia") == kept
