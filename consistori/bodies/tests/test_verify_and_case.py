"""The number of a decree where its document is read: in the public check, in its page, in the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consistori.bodies.services import annul_decree
from consistori.cases.models import CaseDocument, CaseFile
from consistori.tenancy.scope import working_for


def test_anybody_with_the_code_sees_the_number_and_how_it_stands(
    decide: Callable[..., Any], secretary: Any, town: Any, client: Any, settings: Any
) -> None:
    wrong, right = decide("Decret errat", "Decret bo")
    with working_for(town):
        code = wrong.version.code
        annul_decree(wrong, by_decree=right, reason="Errat", by=secretary)

    page = client.get(f"/verify/{code}/").content.decode()

    assert wrong.said in page
    assert right.said in page


def test_the_case_shows_the_number_beside_the_document(
    decide: Callable[..., Any], clerk: Any, town: Any, sign_in: Callable[..., Any]
) -> None:
    decree = decide("Decret del gual")
    with working_for(town):
        case = CaseFile.objects.create(number="X2026000009", title="Gual")
        CaseDocument.objects.create(case=case, document=decree.document, position=1)
    browser = sign_in(clerk)

    page = browser.get("/e/vall-llobera/desk/cases/X2026000009/documents/").content.decode()

    assert decree.said in page
    assert (
        decree.said in browser.get(f"/e/vall-llobera/desk/documents/{decree.document_id}/").content.decode()
    )
