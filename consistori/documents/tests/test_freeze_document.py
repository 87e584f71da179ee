"""The text is fixed once: code, QR, address and signers on each page, and nothing said that is not true."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from django.db import DatabaseError, transaction
from PIL import Image

from consistori.documents import blobs, previews
from consistori.documents.errors import CannotFreeze
from consistori.documents.making.band import BREADTH
from consistori.documents.models import Document, DocumentVersion, VersionBlob
from consistori.documents.services import (
    append_evidence,
    create_from_bytes,
    freeze_document,
    new_version,
)
from consistori.documents.services.evidence import NotAnIncrement
from consistori.documents.services.receiving import ReceivedFile, SameText
from consistori.formats import codes, pdfa, words
from consistori.formats.tests import makers
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Refusal

Bring = Callable[..., Document]
POSTS = ["Alcaldia", "Secretaria"]


def frozen_path(version: DocumentVersion) -> Path:
    return blobs.existing_path(version.sha256)


def test_a_pdfa_stays_pdfa_and_shows_its_code_on_every_page(bring: Bring, clerk: Any, town: Any) -> None:
    document = bring()

    version = freeze_document(document, by=clerk, signer_posts=POSTS)

    path = frozen_path(version)
    report = pdfa.check(path)
    text = words.pdf_page_text(path, 1)
    assert report.holds, report.faults
    assert version.pdfa == report.label == "PDF/A-3A"
    assert version.code == codes.normalise(version.code or "")
    assert (version.code or "").startswith("VLL-")
    assert version.code in text
    assert f"/verify/{version.code}" in text.replace("\n", "")
    assert "Alcaldia, Secretaria" in text
    assert town.name in text
    assert "1 de 1" in text or "1 of 1" in text
    assert path.read_bytes().endswith(b"\n")


def test_the_document_is_fixed_with_a_new_version(bring: Bring, clerk: Any) -> None:
    document = bring()
    before = document.version

    version = freeze_document(document, by=clerk, signer_posts=POSTS)

    stored = Document.objects.with_version().get(pk=document.pk)
    assert stored.is_frozen
    assert stored.version == version
    assert stored.code == version.code
    assert (version.number, version.source_id) == (2, before.pk)
    assert version.signer_posts == POSTS
    assert version.code_holds
    version.sha256 = "0" * 64
    assert not version.code_holds


def test_nothing_is_covered_the_sheet_grows_to_its_left(bring: Bring, clerk: Any) -> None:
    document = bring(data=makers.plain_pdf(pages=3))

    version = freeze_document(document, by=clerk, signer_posts=POSTS)

    with pikepdf.open(frozen_path(version)) as pdf:
        assert [float(n) for n in pdf.pages[2].cropbox] == [-BREADTH, 0, 595, 842]
    assert re.search("3 (de|of) 3", words.pdf_page_text(frozen_path(version), 3))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_margin_is_at_the_left_of_what_one_sees(bring: Bring, clerk: Any, turn: int) -> None:
    def rotate(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].rotate(turn, relative=False)

    document = bring(data=makers.plain_pdf(rotate))

    version = freeze_document(document, by=clerk, signer_posts=POSTS)

    page = previews.page_image(version.entity_id, frozen_path(version), version, page=1, width=900)
    image = Image.open(page).convert("L")
    margin = image.crop((0, 0, int(image.width * BREADTH / _seen_width(version)), image.height))
    rest = image.crop((margin.width + 4, 0, image.width, image.height))
    assert margin.getextrema()[0] < 100
    assert rest.getextrema()[0] > 240


def _seen_width(version: DocumentVersion) -> float:
    with pikepdf.open(frozen_path(version)) as pdf:
        left, bottom, right, top = (float(n) for n in pdf.pages[0].cropbox)
        return right - left if int(pdf.pages[0].obj.get("/Rotate", 0)) % 180 == 0 else top - bottom


def test_a_plain_pdf_becomes_pdfa_when_nothing_stands_against(bring: Bring, clerk: Any) -> None:
    version = freeze_document(bring(data=makers.plain_pdf()), by=clerk, signer_posts=POSTS)

    assert version.pdfa == "PDF/A-3B"
    assert pdfa.check(frozen_path(version)).holds


def test_a_pdf_that_cannot_be_pdfa_says_so(bring: Bring, clerk: Any) -> None:
    def write_with_helvetica(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))

    version = freeze_document(
        bring(data=makers.plain_pdf(write_with_helvetica)), by=clerk, signer_posts=POSTS
    )

    assert version.pdfa == ""
    assert "not-pdfa" in version.remarks
    assert not pdfa.check(frozen_path(version)).claims


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_an_image_becomes_a_real_pdfa(bring: Bring, clerk: Any, form: str) -> None:
    document = bring("plànol.bin", makers.image(form, (800, 600), dpi=(200, 200)))

    version = freeze_document(document, by=clerk, signer_posts=POSTS)

    assert version.pdfa == "PDF/A-3A"
    assert "from-image" in version.remarks
    assert version.name == "plànol.bin.pdf" or version.name.endswith(".pdf")


def test_each_page_of_a_tiff_is_a_sheet(bring: Bring, clerk: Any) -> None:
    from PIL import Image

    out = io.BytesIO()
    pages = [Image.new("1", (400, 600), 1) for _ in range(3)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    version = freeze_document(bring("escaneig.tif", out.getvalue()), by=clerk, signer_posts=POSTS)

    assert version.pages == 3


def test_a_form_is_flattened_so_that_nobody_types_over_it(bring: Bring, clerk: Any) -> None:
    def add_field(pdf: pikepdf.Pdf) -> None:
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="nom",
            V="Anna",
            Rect=[10, 10, 200, 30],
        )
        kept = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = pikepdf.Array([kept])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([kept]))

    version = freeze_document(bring(data=makers.plain_pdf(add_field)), by=clerk, signer_posts=POSTS)

    with pikepdf.open(frozen_path(version)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_text_of_thousands_of_pages_is_not_fixed_in_one_piece(
    bring: Bring, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consistori.documents.making import frozen

    monkeypatch.setattr(frozen, "MOST_PAGES", 2)

    with pytest.raises(CannotFreeze):
        freeze_document(bring(data=makers.plain_pdf(pages=3)), by=clerk, signer_posts=POSTS)


def test_an_office_document_becomes_pdf_where_there_is_a_converter_and_says_what_to_do_where_not(
    bring: Bring, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consistori.documents.making import office

    def convert(command: list[str], folder: Path) -> bool:
        (folder / "source.pdf").write_bytes(makers.typst_pdf("a-3b"))
        return True

    monkeypatch.setattr(office.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(office, "_ends_well", convert)
    with_it = freeze_document(bring("memoria.docx", makers.docx()), by=clerk, signer_posts=POSTS)
    monkeypatch.setattr(office.shutil, "which", lambda name: None)

    assert with_it.pdfa == "PDF/A-3B"
    assert "from-office" in with_it.remarks
    with pytest.raises(CannotFreeze):
        freeze_document(bring("altra.odt", makers.odt()), by=clerk, signer_posts=POSTS)


def test_a_converter_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from consistori.documents.making import office

    monkeypatch.setattr(office, "_SECONDS", 0.2)

    assert office._ends_well(["sleep", "30"], tmp_path) is False
    assert office._ends_well(["false"], tmp_path) is False
    assert office._ends_well(["/no/such/program"], tmp_path) is False
    assert office._ends_well(["true"], tmp_path) is True


def test_a_text_without_pages_cannot_be_fixed(bring: Bring, clerk: Any) -> None:
    with pytest.raises(CannotFreeze):
        freeze_document(bring("nota.txt", b"Bon dia"), by=clerk, signer_posts=POSTS)


def test_it_is_fixed_only_once(bring: Bring, clerk: Any) -> None:
    document = bring()
    freeze_document(document, by=clerk, signer_posts=POSTS)

    with pytest.raises(AlreadyDone):
        freeze_document(document, by=clerk, signer_posts=POSTS)


@pytest.mark.parametrize("posts", [[], [" "], ["Càrrec"] * 13])
def test_somebody_must_sign(bring: Bring, clerk: Any, posts: list[str]) -> None:
    with pytest.raises(BadInput):
        freeze_document(bring(), by=clerk, signer_posts=posts)


def test_an_auditor_does_not_fix_texts(bring: Bring, town: Any, hire: Callable[..., Any]) -> None:
    with pytest.raises(NotPermitted):
        freeze_document(bring(), by=hire(town, "auditor", "Aina", "Vera"), signer_posts=POSTS)


def test_a_signature_is_added_on_top_and_the_first_bytes_stay(bring: Bring, clerk: Any) -> None:
    document = bring()
    version = freeze_document(document, by=clerk, signer_posts=POSTS)
    text = frozen_path(version).read_bytes()

    signed = append_evidence(version, blob=text + b"signature", kind="signature", by=clerk)
    stamped = append_evidence(version, blob=text + b"signature and stamp", kind="timestamp", by=clerk)

    stored = Document.objects.with_version().get(pk=document.pk)
    assert stored.latest_blob == stamped
    assert [b.kind for b in VersionBlob.objects.filter(version=version)] == ["text", "signature", "timestamp"]
    assert blobs.open(signed.sha256).read() == text + b"signature"
    assert stored.code == version.code


def test_bytes_that_lose_the_text_are_not_evidence(bring: Bring, clerk: Any) -> None:
    version = freeze_document(bring(), by=clerk, signer_posts=POSTS)
    text = frozen_path(version).read_bytes()

    for wrong in (b"other bytes" * 10_000, text, text[:-1]):
        with pytest.raises(NotAnIncrement):
            append_evidence(version, blob=wrong, kind="signature", by=clerk)


def test_a_changed_text_is_a_new_version_with_another_code(bring: Bring, clerk: Any) -> None:
    document = bring()
    first = freeze_document(document, by=clerk, signer_posts=POSTS)
    new_version(document, by=clerk, received=ReceivedFile.from_bytes("b.pdf", makers.plain_pdf()))

    second = freeze_document(document, by=clerk, signer_posts=POSTS)

    assert second.number == 4
    assert second.code != first.code
    with pytest.raises(Refusal):
        append_evidence(first, blob=frozen_path(first).read_bytes() + b"late", kind="signature", by=clerk)


def test_the_same_text_is_not_a_new_version(bring: Bring, clerk: Any) -> None:
    with pytest.raises(SameText):
        new_version(bring(), by=clerk, received=ReceivedFile.from_bytes("b.pdf", makers.typst_pdf()))


def test_the_database_wants_a_code_in_what_is_fixed(bring: Bring) -> None:
    document = bring()
    twin = DocumentVersion.objects.get(pk=document.version_id)
    twin.pk, twin.number, twin.making, twin._state.adding = document.pk, 9, "frozen", True

    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save(force_insert=True)


def test_our_letters_keep_pdfa_with_their_margin(at_work: Any, clerk: Any) -> None:
    from consistori.ui.typst import compile_pdf, letterhead

    data = {
        "letterhead": letterhead(at_work, lang="ca"),
        "kind": "Expedient",
        "number": "X2026000001",
        "title": "Terrassa a la plaça",
        "facts": [],
    }
    made = compile_pdf("cover", data, title="Caràtula", lang="ca")
    document = create_from_bytes(by=clerk, data=made, name="caratula.pdf", title="Caràtula")

    version = freeze_document(document, by=clerk, signer_posts=["Secretaria"])

    assert version.pdfa == "PDF/A-3A", pdfa.check(frozen_path(version)).faults


def test_what_was_seen_when_it_came_in_is_not_looked_at_again(
    bring: Bring, clerk: Any, monkeypatch: Any
) -> None:
    """A PDF/A is examined once more, with its code drawn; and the fonts of the house are those already read."""
    from consistori.ui.typst import fonts

    document = bring()
    looked: list[Path] = []
    drawn: list[Any] = []
    real_check, real_compile = pdfa.check, typst.compile
    monkeypatch.setattr(pdfa, "check", lambda path: (looked.append(path), real_check(path))[1])
    draw = lambda *said, **more: (drawn.append(more["font_paths"]), real_compile(*said, **more))[1]  # noqa: E731
    monkeypatch.setattr(typst, "compile", draw)

    version = freeze_document(document, by=clerk, signer_posts=POSTS)

    assert (version.pdfa, len(looked), drawn) == ("PDF/A-3A", 1, [fonts()])
