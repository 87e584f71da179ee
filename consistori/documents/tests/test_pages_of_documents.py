"""Pages put in order, turned, taken out, divided, joined, read; and everything undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from consistori.documents import blobs
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.paging.jobs import ask_to_read
from consistori.documents.paging.plan import BadPlan, Fault, Sheet, read_form, read_text
from consistori.documents.paging.services import change_pages, merge_documents, split_document
from consistori.documents.paging.sources import CannotPage
from consistori.documents.paging.undoing import CannotUndo, undo_page_act
from consistori.documents.services import freeze_document
from consistori.formats import pdfa
from consistori.formats.tests import makers
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Stale, Unavailable


def pdf(*widths: int, inked: bool = True) -> bytes:
    """A PDF whose pages are told apart by their width; with ink in the middle, so that none is blank."""
    made = pikepdf.new()
    for width in widths:
        made.add_blank_page(page_size=(width, 800))
        if inked:
            made.pages[-1].contents_add(made.make_stream(b"100 300 60 200 re f"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def widths(document: Document) -> list[int]:
    with pikepdf.open(blobs.existing_path(document.latest_blob.sha256)) as opened:
        return [int(page.mediabox[2]) for page in opened.pages]


def fresh(document: Document) -> Document:
    found: Document = Document.objects.with_version().get(pk=document.pk)
    return found


def sheets(*pages: int) -> tuple[Sheet, ...]:
    return tuple(Sheet(page) for page in pages)


@pytest.mark.parametrize(
    ("form", "count", "fault"),
    [
        ({}, 3, Fault.NOTHING_TO_DO),
        ({"out-1": "on", "out-2": "on"}, 2, Fault.NONE_LEFT),
        ({"turn-1": "7"}, 1, Fault.TURN),
    ],
)
def test_a_form_that_cannot_be_done_says_why(form: dict[str, str], count: int, fault: Fault) -> None:
    with pytest.raises(BadPlan) as wrong:
        read_form(form, count=count)

    assert wrong.value.fault is fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [("1 9", Fault.NO_SUCH_PAGE), ("1 1", Fault.TWICE), ("", Fault.NONE_LEFT), ("1.9", Fault.NO_SUCH_PAGE),
     ("x", Fault.NO_SUCH_PAGE), ("1 2 3", Fault.NOTHING_TO_DO), ("999999999999", Fault.NO_SUCH_PAGE)],
)  # fmt: skip
def test_a_line_that_cannot_be_done_says_why(text: str, fault: Fault) -> None:
    with pytest.raises(BadPlan) as wrong:
        read_text(text, count=3)

    assert wrong.value.fault is fault


def test_the_form_and_the_line_say_the_same() -> None:
    form = {"order-3": "0", "turn-3": "1", "out-2": "on", "begins-1": "on"}

    assert read_form(form, count=3) == read_text("3.1 / 1", count=3)
    assert [len(piece) for piece in read_text("3.1 / 1", count=3).pieces] == [1, 1]


def test_pages_are_put_in_order_turned_and_taken_out_and_the_text_before_is_kept(
    bring: Callable[..., Document], clerk: Any
) -> None:
    document = bring("Projecte.pdf", pdf(100, 200, 300))
    first = document.version

    change_pages(document, (Sheet(3, 1), Sheet(1)), by=clerk)

    assert widths(document) == [300, 100]
    with pikepdf.open(blobs.existing_path(document.latest_blob.sha256)) as opened:
        assert [int(page.obj.get("/Rotate", 0)) for page in opened.pages] == [90, 0]
    assert document.version.number == 2
    assert document.version.source_id == first.pk
    assert DocumentVersion.objects.filter(pk=first.pk, sha256=first.sha256).exists()


def test_what_is_taken_out_is_not_hidden_inside(bring: Callable[..., Document], clerk: Any) -> None:
    made = pikepdf.new()
    for words in (b"public", b"un secret que no ha de sortir"):
        made.add_blank_page()
        made.pages[-1].contents_add(made.make_stream(b"BT (" + words + b") Tj ET"))
    made.Root.Outlines = made.make_indirect(pikepdf.Dictionary(First=made.pages[1].obj))
    out = io.BytesIO()
    made.save(out, compress_streams=False)
    document = bring("Full.pdf", out.getvalue())

    change_pages(document, sheets(1), by=clerk)

    with pikepdf.open(blobs.existing_path(document.latest_blob.sha256)) as opened:
        streams = b"".join(item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream))
    assert b"public" in streams
    assert b"secret" not in streams


def test_a_pdfa_stays_one_when_its_pages_are_turned(bring: Callable[..., Document], clerk: Any) -> None:
    document = bring()

    change_pages(document, (Sheet(1, 2),), by=clerk)

    assert document.version.pdfa == "PDF/A-3A"
    assert pdfa.check(blobs.existing_path(document.latest_blob.sha256)).holds


def test_a_document_is_divided_and_its_pieces_take_over_what_it_is(
    bring: Callable[..., Document], clerk: Any
) -> None:
    document = bring("Carpeta.pdf", pdf(100, 200, 300), title="Carpeta 1", origin="citizen", language="ca")
    whole = document.version_id

    done = split_document(document, [sheets(1), sheets(2), sheets(3)], by=clerk, titles=["Memòria", ""])

    pieces = [fresh(Document(pk=key)) for key in done.made]
    assert widths(document) == [100]
    assert [piece.title for piece in pieces] == ["Memòria", "Carpeta 1 (3)"]
    assert [widths(piece) for piece in pieces] == [[200], [300]]
    assert {piece.language for piece in pieces} == {"ca"}
    assert {piece.version.source_id for piece in pieces} == {whole}
    assert "title" in pieces[1].guessed
    assert "title" not in pieces[0].guessed


def test_documents_are_joined_in_order_and_the_others_wait_in_the_bin(
    bring: Callable[..., Document], clerk: Any
) -> None:
    one, two = bring("Anvers.pdf", pdf(100)), bring("Revers.jpg", makers.image("JPEG"))

    merge_documents([one, two], by=clerk)

    assert len(widths(one)) == 2
    assert fresh(two).is_discarded


def test_each_act_is_undone_whole(bring: Callable[..., Document], clerk: Any) -> None:
    one, two = bring("Un.pdf", pdf(100, 200)), bring("Dos.pdf", pdf(300))
    joined = merge_documents([one, two], by=clerk)
    divided = split_document(one, [sheets(1), sheets(2, 3)], by=clerk)

    with pytest.raises(CannotUndo):
        undo_page_act(joined, by=clerk)
    undo_page_act(divided, by=clerk)
    assert widths(fresh(one)) == [100, 200, 300]
    assert fresh(Document(pk=divided.made[0])).is_discarded
    undo_page_act(joined, by=clerk)  # one after another, back to the beginning
    assert widths(fresh(one)) == [100, 200]

    again = merge_documents([fresh(one), bring("Tres.pdf", pdf(400))], by=clerk)
    undo_page_act(again, by=clerk)

    assert widths(fresh(one)) == [100, 200]
    with pytest.raises(AlreadyDone):
        undo_page_act(again, by=clerk)
    assert [v.number for v in DocumentVersion.objects.filter(document=one)] == [1, 2, 3, 4, 5, 6, 7]


def test_undoing_takes_out_of_the_bin_what_was_joined(bring: Callable[..., Document], clerk: Any) -> None:
    one, two = bring("Un.pdf", pdf(100)), bring("Dos.pdf", pdf(300))

    undo_page_act(merge_documents([one, two], by=clerk), by=clerk)

    assert not fresh(two).is_discarded
    assert widths(fresh(one)) == [100]


def test_what_is_signed_or_fixed_or_has_no_pages_does_not_change(
    bring: Callable[..., Document], clerk: Any
) -> None:
    frozen = bring()
    freeze_document(frozen, by=clerk, signer_posts=["Secretaria"])
    text = bring("Nota.txt", b"Una nota\n")
    signed = bring("Signat.pdf", pdf(100))
    signed.version.remarks = ["signed"]

    for document in (frozen, text, signed):
        with pytest.raises(CannotPage):
            change_pages(document, (Sheet(1, 1),), by=clerk)


def test_a_plan_made_on_another_version_is_refused(bring: Callable[..., Document], clerk: Any) -> None:
    document = bring("Projecte.pdf", pdf(100, 200))
    seen = document.version_id
    change_pages(document, sheets(2, 1), by=clerk)

    with pytest.raises(Stale):
        change_pages(document, sheets(1), by=clerk, seen=seen)
    with pytest.raises(BadInput):
        change_pages(document, sheets(1, 7), by=clerk)
    with pytest.raises(BadInput):
        merge_documents([document], by=clerk)


def test_an_outsider_changes_no_page(bring: Callable[..., Document], outsider: Any, clerk: Any) -> None:
    document = bring("Projecte.pdf", pdf(100, 200))
    done = change_pages(document, sheets(2, 1), by=clerk)

    for attempt in (
        lambda: change_pages(document, sheets(1), by=outsider),
        lambda: split_document(document, [sheets(1), sheets(2)], by=outsider),
        lambda: merge_documents([document, bring("Un.pdf", pdf(50))], by=outsider),
        lambda: undo_page_act(done, by=outsider),
        lambda: ask_to_read([document], by=outsider),
    ):
        with pytest.raises((NotPermitted, Unavailable)):
            attempt()
    assert document.version.number == 2
