"""The desk of a text in the browser without script, what its window asks, and the door that is shut to others."""

import io
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from consistori.documents.models import Document, SecondDraft, TextPicture, Writing
from consistori.documents.writing.services import save_text, start_text, take_out_text
from consistori.tenancy.scope import working_for

SignIn = Callable[[Any], Client]
DESK = "/e/vall-llobera/desk/documents"
HTML = (
    '<h2>Fets</h2><p>El <span data-field="case.number">X2026000412</span> demana <b>terrassa</b>.</p>'
    "<table><tr><td>6</td><td>24</td></tr></table>"
)


@pytest.fixture
def text(town: Any, clerk: Any) -> Document:
    with working_for(town):
        return start_text(by=clerk, title="Decret de terrassa", html=HTML)


def html_of(town: Any, document: Document) -> str:
    with working_for(town):
        return str(Writing.objects.get(document=document).html)


def test_a_text_begins_from_a_blank_sheet(sign_in: SignIn, clerk: Any, town: Any) -> None:
    browser = sign_in(clerk)
    form = browser.get(f"{DESK}/write/")
    untitled = browser.post(f"{DESK}/write/", {"template": "blank", "language": "ca"})

    begun = browser.post(
        f"{DESK}/write/", {"template": "blank", "language": "es", "title": "Informe"}, follow=True
    )

    assert form.status_code == 200
    assert untitled.status_code == 422
    assert begun.status_code == 200
    with working_for(town):
        document = Document.objects.get()
        assert (document.title, document.language, document.state) == ("Informe", "es", "draft")
    assert f"{DESK}/{document.pk}/text/" in begun.redirect_chain[-1][0]


def test_the_page_shows_the_sheet_its_parts_and_its_data(sign_in: SignIn, clerk: Any, text: Document) -> None:
    page = sign_in(clerk).get(f"{DESK}/{text.pk}/text/").content.decode()

    assert '<span data-field="case.number">X2026000412</span>' in page
    assert "<li>Fets</li>" in page
    assert "<textarea" in page and "# Fets" in page
    assert "editor.js" not in page


def test_written_by_hand_what_is_not_touched_stays_as_it_was(
    sign_in: SignIn, clerk: Any, town: Any, text: Document
) -> None:
    browser = sign_in(clerk)
    page = browser.get(f"{DESK}/{text.pk}/text/")
    plain = page.context["plain"] + "\n\n- Una taula\n- **Dues** cadires"

    browser.post(f"{DESK}/{text.pk}/text/", {"plain": plain, "edition": "1", "token": str(uuid.uuid4())})

    html = html_of(town, text)
    assert '<span data-field="case.number">X2026000412</span>' in html
    assert "<table>" in html
    assert html.endswith("<ul><li><p>Una taula</p></li><li><p><strong>Dues</strong> cadires</p></li></ul>")


def test_a_stale_page_leads_to_both_drafts_side_by_side(
    sign_in: SignIn, clerk: Any, secretary: Any, town: Any, text: Document
) -> None:
    browser = sign_in(clerk)
    with working_for(town):
        save_text(text, by=clerk, html="<p>De l’altra finestra</p>", edition=1, token=uuid.uuid4())

    stale = {"plain": "El meu text", "edition": "1", "token": str(uuid.uuid4())}
    page = browser.post(f"{DESK}/{text.pk}/text/", stale, follow=True)

    assert page.status_code == 200
    shown = page.content.decode()
    assert "l’altra" in shown and "<ins>" in shown and "<del>" in shown
    with working_for(town):
        draft = SecondDraft.objects.get()
    browser.post(f"{DESK}/{text.pk}/text/drafts/{draft.pk}/", {"take": "draft"})
    assert html_of(town, text) == "<p>El meu text</p>"


