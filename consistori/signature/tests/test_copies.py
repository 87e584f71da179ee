"""Authentic copies: who, of what, how, and what is in them (R-DOC-04, R-DOC-05, N-COP, N-DIG)."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
import typst
from PIL import Image

from consistori.directory.models import Person
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.policies import may_read
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Verdict
from consistori.signature.copies import jobs, selectors
from consistori.signature.copies.printing import paper_copy
from consistori.signature.copies.services import (
    authorise_officer,
    copy_of_paper,
    copy_with_other_format,
    end_officer,
    officer_of,
    partial_copy,
    try_again,
)
from consistori.signature.models import AuthenticCopy, CopyOfficer, SignatureRequest
from consistori.signature.tests.sealing import give_seal, sealing_house
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

__all__ = ["give_seal", "sealing_house"]

SEEN = "I have the paper before me"
TEXT = """#set document(title: "Informe")
#set text(lang: "ca")
= Informe social
La Sra. Maria Puig Serra, amb DNI 12345678Z, demana l’ajut.
#pagebreak()
Segona pàgina: conclusions.
#pagebreak()
Tercera: notifiqueu-ho a Maria Puig Serra."""


def scan(dpi: int = 200) -> bytes:
    """A paper of A6 as a scanner gives it."""
    out = io.BytesIO()
    image = Image.new("L", (round(4.1 * dpi), round(5.8 * dpi)), 250)
    image.paste(30, (60, 60, 300, 80))
    image.save(out, "TIFF", dpi=(dpi, dpi))
    return out.getvalue()


@pytest.fixture(scope="session")
def report_pdf() -> bytes:
    made = typst.compile(TEXT.encode(), format="pdf", pdf_standards=["a-3a", "ua-1"])
    assert isinstance(made, bytes)
    return made + b"\n"


@pytest.fixture
def bring(town: Any, clerk: Any) -> Callable[..., Document]:
    def do(name: str, data: bytes, **said: Any) -> Document:
        with working_for(town):
            received = ReceivedFile.from_bytes(name, data)
            return receive_document(by=clerk, received=received, **{"elaboration": "EE01", **said})

    return do


@pytest.fixture
def officer(town: Any, secretary: Any, clerk: Any) -> Any:
    """Núria Camps, authorised by decree."""
    with working_for(town):
        person = Person.objects.get(pk=clerk.person_id)
        authorise_officer(by=secretary, person=person, decree="Decret 2026/0141")
    return clerk


@pytest.fixture
def seal(town: Any, give_seal: Any) -> Any:
    with working_for(town):
        return give_seal(town, "authentic_copy")


def bytes_of(copy: AuthenticCopy) -> bytes:
    document = Document.objects.with_version().get(pk=copy.document_id)
    with blobs.open(document.latest_blob.sha256) as stream:
        data: bytes = stream.read()
    return data


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def seal_now(town: Any, copy: AuthenticCopy) -> AuthenticCopy:
    jobs.seal_copy(entity=town, copy_id=str(copy.pk))
    with working_for(town):
        return AuthenticCopy.objects.get(pk=copy.pk)


def test_another_format_is_a_new_document_that_says_of_what_and_is_sealed(
    town: Any, bring: Any, officer: Any, seal: Any, trust: Any
) -> None:
    from consistori.signature.engine.validation import report_on

    source = bring("plànol.tif", scan(150))
    with working_for(town):
        copy = copy_with_other_format(source, by=officer)
        assert copy.state == AuthenticCopy.State.SEALING

    copy = seal_now(town, copy)

    assert copy.is_ready
    with working_for(town):
        document = Document.objects.with_version().get(pk=copy.document_id)
        data = bytes_of(copy)
    assert document.elaboration == "EE02"
    assert document.source_identifier == source.eni_identifier != document.eni_identifier
    assert document.code
    report = report_on(data, trust, ask=False)
    assert report.signatures[0].signer == "Segell electrònic Ajuntament de Vall-llobera"
    assert "EE02" in report.signatures[0].reason
    words = text_of(data)
    for said in (source.eni_identifier, "Núria Camps", "Decret 2026/0141", "EE02"):
        assert said in words
    with working_for(town):
        assert TrailEvent.objects.filter(kind="signature.AuthenticCopyMade", subject_id=source.pk).exists()
        assert TrailEvent.objects.filter(kind="signature.AuthenticCopySealed").count() == 1


def test_of_a_paper_at_two_hundred_points_with_its_declaration(
    town: Any, bring: Any, officer: Any, seal: Any
) -> None:
    source = bring("escriptura.tif", scan(200), elaboration="EE99")
    with working_for(town):
        copy = copy_of_paper(source, by=officer, declaration=SEEN, was_original=True)
        document = Document.objects.get(pk=copy.document_id)

    assert (copy.resolution, copy.declaration) == (200, SEEN)
    assert document.elaboration == "EE03"
    assert document.source_identifier == ""


@pytest.mark.parametrize(
    ("dpi", "was_original", "declaration", "says"),
    [(199, True, SEEN, "199"), (300, False, SEEN, "plain copy"), (300, True, " ", "seen the paper")],
)
def test_a_coarse_scan_a_plain_copy_or_no_declaration_give_none(
    town: Any, bring: Any, officer: Any, dpi: int, was_original: bool, declaration: str, says: str
) -> None:
    from django.utils.translation import override

    source = bring("paper.tif", scan(dpi))
    with working_for(town), override("en"), pytest.raises(BadInput) as refused:
        copy_of_paper(source, by=officer, declaration=declaration, was_original=was_original)

    assert says in str(refused.value)
    with working_for(town):
        assert not AuthenticCopy.objects.exists()
        assert Document.objects.count() == 1


def test_a_pdf_made_by_a_program_is_not_the_image_of_a_paper(
    town: Any, bring: Any, officer: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town), pytest.raises(BadInput) as refused:
        copy_of_paper(source, by=officer, declaration=SEEN, was_original=True)

    assert refused.value.code == "no-image"


def test_what_a_partial_copy_hides_is_not_in_its_bytes(
    town: Any, bring: Any, officer: Any, seal: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town):
        copy = partial_copy(source, by=officer, keep=[1, 2], hide=["Maria Puig Serra", "12345678Z"])
        data = bytes_of(copy)
        document = Document.objects.get(pk=copy.document_id)

    assert document.elaboration == "EE04"
    assert document.source_identifier == source.eni_identifier
    assert copy.hidden == {"pages": 1, "places": 2}
    words = text_of(data)
    assert "Segona pàgina: conclusions." in words
    assert "Puig" not in words
    assert "12345678" not in words
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
        assert "/StructTreeRoot" not in pdf.Root
        streams = b"".join(
            thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") != "/DCTDecode"
        )
    assert b"Tercera" not in streams


@pytest.mark.parametrize(
    ("keep", "hide", "field"),
    [([4], [], "pages"), ([], [], "pages"), ([1, 2, 3], ["Ramon"], "hide"), ([1, 2, 3], [], "pages"),
     ([1], ["María Puig"], "hide")],
)  # fmt: skip
def test_a_part_that_is_not_there_or_is_the_whole_is_told_at_its_field(
    town: Any, bring: Any, officer: Any, report_pdf: bytes, keep: list[int], hide: list[str], field: str
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town), pytest.raises(BadInput) as refused:
        partial_copy(source, by=officer, keep=keep, hide=hide)

    assert refused.value.field == field


def test_only_of_an_original_or_of_another_authentic_copy(
    town: Any, bring: Any, officer: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf, elaboration="EE99")
    with working_for(town), pytest.raises(BadInput) as refused:
        partial_copy(source, by=officer, keep=[1], hide=[])

    assert "47.2" in refused.value.article


def test_what_is_kept_in_its_format_already_needs_no_copy(
    town: Any, bring: Any, officer: Any, report_pdf: bytes
) -> None:
    with working_for(town), pytest.raises(BadInput):
        copy_with_other_format(bring("informe.pdf", report_pdf), by=officer)


def test_without_a_seal_for_copies_the_officer_signs_it(
    town: Any, bring: Any, officer: Any, sealing_house: Any
) -> None:
    from consistori.signature.copies.reactions import the_copy_is_signed
    from consistori.signature.events import DocumentSigned

    with working_for(town):
        copy = copy_with_other_format(bring("plànol.tif", scan(150)), by=officer)
        request = SignatureRequest.objects.get(document_id=copy.document_id)
        assert (copy.state, request.signer_id) == (AuthenticCopy.State.SIGNING, officer.person_id)
        signed = DocumentSigned(
            document_id=copy.document_id, request_id=request.pk, title="", signer_id=officer.person_id,
            asked_by_id=None, sha256="0" * 64, stamped_at="",
        )  # fmt: skip
        the_copy_is_signed(signed)
        assert AuthenticCopy.objects.get(pk=copy.pk).is_ready


def test_when_the_authority_is_silent_it_waits_says_why_and_is_tried_again(
    town: Any, bring: Any, officer: Any, seal: Any, stamps: Any
) -> None:
    with working_for(town):
        copy = copy_with_other_format(bring("plànol.tif", scan(150)), by=officer)
    stamps.down = True
    with pytest.raises(jobs.NotSealedYet):
        seal_now(town, copy)
    with working_for(town):
        waiting = AuthenticCopy.objects.get(pk=copy.pk)
        assert (waiting.is_ready, waiting.trouble["code"]) == (False, "timestamp-silent")

    stamps.down = False
    with working_for(town):
        try_again(waiting, by=officer)
    assert seal_now(town, copy).is_ready
    seal_now(town, copy)
    with working_for(town):
        assert Document.objects.get(pk=copy.document_id).version.blobs.count() == 2
        with pytest.raises(AlreadyDone):
            try_again(AuthenticCopy.objects.get(pk=copy.pk), by=officer)


def test_only_who_is_in_the_register_today_copies(
    town: Any, bring: Any, officer: Any, secretary: Any, mayor: Any
) -> None:
    source = bring("plànol.tif", scan(150))
    with working_for(town):
        with pytest.raises(NotPermitted):
            copy_with_other_format(source, by=mayor)
        end_officer(CopyOfficer.objects.get(), by=secretary)
        assert officer_of(officer) is None
        with pytest.raises(NotPermitted):
            copy_with_other_format(source, by=officer)
        with pytest.raises(AlreadyDone):
            end_officer(CopyOfficer.objects.get(), by=secretary)


def test_the_register_is_kept_by_the_secretary_and_begins_on_its_day(
    town: Any, clerk: Any, secretary: Any, outsider: Any
) -> None:
    with working_for(town):
        person = Person.objects.get(pk=clerk.person_id)
        for other in (clerk, outsider):
            with pytest.raises(NotPermitted):
                authorise_officer(by=other, person=person, decree="Decret 1")
        with pytest.raises(BadInput):
            authorise_officer(
                by=secretary, person=Person.objects.get(pk=outsider.person_id), decree="Decret 1"
            )
        tomorrow = today() + timedelta(days=1)
        authorise_officer(by=secretary, person=person, decree="Decret 1", starts_on=tomorrow)
        assert officer_of(clerk) is None


def test_nobody_reads_the_copy_of_what_she_may_not_read(
    town: Any, bring: Any, officer: Any, seal: Any, mayor: Any, monkeypatch: Any
) -> None:
    source = bring("plànol.tif", scan(150))
    with working_for(town):
        copy = copy_with_other_format(source, by=officer)
        assert may_read(mayor, copy.document)

        def closed(actor: Any, document: Document) -> Verdict | None:
            return Verdict(False, "reserved") if document.pk == source.pk and actor == mayor else None

        monkeypatch.setattr("consistori.documents.policies.reader_guards", [closed, selectors.may_read_copy])
        assert not may_read(mayor, copy.document)
        assert may_read(officer, copy.document)


def test_the_printed_copy_says_copy_code_and_address_on_every_page(
    town: Any, bring: Any, officer: Any, seal: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town):
        copy = partial_copy(source, by=officer, keep=[2, 3], hide=[])
    seal_now(town, copy)
    with working_for(town):
        document = Document.objects.with_version().get(pk=copy.document_id)
        made = paper_copy(document, by=officer)
        with pytest.raises(BadInput):
            paper_copy(source, by=officer)

    with pypdfium2.PdfDocument(made) as pdf:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
        heights = [page.get_height() for page in pdf]
    assert len(pages) == 2
    assert all("CÒPIA" in page and document.code in page and "/verify/" in page for page in pages)
    assert heights[0] > 850


def test_in_the_browser_an_officer_looks_before_she_makes_a_part(
    town: Any, bring: Any, officer: Any, seal: Any, report_pdf: bytes, sign_in: Any
) -> None:
    source = bring("informe.pdf", report_pdf)
    browser, at = sign_in(officer), f"/e/{town.slug}/desk/signature/copies/{source.pk}/"

    assert "EE04" in browser.get(at).content.decode()
    said = {"pages": "1-2", "hide": "Maria Puig Serra\n12345678Z"}
    looked = browser.post(f"{at}part/", said)
    assert looked.status_code == 200
    assert looked.content.decode().count("data:image/png;base64,") == 2
    with working_for(town):
        assert not AuthenticCopy.objects.exists()
    made = browser.post(f"{at}part/", {**said, "confirm": "1"})
    assert made.status_code == 302
    wrong = browser.post(f"{at}part/", {"pages": "u", "hide": "Maria"})
    assert wrong.status_code == 422
    assert "Maria" in wrong.content.decode()
    with working_for(town):
        copy = AuthenticCopy.objects.get()
    page = browser.get(f"/e/{town.slug}/desk/documents/{copy.document_id}/").content.decode()
    assert "EE04" in page
    assert "informe" in browser.get(f"/e/{town.slug}/desk/documents/{source.pk}/").content.decode()


def test_the_outsider_copies_and_prints_nothing(
    town: Any, bring: Any, outsider: Any, report_pdf: bytes, sign_in: Any
) -> None:
    source = bring("informe.pdf", report_pdf)
    browser, at = sign_in(outsider), f"/e/{town.slug}/desk/signature/copies/{source.pk}/"

    assert browser.get(at).status_code == 404
    assert browser.post(f"{at}format/").status_code == 404
    assert browser.get(f"{at}print/").status_code == 404
    with working_for(town):
        assert not AuthenticCopy.objects.exists()
