"""A text is written by one hand at a time, nothing that was typed is lost, and its paper carries its words and data."""

import io
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from PIL import Image

from consistori.documents import blobs
from consistori.documents.jobs import _read, empty_bin
from consistori.documents.models import Document, DocumentVersion, SecondDraft, TextPicture, Writing
from consistori.documents.received import ReceivedFile
from consistori.documents.services import discard_document, freeze_document
from consistori.documents.writing.beginning import without_its_name
from consistori.documents.writing.errors import (
    NotReady,
    NotWrittenHere,
    PenInAnotherHand,
    TextIsFixed,
    TextIsOut,
    TextTooLong,
)
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.pictures import keep_picture, picture_for
from consistori.documents.writing.services import (
    ask_for_pen,
    bring_back_text,
    keep_text,
    leave_pen,
    save_text,
    settle_draft,
    start_text,
    stay_inside,
    take_out_text,
    take_pen,
    write_again,
)
from consistori.formats import pdfa, words
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted

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


def silent_for(document: Document, minutes: int) -> None:
    moment = timezone.now() - timedelta(minutes=minutes)
    Writing.objects.filter(document=document).update(pen_seen_at=moment)


def test_a_text_begins_as_a_draft_of_ours_with_the_pen_of_who_begins_it(text: Document, clerk: Any) -> None:
    writing = writing_of(text)

    assert (text.state, text.origin, text.elaboration) == ("draft", "administration", "EE01")
    assert is_written(text.version.media_type)
    assert writing.pen_id == clerk.person_id
    assert "<strong>18 m²</strong>" in writing.html


def test_what_is_saved_twice_is_saved_once(text: Document, clerk: Any) -> None:
    first = save_text(text, by=clerk, html="<p>Hola</p>", edition=1, token=TOKEN)
    again = save_text(text, by=clerk, html="<p>Hola</p>", edition=1, token=TOKEN)

    assert (first.edition, again.edition) == (2, 2)
    assert first.draft is None and again.draft is None
    assert text.versions.count() == 1


def test_a_stale_save_becomes_a_second_draft_and_overwrites_nothing(text: Document, clerk: Any) -> None:
    save_text(text, by=clerk, html="<p>De la finestra u</p>", edition=1, token=TOKEN)

    late = save_text(text, by=clerk, html="<p>De la dos</p>", edition=1, token=OTHER)
    later = save_text(text, by=clerk, html="<p>De la dos, més</p>", edition=1, token=OTHER)

    assert late.draft is not None and later.draft is not None
    assert late.draft.pk == later.draft.pk
    assert writing_of(text).html == "<p>De la finestra u</p>"
    assert SecondDraft.objects.get().html == "<p>De la dos, més</p>"


def test_four_people_on_one_text(
    text: Document, clerk: Any, mayor: Any, secretary: Any, administrator: Any
) -> None:
    for number, person in enumerate((clerk, mayor, secretary, administrator)):
        save_text(text, by=person, html=f"<p>{number}</p>", edition=1, token=uuid.uuid4())

    assert writing_of(text).html == "<p>0</p>"
    assert sorted(draft.html for draft in SecondDraft.objects.all()) == ["<p>1</p>", "<p>2</p>", "<p>3</p>"]


def test_choosing_the_second_draft_keeps_the_first_as_a_version(
    text: Document, clerk: Any, secretary: Any
) -> None:
    save_text(text, by=clerk, html="<p>Primer</p>", edition=1, token=TOKEN)
    draft = save_text(text, by=secretary, html="<p>Segon</p>", edition=1, token=OTHER).draft
    assert draft is not None

    with pytest.raises(PenInAnotherHand):
        settle_draft(draft, by=secretary, take=True)
    settle_draft(draft, by=clerk, take=True)

    assert writing_of(text).html == "<p>Segon</p>"
    kept = text.versions.order_by("-number")[0]
    assert blobs.existing_path(kept.sha256).read_text() == "<p>Primer</p>"
    with pytest.raises(AlreadyDone):
        settle_draft(draft, by=clerk, take=False)


def test_the_pen_is_asked_for_left_and_taken(text: Document, clerk: Any, secretary: Any) -> None:
    save_text(text, by=clerk, html="<p>De Núria</p>", edition=1, token=TOKEN)
    with pytest.raises(PenInAnotherHand):
        take_pen(text, by=secretary)

    asked = ask_for_pen(text, by=secretary)
    assert (asked.asked_by_id, asked.pen_id) == (secretary.person_id, clerk.person_id)
    leave_pen(text, by=clerk)
    taken = take_pen(text, by=secretary)

    assert (taken.pen_id, taken.asked_by_id) == (secretary.person_id, None)
    version = text.versions.order_by("-number")[0]
    assert (version.number, version.created_by_id) == (2, clerk.person_id)


