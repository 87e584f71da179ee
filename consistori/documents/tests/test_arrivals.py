"""Anything anyone brings: each piece inside opens by itself, becomes a document, and traces of people are cleaned."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from consistori.documents import blobs, previews
from consistori.documents.arrivals import inside
from consistori.documents.arrivals.services import CannotClean, clean_document, for_publication, take_out
from consistori.documents.models import ArrivalReport, Document
from consistori.documents.renditions import rendition_of
from consistori.formats import kinds, personal
from consistori.formats.tests import makers, outlook
from consistori.kernel.errors import BadInput, NotHere, Refusal
from consistori.tenancy.scope import working_for

Bring = Callable[..., Document]
SignIn = Callable[[Any], Client]
DESK = "/e/vall-llobera/desk/documents"


def mail(*attachments: tuple[str, bytes], inner: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Anna <anna@exemple.cat>", "oac@vall-llobera.example"
    message["Subject"] = "Gual"
    message.set_content("Us envio el plànol.")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if inner:
        from email import message_from_bytes, policy

        message.add_attachment(message_from_bytes(inner, policy=policy.default))
    if message.is_multipart():
        message.set_boundary(f"piece-{len(inner)}")
    return message.as_bytes()


def test_each_attachment_opens_by_itself_however_deep(bring: Bring) -> None:
    deep = mail(("nota.txt", b"Al fons"))
    document = bring("correu.eml", mail(("planol.pdf", makers.typst_pdf()), inner=mail(inner=deep)))

    names = [piece.name for piece in inside.pieces_of(document)]
    bottom = inside.open_piece(document, "2-1-1")

    assert names == ["planol.pdf", "Gual.eml"]
    assert (bottom.name, bottom.path.read_bytes()) == ("nota.txt", b"Al fons")
    for missing in ("9", "2-7", "0", "2-1-1-1", "../x", "1-1-1-1-1-1"):
        with pytest.raises(NotHere):
            inside.open_piece(document, missing)


def test_what_would_be_refused_at_the_door_is_not_opened(bring: Bring, clerk: Any) -> None:
    document = bring("correu.eml", mail(("foto.pdf", b"MZ\x90\x00" + b"x" * 200)))

    opened = inside.open_piece(document, "1")

    assert opened.content is None
    assert "program" in str(opened.reason)
    with pytest.raises(Refusal):
        take_out(document, ["1"], by=clerk)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tot.zip", makers.archive({"carpeta/informe.pdf": makers.typst_pdf(), "b.txt": b"Hola"})),
        (
            "outlook.msg",
            outlook.message(
                "Gual", "Hola", attachments=[("informe.pdf", makers.typst_pdf()), ("b.txt", b"Hola")]
            ),
        ),
    ],
    ids=["zip", "msg"],
)
def test_pieces_become_documents(bring: Bring, clerk: Any, name: str, data: bytes) -> None:
    document = bring(name, data)

    made = take_out(document, list(inside.all_pieces(document)), by=clerk)

    assert [one.version.name for one in made] == ["informe.pdf", "b.txt"]
    assert made[0].kind is kinds.PDF
    with pytest.raises(BadInput):
        take_out(document, [], by=clerk)


def test_the_outsider_opens_and_takes_out_nothing(
    bring: Bring, outsider: Any, clerk: Any, sign_in: SignIn, town: Any
) -> None:
    document = bring("a.eml", mail(("nota.txt", b"Hola")))
    browser = sign_in(outsider)

    for address in ("inside/1/", "inside/1/download/", "find/?q=a", "compare/1/1/"):
        assert browser.get(f"{DESK}/{document.pk}/{address}").status_code == 404
    for address in ("take-out/", "clean/", "look-again/"):
        assert browser.post(f"{DESK}/{document.pk}/{address}", {"piece": "1"}).status_code == 404


def test_a_message_is_read_and_emptied_in_the_browser(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept("a.eml", mail(("planol.pdf", makers.typst_pdf()), ("nota.txt", b"Hola")))
    browser = sign_in(clerk)

    page = browser.get(f"{DESK}/{document.pk}/").content.decode()
    piece = browser.get(f"{DESK}/{document.pk}/inside/1/").content.decode()
    image = browser.get(f"{DESK}/{document.pk}/inside/1/1.png")
    saved = browser.get(f"{DESK}/{document.pk}/inside/2/download/")
    answer = browser.post(f"{DESK}/{document.pk}/take-out/", {"all": "1"})

    assert "planol.pdf" in page
    assert f"{DESK}/{document.pk}/inside/1/" in page
    assert "1.png" in piece
    assert b"".join(image.streaming_content).startswith(b"\x89PNG")
    assert b"".join(saved.streaming_content) == b"Hola"
    assert "sandbox" in saved["Content-Security-Policy"]
    assert answer.status_code == 302
    with working_for(town):
        assert Document.objects.count() == 3


def photograph() -> bytes:
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = "Anna Pi"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 59.0, 0.0), 3: "E", 4: (2.0, 49.0, 30.0)})
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "#446688").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_traces_are_told_and_cleaned_in_a_new_version(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document], run_jobs: Callable[[], int]
) -> None:
    document = kept("foto.jpg", photograph())
    run_jobs()
    browser = sign_in(clerk)

    page = browser.get(f"{DESK}/{document.pk}/").content.decode()
    browser.post(f"{DESK}/{document.pk}/clean/")

    assert "41.98333, 2.82500" in page
    assert "Anna Pi" in page
    with working_for(town):
        cleaned = Document.objects.with_version().get(pk=document.pk)
        assert cleaned.version.number == 2
        assert personal.findings(blobs.existing_path(cleaned.version.sha256), kinds.JPEG) == []
        with pytest.raises(CannotClean):
            clean_document(cleaned, by=clerk)


def test_whoever_publishes_receives_a_clean_file_and_the_document_stays(bring: Bring) -> None:
    document = bring("foto.jpg", photograph())

    blob, removed = for_publication(document)

    assert {each.trace for each in removed} == {personal.Trace.PLACE, personal.Trace.AUTHOR}
    assert blob.sha256 != document.version.sha256


def test_plans_and_films_are_kept_with_a_card_that_says_so(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document]
) -> None:
    plan = kept("planta.dwg", b"AC1032" + b"\x00\x01" * 400)
    film = kept("ple.mp4", b"\x00\x00\x00\x18ftypisom" + b"\x00\x01" * 400)
    browser = sign_in(clerk)

    pages = [browser.get(f"{DESK}/{document.pk}/").content.decode() for document in (plan, film)]

    assert "AutoCAD" in pages[0]
    assert "planta.dwg" in pages[0]
    assert "PDF/A, DXF" in pages[0]
    assert "ple.mp4" in pages[1]


def test_without_a_converter_the_words_are_shown_and_it_is_said(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document], run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from consistori.documents.making import office

    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    document = kept("memoria.docx", written_docx("Memòria de l’obra"))
    run_jobs()
    browser = sign_in(clerk)
    browser.get(f"{DESK}/{document.pk}/")
    run_jobs()

    page = browser.get(f"{DESK}/{document.pk}/").content.decode()

    assert "Memòria de l’obra" in page
    assert "LibreOffice" in page
    with working_for(town):
        assert ArrivalReport.objects.get(version=document.version_id).readable == "no-program"


def written_docx(text: str) -> bytes:
    import io

    import docx

    made = docx.Document()
    made.add_heading("Informe", 1)
    made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_copy_to_read_is_made_where_there_is_a_converter(
    town: Any, clerk: Any, sign_in: SignIn, kept: Callable[..., Document], run_jobs: Callable[[], int],
    settings: LazySettings,
) -> None:  # fmt: skip
    from consistori.documents.making import office

    settings.RENDITIONS = True
    if not office.can_convert(".docx"):
        pytest.skip("LibreOffice is not installed")
    document = kept("memoria.docx", written_docx("Memòria de l’obra"))
    run_jobs()
    browser = sign_in(clerk)
    first = browser.get(f"{DESK}/{document.pk}/").content.decode()
    run_jobs()

    image = browser.get(f"{DESK}/{document.pk}/preview/1.png")
    words = browser.get(f"{DESK}/{document.pk}/preview/1/layer/").content.decode()
    saved = browser.get(f"{DESK}/{document.pk}/rendition/")

    assert b"".join(image.streaming_content).startswith(b"\x89PNG")
    assert "Memòria de l’obra" in first
    assert "Memòria de l’obra" in words
    assert b"".join(saved.streaming_content).startswith(b"%PDF")
    with working_for(town):
        shown = rendition_of(Document.objects.with_version().get(pk=document.pk))
        assert (shown.kind, shown.is_rendition) == ("pages", True)


def test_words_are_selected_and_found_whatever_their_accents(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document], run_jobs: Callable[[], int]
) -> None:
    document = kept()
    browser = sign_in(clerk)

    layer = browser.get(f"{DESK}/{document.pk}/preview/1/layer/?q=COLLECCIO").content.decode()
    before = browser.get(f"{DESK}/{document.pk}/find/?q=colleccio").content.decode()
    run_jobs()
    after = browser.get(f"{DESK}/{document.pk}/find/?q=segell", headers={"X-Requested-With": "swap"})
    nothing = browser.get(f"{DESK}/{document.pk}/find/?q=cementiri").content.decode()

    assert '<rect class="hit"' in layer
    assert "col·lecció" in layer
    assert "<mark>col·lecció</mark>" in before
    assert "<mark>Segell</mark>" in after.content.decode()
    assert "<mark>" not in nothing


def test_two_versions_lie_side_by_side_with_what_changed(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    import typst

    from consistori.documents.received import ReceivedFile
    from consistori.documents.services import new_version

    document = kept()
    with working_for(town):
        changed = bytes(typst.compile("= Informe de la col·lecció\nSegell i signatura.".encode()))
        new_version(document, by=clerk, received=ReceivedFile.from_bytes("Informe.pdf", changed))
    browser = sign_in(clerk)

    page = browser.get(f"{DESK}/{document.pk}/compare/1/2/").content.decode()
    image = browser.get(f"{DESK}/{document.pk}/versions/1/1.png")

    assert "<del>data.</del>" in page
    assert "<ins>signatura.</ins>" in page
    assert b"".join(image.streaming_content).startswith(b"\x89PNG")
    assert browser.get(f"{DESK}/{document.pk}/compare/1/7/").status_code == 404


def test_what_was_drawn_is_forgotten_with_the_bytes(bring: Bring, town: Any) -> None:
    document = bring("a.eml", mail(("nota.txt", b"Hola")))
    opened = inside.open_piece(document, "1")

    previews.forget(town.pk, document.version.sha256)

    assert not Path(opened.path).exists()


def test_the_copy_to_read_and_the_traces_go_with_the_bytes(bring: Bring, clerk: Any, town: Any) -> None:
    from datetime import timedelta

    from consistori.documents.arrivals.services import keep_rendition, keep_report
    from consistori.documents.services import discard_document, erase_document
    from consistori.kernel.actor import Actor
    from consistori.kernel.clock import now

    document = bring("memoria.docx", written_docx("Memòria"))
    trace = personal.Finding(personal.Trace.AUTHOR, "Anna Pi")
    keep_report(document.version, traces=[trace], inside=0, lacks_fonts=False, readable="wanted")
    copy = blobs.receive_bytes(makers.typst_pdf())
    keep_rendition(document.version, state="made", rendition=copy, pages=1)
    place = blobs.existing_path(copy.sha256)
    discard_document(document, by=clerk)
    Document.objects.filter(pk=document.pk).update(discarded_at=now() - timedelta(days=31))

    erase_document(Document.objects.get(pk=document.pk), by=Actor.program(town.pk))

    report = ArrivalReport.objects.get(version=document.version_id)
    assert (report.traces, report.readable_sha256) == ([], "")
    assert not place.exists()