def test_the_window_saves_and_is_told_who_has_the_pen(
    sign_in: SignIn, clerk: Any, secretary: Any, town: Any, text: Document
) -> None:
    address, window = f"{DESK}/{text.pk}/text/", {"X-Requested-With": "text"}
    sent = {"html": "<p>Hola</p>", "edition": "1", "token": str(uuid.uuid4())}

    mine = sign_in(clerk)
    saved = mine.post(f"{address}save/", sent).json()
    broken = mine.post(f"{address}save/", {"html": "<p>a</p>", "edition": "x", "token": "1"})
    hers = sign_in(secretary)
    asked = hers.post(f"{address}pen/", {"act": "ask"}, headers=window).json()
    late = hers.post(f"{address}save/", {**sent, "html": "<p>Jo</p>", "token": str(uuid.uuid4())}).json()
    told = sign_in(clerk).post(f"{address}pen/", {"act": "alive", "pen": "mine"}, headers=window).json()
    believed = sign_in(clerk).post(f"{address}pen/", {"act": "look", "pen": "free"}, headers=window).json()

    assert (saved["edition"], saved["pen"]) == (2, "mine")
    assert (asked["pen"], asked["i_asked"]) == ("theirs", True)
    assert told["asked_by"] == secretary.name
    assert "box" not in told
    assert "data-pen-box" in believed["box"]
    assert 'value="leave"' in believed["box"]
    assert "/text/drafts/" in late["draft"]
    assert broken.status_code == 422


def test_out_to_word_and_back_by_the_page(sign_in: SignIn, clerk: Any, town: Any, text: Document) -> None:
    browser = sign_in(clerk)
    browser.post(f"{DESK}/{text.pk}/text/out/")
    held = browser.get(f"{DESK}/{text.pk}/text/").content.decode()

    word = browser.get(f"{DESK}/{text.pk}/text/word/")
    data = b"".join(word.streaming_content)
    back = browser.post(
        f"{DESK}/{text.pk}/text/back/", {"file": SimpleUploadedFile("a.docx", data)}, follow=True
    )

    assert f"{DESK}/{text.pk}/text/inside/" in held
    assert 'filename="Decret de terrassa.docx"' in word["Content-Disposition"]
    assert back.status_code == 200
    assert "<strong>terrassa</strong>" in html_of(town, text)


def test_how_it_will_look(sign_in: SignIn, clerk: Any, text: Document) -> None:
    browser = sign_in(clerk)

    page = browser.get(f"{DESK}/{text.pk}/text/paper/")
    image = browser.get(f"{DESK}/{text.pk}/text/paper/1.png")
    pdf = browser.get(f"{DESK}/{text.pk}/text/paper/?pdf")

    assert page.status_code == 200
    assert image.content.startswith(b"\x89PNG")
    assert pdf.content.startswith(b"%PDF")
    assert browser.get(f"{DESK}/{text.pk}/text/paper/9.png").status_code == 404


def test_a_picture_is_put_in_and_shown(
    sign_in: SignIn, clerk: Any, outsider: Any, town: Any, text: Document
) -> None:
    data = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(data, "PNG")
    browser = sign_in(clerk)
    wanted = f"{DESK}/{text.pk}/text/pictures/"

    put = browser.post(wanted, {"picture": SimpleUploadedFile("a.png", data.getvalue())})
    refused = browser.post(wanted, {"picture": SimpleUploadedFile("a.png", b"no picture at all")})

    assert put.status_code == 201
    assert browser.get(put.json()["src"])["Content-Type"] == "image/png"
    assert (refused.status_code, "detail" in json.loads(refused.content)) == (422, True)
    with working_for(town):
        assert TextPicture.objects.count() == 1
    assert sign_in(outsider).get(put.json()["src"]).status_code == 404


@pytest.mark.parametrize("path", ["", "paper/", "paper/1.png", "word/", "changes/1/"])
def test_the_outsider_reads_no_text(sign_in: SignIn, outsider: Any, text: Document, path: str) -> None:
    assert sign_in(outsider).get(f"{DESK}/{text.pk}/text/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "save/", "pen/", "keep/", "again/", "out/", "back/", "inside/", "pictures/"]
)
def test_the_outsider_writes_nothing(
    sign_in: SignIn, outsider: Any, town: Any, text: Document, path: str
) -> None:
    sent = {"html": "x", "plain": "x", "edition": "1", "token": str(uuid.uuid4()), "act": "take"}

    answer = sign_in(outsider).post(f"{DESK}/{text.pk}/text/{path}", sent)

    assert answer.status_code == 404
    assert "terrassa" in html_of(town, text)


def test_what_is_out_is_said_and_not_written(
    sign_in: SignIn, secretary: Any, clerk: Any, town: Any, text: Document
) -> None:
    with working_for(town):
        take_out_text(text, by=clerk)

    page = sign_in(secretary).get(f"{DESK}/{text.pk}/text/").content.decode()

    assert clerk.name in page
    assert "<textarea" not in page
