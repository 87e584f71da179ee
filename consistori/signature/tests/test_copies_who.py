"""Who makes authentic copies and who reads them, their pages, and the paper copy with its code."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest

from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.documents.policies import may_read
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Verdict
from consistori.signature.copies import selectors
from consistori.signature.copies.printing import paper_copy
from consistori.signature.copies.services import (
    authorise_officer,
    copy_with_other_format,
    end_officer,
    officer_of,
    partial_copy,
)
from consistori.signature.models import AuthenticCopy, CopyOfficer
from consistori.signature.tests.copying import (
    bring,
    give_seal,
    officer,
    report_pdf,
    scan,
    seal,
    seal_now,
    sealing_house,
)
from consistori.tenancy.scope import working_for

__all__ = ["bring", "give_seal", "officer", "report_pdf", "seal", "sealing_house"]


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
