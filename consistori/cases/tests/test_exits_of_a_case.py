"""What goes out of a case has its number, and is seen in the case, in the document and in who received it."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for

BASE = "/e/vall-llobera/desk/registry/"


@pytest.fixture
def laia(case: CaseFile, clerk: Any) -> Any:
    """Who asks in the case."""
    from consistori.cases.services import add_party as enter
    from consistori.parties.services import add_party

    laia = add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="12345678Z")
    enter(case, laia, by=clerk)
    return laia


@pytest.fixture
def letter(case: CaseFile, secretary: Any) -> Any:
    """A letter of the case."""
    from consistori.cases.services import add_document
    from consistori.documents.services import ReceivedFile, receive_document

    letter = receive_document(
        by=secretary, received=ReceivedFile.from_bytes("ofici.txt", b"trasllat"), title="Ofici de trasllat"
    )
    add_document(case, letter, by=secretary)
    return letter


def test_a_document_of_a_case_goes_out_to_its_party(
    case: CaseFile, letter: Any, laia: Any, clerk: Any, sign_in: Any, town: Any
) -> None:
    browser = sign_in(clerk)
    page = browser.get(f"{BASE}exits/new/", {"document": str(letter.pk)}).content.decode()
    assert f'value="{laia.pk}" checked' in page
    assert "Ofici de trasllat" in page

    browser.post(
        f"{BASE}exits/new/",
        {
            "document": str(letter.pk), "party": str(laia.pk), "subject": "Trasllat del decret",
            "heading": "official_letter", "channel": "post",
        },
    )  # fmt: skip

    with working_for(town):
        out = RegistryEntry.objects.get()
        assert out.is_exit
        assert out.documents.get().document_id == letter.pk
    assert out.reference in browser.get(f"/e/vall-llobera/desk/cases/{case.number}/").content.decode()
    assert out.reference in browser.get(f"/e/vall-llobera/desk/documents/{letter.pk}/").content.decode()
    assert out.reference in browser.get(f"/e/vall-llobera/desk/parties/{laia.pk}/").content.decode()


def test_without_anybody_it_says_so_and_keeps_what_was_written(letter: Any, clerk: Any, sign_in: Any) -> None:
    answer = sign_in(clerk).post(
        f"{BASE}exits/new/",
        {
            "document": str(letter.pk),
            "subject": "Trasllat",
            "heading": "official_letter",
            "channel": "post",
        },
    )

    assert answer.status_code == 422
    assert "Trasllat" in answer.content.decode()


def test_the_outsider_sends_nothing(letter: Any, outsider: Any, sign_in: Any) -> None:
    assert sign_in(outsider).get(f"{BASE}exits/new/", {"document": str(letter.pk)}).status_code == 404
