"""A text is written by one hand at a time, nothing that was typed is lost, and its paper carries its words and data."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consistori.documents import blobs
from consistori.documents.models import Document, DocumentVersion, SecondDraft, Writing
from consistori.documents.received import ReceivedFile
from consistori.documents.writing.errors import (
    NotWrittenHere,
    PenInAnotherHand,
    TextIsOut,
    TextTooLong,
)
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.pictures import keep_picture
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
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted

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
