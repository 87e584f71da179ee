"""From nothing to a signed decree: a template in a case, written, sent to the tray, signed, and found by its words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import open_case
from consistori.documents import blobs
from consistori.documents.models import Document, SecondDraft, Writing
from consistori.documents.selectors import search_documents
from consistori.documents.templating.services import adopt_standard_templates
from consistori.formats import pdfa, words
from consistori.kernel.actor import Actor
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/"


@pytest.fixture
def case(town: Any, province: Any, clerk: Any, series_called: Any) -> CaseFile:
    with working_for(province):
        adopt_standard_templates(province, by=Actor.system("la instal·lació", province.pk))
    with working_for(town):
        made: CaseFile = open_case(by=clerk, title="Terrassa a la plaça", series=series_called("vehicles"))
    return made


@pytest.fixture
def key(give_key: Callable[..., SigningKey], mayor: Any, town: Any) -> SigningKey:
    return give_key(mayor, town)


def begun(browser: Client, town: Any, case: CaseFile) -> Document:
    """The clerk opens the form in the case and chooses the decree."""
    form = browser.get(f"{DESK}cases/{case.number}/write/")
    chosen = re.search(
        r'value="([0-9a-f-]{36})"[^>]*>\s*<span><b class="serif">Decret', form.content.decode()
    )
    assert chosen, "the decree is offered"
    said = {"template": chosen[1], "language": "ca", "title": ""}
    page = browser.post(f"{DESK}cases/{case.number}/write/begin/", said, follow=True)
    assert page.status_code == 200
    with working_for(town):
        found: Document = CaseDocument.objects.filter(case=case).latest("position").document
    return found


def test_from_a_template_to_the_tray_signed_and_found(
    case: CaseFile, clerk: Any, mayor: Any, key: SigningKey, town: Any, sign_in: Any, run_jobs: Any
) -> None:
    browser = sign_in(clerk)
    document = begun(browser, town, case)
    with working_for(town):
        writing = Writing.objects.get(document=document)
    assert case.number in writing.html
    assert (document.state, document.language) == ("draft", "ca")

    # What the template could not know is written, and saved as the window does.
    html = (
        re.sub(r"<span[^>]* data-missing=[^>]*>.*?</span>", "ametistes", writing.html)
        + "<p>Amb carquinyolis.</p>"
    )
    sent = {"html": html, "edition": str(writing.edition), "token": str(uuid.uuid4())}
    saved = browser.post(f"{DESK}documents/{document.pk}/text/save/", sent).json()
    assert saved["pending"] == []
    said = {"signer": [str(mayor.person_id)], "in_order": "on", "note": ""}
    assert browser.post(f"{DESK}signature/ask/{document.pk}/", said).status_code == 302

    with working_for(town):
        request = SignatureRequest.objects.get(document=document)
    signing = {"request": [str(request.pk)], "key": str(key.pk), "passphrase": PASSPHRASE}
    sign_in(mayor).post(f"{DESK}signature/sign/", signing)
    run_jobs()

    with working_for(town):
        request.refresh_from_db()
        document.refresh_from_db()
        path = blobs.existing_path(document.latest_blob.sha256)
        assert request.state == "signed"
        assert document.version.pdfa == "PDF/A-3A"
        assert pdfa.check(path).holds
        assert "carquinyolis" in words.text_of(path, "application/pdf")
        assert search_documents(clerk, "carquinyolis") == [document]
        assert CaseDocument.objects.get(document=document).case_id == case.pk


def test_what_lacks_a_datum_is_told_at_the_form_that_sends_it(
    case: CaseFile, clerk: Any, mayor: Any, key: SigningKey, town: Any, sign_in: Any
) -> None:
    browser = sign_in(clerk)
    document = begun(browser, town, case)
    with working_for(town):
        Writing.objects.filter(document=document).update(
            html='<p>Obre a les <span data-missing="hora d’obrir">hora</span></p>', edition=2
        )

    answer = browser.post(f"{DESK}signature/ask/{document.pk}/", {"signer": [str(mayor.person_id)]})

    assert answer.status_code == 422
    assert "hora d’obrir" in answer.content.decode()
    with working_for(town):
        assert not SignatureRequest.objects.exists()


def test_the_outsider_begins_nothing_in_a_case(
    case: CaseFile, outsider: Any, town: Any, sign_in: Any
) -> None:
    browser = sign_in(outsider)

    assert browser.get(f"{DESK}cases/{case.number}/write/").status_code == 404
    said = {"template": "blank", "language": "ca", "title": "Decret"}
    assert browser.post(f"{DESK}cases/{case.number}/write/begin/", said).status_code == 404
    with working_for(town):
        assert not Writing.objects.exists() and not SecondDraft.objects.exists()
