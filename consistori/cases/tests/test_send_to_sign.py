"""From the case to the tray of whoever signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.cases import selectors
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.policies import may_read
from consistori.cases.reasons import why_visible
from consistori.cases.services import add_document, open_case
from consistori.cases.tests.conftest import make_series
from consistori.documents.services import create_from_bytes
from consistori.signature.models import SignatureRequest
from consistori.tenancy.scope import working_for
from consistori.ui.typst import compile_pdf, letterhead

DESK = "/e/vall-llobera/desk/cases"


@pytest.fixture
def with_decree(town: Any, clerk: Any) -> CaseFile:
    """A case with its decree in PDF."""
    pdf = compile_pdf(
        "cover",
        {"letterhead": letterhead(town), "kind": "Decret", "number": "1", "title": "Decret", "facts": []},
        title="Decret",
    )
    with working_for(town):
        case: CaseFile = open_case(by=clerk, title="Terrassa", series=make_series())
        add_document(case, create_from_bytes(by=clerk, data=pdf, name="decret.pdf", title="Decret"), by=clerk)
    return case


def test_a_document_goes_to_the_tray_of_the_mayor(
    with_decree: CaseFile, clerk: Any, mayor: Any, town: Any, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(clerk)
    with working_for(town):
        leaf = CaseDocument.objects.get(case=with_decree)

    page = browser.get(f"{DESK}/{with_decree.number}/sign/?leaf={leaf.pk}")
    answer = browser.post(
        f"{DESK}/{with_decree.number}/sign/send/",
        {"leaf": str(leaf.pk), "to": str(mayor.person_id), "note": "Per dijous"},
        follow=True,
    )

    assert "Decret" in page.content.decode()
    assert "Rosa Bassols" in page.content.decode()
    assert answer.status_code == 200
    with working_for(town):
        request = SignatureRequest.objects.get()
        assert request.signer_id == mayor.person_id
        facts = selectors.closing_facts(with_decree, selectors.leaves_of(with_decree), ending="resolution")
    assert facts.documents[0].pending_signers == ("Rosa Bassols",)
    assert "Rosa Bassols" in browser.get(f"{DESK}/{with_decree.number}/").content.decode()


def test_an_external_technician_reaches_the_case_that_she_is_asked_to_sign(
    with_decree: CaseFile, clerk: Any, town: Any, hire: Any, sign_in: Callable[..., Any]
) -> None:
    architect = hire(town, "external", "Arnau", "Vidal")
    browser = sign_in(clerk)
    with working_for(town):
        leaf = CaseDocument.objects.get(case=with_decree)
        assert not may_read(architect, with_decree)

    browser.post(
        f"{DESK}/{with_decree.number}/sign/send/", {"leaf": str(leaf.pk), "to": str(architect.person_id)}
    )

    with working_for(town):
        assert may_read(architect, with_decree)
        assert list(CaseFile.objects.visible_to(architect)) == [with_decree]
        assert why_visible(architect, with_decree).reads


def test_the_outsider_sends_nothing(
    with_decree: CaseFile, town: Any, mayor: Any, outsider: Any, sign_in: Callable[..., Any]
) -> None:
    with working_for(town):
        leaf = CaseDocument.objects.get(case=with_decree)

    answer = sign_in(outsider).post(
        f"{DESK}/{with_decree.number}/sign/send/", {"leaf": str(leaf.pk), "to": str(mayor.person_id)}
    )

    assert answer.status_code == 404
    with working_for(town):
        assert not SignatureRequest.objects.exists()
