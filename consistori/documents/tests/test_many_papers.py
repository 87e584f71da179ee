"""Blank pages pointed out, scanned papers read, and the same said of many documents; all undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from consistori.documents import blobs
from consistori.documents.models import Document, PageAct
from consistori.documents.paging import blanks, ocr
from consistori.documents.paging.jobs import ask_to_read, read_one
from consistori.documents.paging.plan import unchanged
from consistori.documents.paging.services import change_pages
from consistori.documents.paging.sources import CannotPage
from consistori.documents.paging.together import describe_together, undo_together
from consistori.documents.paging.undoing import CannotUndo, undo_page_act
from consistori.documents.services import describe_document, discard_document, freeze_document, new_version
from consistori.documents.tests.test_pages_of_documents import fresh, pdf, sheets
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Unavailable
from consistori.tenancy.scope import working_for

# --- blank pages ---------------------------------------------------------------------------------------------


def scan(*, ink: bool, dust: bool = False, shade: int = 245) -> Image.Image:
    image = Image.new("L", (400, 560), shade)
    draw = ImageDraw.Draw(image)
    if ink:
        draw.rectangle((150, 200, 260, 216), fill=30)
    if dust:
        draw.point([(120, 90), (300, 400)], fill=0)
    return image


@pytest.mark.parametrize(
    ("image", "blank"),
    [(scan(ink=False), True), (scan(ink=False, dust=True), True), (scan(ink=True), False),
     (scan(ink=False, shade=215), True), (scan(ink=False, shade=20), False), (Image.new("L", (2, 2), 255), False)],
    ids=["white", "dust", "ink", "recycled", "black", "tiny"],
)  # fmt: skip
def test_a_page_seems_blank_when_there_is_hardly_ink(image: Image.Image, blank: bool) -> None:
    assert blanks.is_blank(image) is blank


def test_blank_pages_are_pointed_out_and_stay(bring: Callable[..., Document]) -> None:
    made = pikepdf.Pdf.open(io.BytesIO(pdf(300, 300)))
    made.add_blank_page(page_size=(300, 800))
    out = io.BytesIO()
    made.save(out)
    document = bring("Escaneig.pdf", out.getvalue())
    path = blobs.existing_path(document.latest_blob.sha256)

    found = blanks.blank_pages(document.entity_id, path, document.version)

    assert found == [3]
    assert blanks.known_blanks(document.entity_id, document.version) == [3]
    assert fresh(document).version.number == 1


# --- words of images -------------------------------------------------------------------------------------------


def test_where_the_reader_is_not_installed_it_says_so(
    bring: Callable[..., Document], clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "languages", lambda: ())

    with pytest.raises(Unavailable, match="tesseract"):
        ask_to_read([bring()], by=clerk)


@pytest.mark.skipif(not ocr.languages(), reason="tesseract is not installed here")
def test_a_scanned_paper_becomes_searchable_pdfa_and_it_is_undone(
    town: Any, clerk: Any, kept: Callable[..., Document], tmp_path: Path
) -> None:
    page = tmp_path / "scan.pdf"
    _printed("Sol·licitud de llicència d’obres", page)
    document = kept("Escaneig.pdf", page.read_bytes(), language="ca")

    read_one(town, document.pk, clerk)

    from consistori.formats.words import text_of

    with working_for(town):
        read = fresh(document)
        path = blobs.existing_path(read.latest_blob.sha256)
        assert "llicència" in text_of(path, "application/pdf")
        assert read.version.pdfa == "PDF/A-3B"
        done = PageAct.objects.get(document=document, kind="words")
        undo_page_act(done, by=clerk)
        assert fresh(document).version.sha256 == document.version.sha256


def _printed(words: str, path: Path) -> None:
    """A page that is only the image of some words, as a scanner makes it."""
    import pypdfium2
    import typst

    source = f'#set page(width: 12cm, height: 5cm)\n#set text(size: 18pt, lang: "ca")\n{words}'
    drawn = pypdfium2.PdfDocument(bytes(typst.compile(source.encode())))[0].render(scale=3).to_pil()
    drawn.convert("L").save(path, "PDF", resolution=216)


@pytest.mark.skipif(not ocr.languages(), reason="tesseract is not installed here")
def test_pages_that_have_words_are_not_read_again(bring: Callable[..., Document], tmp_path: Path) -> None:
    path = blobs.existing_path(bring().latest_blob.sha256)

    with pytest.raises(CannotPage):
        ocr.make_searchable(path, tmp_path / "out.pdf", title="", language="ca", folder=tmp_path)


# --- many at once ----------------------------------------------------------------------------------------------


def test_the_same_is_said_of_many_and_undone_where_nobody_touched_it(
    bring: Callable[..., Document], clerk: Any, types: dict[str, Any]
) -> None:
    papers = [bring(f"{n}.txt", f"Paper {n}\n".encode()) for n in range(3)]
    frozen = bring("Fixat.pdf", origin="administration")
    freeze_document(frozen, by=clerk, signer_posts=["Secretaria"])
    describe_document(papers[0], by=clerk, type=types["informe"])

    outcome = describe_together([*papers, frozen], by=clerk, type=types["planol"], origin="citizen")

    assert [paper.type.code for paper in papers] == ["planol"] * 3
    assert [document.pk for document, _why in outcome.refused] == [frozen.pk]
    assert outcome.record is not None

    describe_document(papers[2], by=clerk, title="Un altre títol")
    undone = undo_together(outcome.record, by=clerk)

    assert fresh(papers[0]).type.code == "informe"
    assert fresh(papers[1]).type is None
    assert fresh(papers[2]).type.code == "planol"
    assert [document.pk for document, _why in undone.refused] == [papers[2].pk]
    with pytest.raises(AlreadyDone):
        undo_together(outcome.record, by=clerk)


def test_many_need_something_to_say_and_somebody_of_the_house(
    bring: Callable[..., Document], clerk: Any, outsider: Any, secretary: Any
) -> None:
    paper = bring("Un.txt", b"Un paper\n")

    with pytest.raises(BadInput):
        describe_together([paper], by=clerk)
    with pytest.raises(BadInput):
        describe_together([], by=clerk, origin="citizen")
    theirs = describe_together([paper], by=outsider, origin="administration")
    assert theirs.record is None
    assert theirs.refused
    mine = describe_together([paper], by=clerk, origin="administration")
    assert mine.record is not None
    with pytest.raises(NotPermitted):
        undo_together(mine.record, by=secretary)


def test_what_is_in_the_bin_has_no_pages_to_change(bring: Callable[..., Document], clerk: Any) -> None:
    document = bring("Un.pdf", pdf(100, 200))
    discard_document(document, by=clerk)

    with pytest.raises(NotPermitted):
        change_pages(document, unchanged(2)[::-1], by=clerk)


def test_undoing_never_loses_a_text_that_came_after(bring: Callable[..., Document], clerk: Any) -> None:
    from consistori.documents.received import ReceivedFile

    document = bring("Un.pdf", pdf(100, 200))
    done = change_pages(document, sheets(2, 1), by=clerk)
    new_version(document, by=clerk, received=ReceivedFile.from_bytes("Un.pdf", pdf(700)))

    with pytest.raises(CannotUndo):
        undo_page_act(done, by=clerk)


@pytest.mark.skipif(not ocr.languages(), reason="tesseract is not installed here")
def test_a_job_taken_up_again_reads_nothing_twice_and_tells_each_failure(
    town: Any, clerk: Any, kept: Callable[..., Document]
) -> None:
    from consistori.documents.paging.jobs import read_images
    from consistori.tenancy.models import JobRun

    readable, text = kept(), kept("Nota.txt", b"Una nota\n")
    with working_for(town):
        run = JobRun.objects.create(title="Lectura", person_id=clerk.person_id, total=2)

    read_images(
        entity=town, run_id=str(run.pk), document_ids=[str(readable.pk), str(text.pk)],
        person_id=str(clerk.person_id),
    )  # fmt: skip

    with working_for(town):
        run.refresh_from_db()
        assert run.state == JobRun.State.DONE
        assert run.failures and "Nota" in run.failures[0]
        assert fresh(readable).version.number == 1