def test_the_pen_lapses_without_a_sign_of_life(text: Document, clerk: Any, secretary: Any) -> None:
    silent_for(text, 6)

    writing = ask_for_pen(text, by=secretary)

    assert writing.pen_id == secretary.person_id
    assert save_text(text, by=clerk, html="<p>Tard</p>", edition=1, token=TOKEN).draft is not None


def test_keeping_twice_makes_one_version(text: Document, clerk: Any) -> None:
    save_text(text, by=clerk, html="<p>Hola</p>", edition=1, token=TOKEN)

    version = keep_text(text, by=clerk)

    assert keep_text(text, by=clerk) == version
    assert text.versions.count() == 2


def test_out_to_word_and_back_as_the_next_version(text: Document, clerk: Any, secretary: Any) -> None:
    out = take_out_text(text, by=clerk)

    assert out.name == "Decret de terrassa.docx"
    with pytest.raises(TextIsOut):
        take_pen(text, by=secretary)
    assert save_text(text, by=secretary, html="<p>Mentrestant</p>", edition=1, token=OTHER).draft is not None
    back = bring_back_text(text, by=clerk, received=ReceivedFile.from_bytes("Decret v2.docx", out.data))

    assert back.left_out == []
    assert [(v.number, v.media_type.split(".")[-1]) for v in text.versions.order_by("number")] == [
        (1, "text+html"),
        (2, "document"),
        (3, "text+html"),
    ]
    writing = writing_of(text)
    assert not writing.is_out
    assert "Instància E2026000101" in writing.html
    assert "<th><p>Taules</p></th>" in writing.html
    assert '<div data-block="signatures"></div>' in writing.html


def test_what_is_not_coming_back_is_written_here_again(text: Document, clerk: Any) -> None:
    take_out_text(text, by=clerk)

    stay_inside(text, by=clerk)

    assert take_pen(text, by=clerk).pen_id == clerk.person_id
    with pytest.raises(AlreadyDone):
        stay_inside(text, by=clerk)


def test_only_a_word_file_comes_back(text: Document, clerk: Any) -> None:
    with pytest.raises(BadInput) as refused:
        bring_back_text(text, by=clerk, received=ReceivedFile.from_bytes("a.txt", b"hola"))

    assert refused.value.field == "file"


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
    out = start_text(by=clerk, title="Ofici", html="<p>a</p>")
    take_out_text(out, by=clerk)

    with pytest.raises(NotReady, match="hora d’obrir"):
        freeze_document(lacking, by=clerk, signer_posts=["Alcaldia"])
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


def test_the_outsider_and_who_only_reads_write_nothing(
    text: Document, outsider: Any, hire: Callable[..., Any], town: Any, clerk: Any
) -> None:
    draft = SecondDraft(document=text, token=TOKEN, base_edition=1, written_at=timezone.now())
    received = ReceivedFile.from_bytes("a.docx", b"x")
    acts: list[Callable[[Any], Any]] = [
        lambda by: start_text(by=by, title="Decret"),
        lambda by: save_text(text, by=by, html="<p>a</p>", edition=1, token=TOKEN),
        lambda by: keep_text(text, by=by),
        lambda by: take_pen(text, by=by),
        lambda by: ask_for_pen(text, by=by),
        lambda by: leave_pen(text, by=by),
        lambda by: take_out_text(text, by=by),
        lambda by: stay_inside(text, by=by),
        lambda by: bring_back_text(text, by=by, received=received),
        lambda by: write_again(text, by=by),
        lambda by: settle_draft(draft, by=by, take=True),
        lambda by: keep_picture(b"", by=by, document=text),
    ]

    for act in acts:
        with pytest.raises(NotPermitted):
            act(outsider)


def test_a_brought_file_is_not_written_here(bring: Callable[..., Document], clerk: Any) -> None:
    with pytest.raises(NotWrittenHere):
        take_pen(bring(), by=clerk)


def test_a_text_needs_a_title_and_a_measure(at_work: Any, clerk: Any) -> None:
    with pytest.raises(BadInput) as untitled:
        start_text(by=clerk, title="  ")
    with pytest.raises(TextTooLong):
        start_text(by=clerk, title="Decret", html="a" * 1_300_000)

    assert untitled.value.field == "title"
    assert not DocumentVersion.objects.exists()


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
