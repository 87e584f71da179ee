"""The page of a document, the fragment beside the list, the files: for who may, and for nobody else."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consistori.documents.models import Document, MetadataChange
from consistori.documents.services import freeze_document
from consistori.formats.tests import makers
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading, TrailEvent

SignIn = Callable[[Any], Client]
DESK = "/e/vall-llobera/desk/documents"


def test_the_page_shows_the_document_and_what_it_is(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document]
) -> None:
    document = kept()

    page = sign_in(clerk).get(f"{DESK}/{document.pk}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert document.eni_identifier in text
    assert f"{DESK}/{document.pk}/preview/1.png" in text


def test_opening_it_is_written_in_the_log_of_readings(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept()
    browser = sign_in(clerk)

    browser.get(f"{DESK}/{document.pk}/")
    browser.get(f"{DESK}/{document.pk}/download/")
    browser.get(f"{DESK}/{document.pk}/preview/1.png")

    with working_for(town):
        assert Reading.objects.filter(record_id=document.pk, person_id=clerk.person_id).count() == 2


@pytest.mark.parametrize(
    "path",
    ["", "download/", "download/1/", "preview/", "preview/1.png", "preview/1.txt"],
)
def test_the_outsider_and_the_guess_see_nothing(
    sign_in: SignIn, outsider: Any, clerk: Any, town: Any, kept: Callable[..., Document], path: str
) -> None:
    document = kept()

    outside = sign_in(outsider).get(f"{DESK}/{document.pk}/{path}")
    by_their_door = sign_in(outsider).get(f"/e/els-molinars/desk/documents/{document.pk}/{path}")
    guessed = sign_in(clerk).get(f"{DESK}/{uuid.uuid4()}/{path}")
    by_hash = sign_in(clerk).get(f"{DESK}/{document.version.sha256}/{path}")

    assert [outside.status_code, by_their_door.status_code] == [404, 404]
    assert [guessed.status_code, by_hash.status_code] == [404, 404]
    with working_for(town):
        assert TrailEvent.objects.filter(kind="directory.OutsiderTurnedAway").count() == 1


@pytest.mark.parametrize("act", ["", "type/", "version/", "discard/", "restore/"])
def test_the_outsider_changes_nothing(
    sign_in: SignIn, outsider: Any, town: Any, kept: Callable[..., Document], act: str
) -> None:
    document = kept()
    browser = sign_in(outsider)

    for door in (DESK, "/e/els-molinars/desk/documents"):
        assert browser.post(f"{door}/{document.pk}/{act}", {"title": "Meu"}).status_code == 404

    with working_for(town):
        stored = Document.objects.get(pk=document.pk)
    assert (stored.title, stored.discarded_at, stored.edition) == (document.title, None, 1)


def _form(document: Document, **changes: Any) -> dict[str, Any]:
    said = {
        "title": document.title,
        "origin": document.origin,
        "elaboration": document.elaboration,
        "language": document.language,
        "support": document.support,
        "edition": document.edition,
    }
    return {**said, **changes}


def test_metadata_are_corrected_on_the_page_with_their_author(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept()

    answer = sign_in(clerk).post(
        f"{DESK}/{document.pk}/", _form(document, title="Informe de l’aigua", date_on="2026-02-03")
    )

    assert answer.status_code == 302
    with working_for(town):
        stored = Document.objects.get(pk=document.pk)
        changes = {change.field: change for change in MetadataChange.objects.filter(document=stored)}
    assert (stored.title, stored.date_on) == ("Informe de l’aigua", date(2026, 2, 3))
    assert stored.guessed == []
    assert changes["title"].before == document.title
    assert changes["title"].changed_by_name == clerk.name


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"date_on": "2999-01-01"}, "date_on"),
        ({"date_on": "2026-02-31"}, "date_on"),
        ({"elaboration": "EE04"}, "source_identifier"),
        ({"support": "paper"}, "paper_place"),
        ({"origin": "martian"}, "origin"),
    ],
)
def test_an_error_is_told_at_its_field_and_nothing_typed_is_lost(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document], changes: dict[str, str], field: str
) -> None:
    document = kept()

    answer = sign_in(clerk).post(f"{DESK}/{document.pk}/", _form(document, **changes))

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert answer.context["form"].data.get("language") == document.language


def test_who_saves_over_a_colleague_is_told(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document]
) -> None:
    document = kept()
    browser = sign_in(clerk)
    browser.post(f"{DESK}/{document.pk}/", _form(document, title="Primera"))

    answer = browser.post(f"{DESK}/{document.pk}/", _form(document, title="Segona"))

    assert answer.status_code == 412


def test_an_attachment_is_asked_what_it_is_and_answered_with_one_click(
    sign_in: SignIn, clerk: Any, town: Any, types: dict[str, Any], bring: Callable[..., Document]
) -> None:
    document = bring("Nou plànol i aforament.pdf")
    browser = sign_in(clerk)

    fragment = browser.get(f"{DESK}/{document.pk}/preview/").content.decode()
    answer = browser.post(
        f"{DESK}/{document.pk}/type/", {"type": str(types["planol"].pk), "next": "https://evil.example/"}
    )

    assert str(types["planol"].pk) in fragment.split("chooser-proposed")[1][:200]
    assert answer["Location"] == f"{DESK}/{document.pk}/"
    stored = Document.objects.get(pk=document.pk)
    assert stored.type_id == types["planol"].pk
    assert "chooser" not in browser.get(f"{DESK}/{document.pk}/preview/").content.decode()


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("nota.txt", "Bon dia <b>veïna</b>".encode(), "Bon dia &lt;b&gt;veïna"),
        ("correu.eml", b"From: a@b.cat\nTo: c@d.cat\nSubject: Gual\n\nHola <script>", "Hola &lt;script&gt;"),
        ("foto.png", makers.image("PNG"), "preview/1.png"),
        ("so.mp3", b"ID3\x03\x00" + b"\x00" * 40 + b"x", "download/"),
    ],
)
def test_each_kind_is_shown_as_it_can(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document], name: str, data: bytes, shown: str
) -> None:
    document = kept(name, data)

    fragment = sign_in(clerk).get(f"{DESK}/{document.pk}/preview/").content.decode()

    assert shown in fragment
    assert "<script>" not in fragment


def test_the_fragment_beside_a_list_asks_the_database_almost_nothing(
    town: Any, clerk: Any, kept: Callable[..., Document], statements: Callable[[], Any], rf: Any
) -> None:
    from django.template.loader import render_to_string

    untyped = kept("IMG_1234.png", makers.image("PNG"))
    request = rf.get("/desk/")

    with working_for(town):
        document = Document.objects.with_version().get(pk=untyped.pk)
        with statements() as counted:
            render_to_string("documents/_preview.html", {"document": document, "actor": clerk}, request)

    assert counted.count <= 1, counted.sql


def test_thrown_away_and_taken_back(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept()
    browser = sign_in(clerk)

    browser.post(f"{DESK}/{document.pk}/discard/")
    bin_page = browser.get(f"{DESK}/bin/").content.decode()
    browser.post(f"{DESK}/{document.pk}/restore/")

    assert document.title in bin_page
    with working_for(town):
        assert not Document.objects.get(pk=document.pk).is_discarded


def test_a_new_version_is_brought_and_a_bad_one_is_told(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept()
    browser = sign_in(clerk)

    browser.post(f"{DESK}/{document.pk}/version/", {"file": SimpleUploadedFile("b.pdf", makers.plain_pdf())})
    bad = browser.post(
        f"{DESK}/{document.pk}/version/", {"file": SimpleUploadedFile("c.pdf", b"%PDF-1.7 res")}, follow=True
    )
    empty = browser.post(f"{DESK}/{document.pk}/version/", {}, follow=True)

    with working_for(town):
        assert Document.objects.with_version().get(pk=document.pk).version.number == 2
    assert "malmès" in bad.content.decode() or "damaged" in bad.content.decode()
    assert empty.status_code == 200
    first = browser.get(f"{DESK}/{document.pk}/download/1/")
    assert b"".join(first.streaming_content) == makers.typst_pdf()


def test_a_frozen_document_shows_its_code_and_asks_why_it_is_corrected(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept(title="Informe")
    with working_for(town):
        version = freeze_document(document, by=clerk, signer_posts=["Alcaldia"])
    browser = sign_in(clerk)

    page = browser.get(f"{DESK}/{document.pk}/").content.decode()
    without = browser.post(f"{DESK}/{document.pk}/", _form(document, title="Altre"))
    with_reason = browser.post(f"{DESK}/{document.pk}/", _form(document, title="Altre", reason="Errada"))

    assert version.code in page
    assert without.context["form"].errors["reason"]
    assert with_reason.status_code == 302
