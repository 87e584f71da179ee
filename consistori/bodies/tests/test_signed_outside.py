"""A decree signed with another program gets its number when it comes back; what is not hers is not kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from consistori.bodies.models import Decree
from consistori.bodies.selectors import waiting_to_transcribe
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotPermitted
from consistori.signature.engine.pades import Policy, Purpose, sign_pdf
from consistori.signature.models import Lasting, SignatureRequest
from consistori.signature.services import sign_requests
from consistori.signature.services.outside import bring_signed
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.signature.tests.test_sign_and_validate import hand_of
from consistori.signature.tray.settings import change_setting
from consistori.tenancy.scope import working_for

SAID = f"{today().year}/0001"


@pytest.fixture
def out(
    town: Any, trust: Any, stamps: Any, issue: Callable[..., Any], signing_house: Any, monkeypatch: Any
) -> Any:
    """`out(request)` gives its file signed with another program, by Rosa Bassols or by whoever is said."""
    monkeypatch.setattr("consistori.signature.validation.trust_list", lambda: trust)

    def do(request: Any, data: bytes = b"", **who: Any) -> bytes:
        with working_for(town):
            document = Document.objects.with_version().get(pk=request.document_id)
            sent = data or blobs.open(document.latest_blob.sha256).read()
        hand = hand_of(issue(**who), trust, stamps)
        purpose = Purpose(policy=Policy("1.3.6.1.4.1.99999.7"))
        return bytes(sign_pdf(sent, hand, purpose, at=now()).data)

    return do


def _bring(browser: Any, request: Any, data: bytes) -> Any:
    address = f"/e/vall-llobera/desk/signature/{request.pk}/outside/"
    return browser.post(
        address, {"file": SimpleUploadedFile("signat.pdf", data, content_type="application/pdf")}
    )


def test_it_gets_its_number_when_it_comes_back_and_stands_in_the_book_and_at_verify(
    out: Any, ask_decree: Any, mayor: Any, town: Any, sign_in: Any
) -> None:
    request = ask_decree("Decret de la llicència", mayor)
    browser = sign_in(mayor)
    page = browser.get(f"/e/vall-llobera/desk/signature/{request.pk}/outside/")
    answer = _bring(browser, request, out(request))

    assert page.status_code == 200 and "Autofirma" in page.text
    assert answer.status_code == 302
    with working_for(town):
        decree = Decree.objects.get()
        assert decree.said == SAID and decree.signer_id == mayor.person_id
        assert list(waiting_to_transcribe()) == [decree]
        row = SignatureRequest.objects.select_related("version").get(pk=request.pk)
        assert (row.state, row.key_id) == ("signed", None)
        assert row.stamped_at is not None and timezone.localdate(row.stamped_at) == today()
        assert Lasting.objects.get(version_id=row.version_id).level == "B-T"
    verify = Client().get(f"/verify/{row.version.code}/").content.decode()
    assert "Rosa Bassols" in verify and SAID in verify
    assert SAID in browser.get("/e/vall-llobera/desk/signature/").text


def test_what_is_not_the_same_or_not_hers_is_told_at_its_field_and_nothing_is_kept(
    out: Any, ask_decree: Any, mayor: Any, town: Any, sign_in: Any, decree: bytes
) -> None:
    request = ask_decree("Decret de la llicència", mayor)
    browser = sign_in(mayor)

    another_text = _bring(browser, request, out(request, decree))
    not_signed = _bring(browser, request, decree)
    not_pdf = _bring(browser, request, b"res")
    not_hers = _bring(browser, request, out(request, given_name="Pere", family_name="Riba Soler"))

    assert {one.status_code for one in (another_text, not_signed, not_pdf, not_hers)} == {422}
    assert "Pere Riba Soler" in not_hers.text
    with working_for(town):
        assert not Decree.objects.exists()
        assert SignatureRequest.objects.get(pk=request.pk).state == "waiting"


def test_brought_twice_or_after_it_was_signed_here_it_is_kept_once(
    out: Any, ask_decree: Any, mayor: Any, town: Any, sign_in: Any, give_key: Any
) -> None:
    first, second = ask_decree("Decret del gual", mayor), ask_decree("Decret de la festa", mayor)
    browser = sign_in(mayor)
    signed, late = out(first), out(second)
    give_key(mayor, town)
    sign_requests([second], by=mayor, passphrase=PASSPHRASE)

    assert _bring(browser, first, signed).status_code == 302
    for answer in (_bring(browser, first, signed), _bring(browser, second, late)):
        assert answer.status_code == 422
        assert "ja no t’espera" in answer.text
    with working_for(town):
        assert sorted(Decree.objects.values_list("number", flat=True)) == [1, 2]


def test_the_clerk_and_the_outsider_bring_nothing(
    out: Any, ask_decree: Any, mayor: Any, clerk: Any, outsider: Any, town: Any, sign_in: Any, tmp_path: Any
) -> None:
    request = ask_decree("Decret de la llicència", mayor)
    data = out(request)

    assert _bring(sign_in(clerk), request, data).status_code == 404
    assert _bring(sign_in(outsider), request, data).status_code == 404
    received = blobs.receive_bytes(data)
    with pytest.raises(NotPermitted):
        bring_signed(town, request.pk, received, by=clerk)
    with working_for(town):
        assert not Decree.objects.exists()


def test_where_the_town_asks_for_the_code_each_time_it_asks_here_too(
    out: Any, ask_decree: Any, mayor: Any, secretary: Any, town: Any, sign_in: Any
) -> None:
    request = ask_decree("Decret de la llicència", mayor)
    with working_for(town):
        change_setting(by=secretary, asks_code=True)
    browser = sign_in(mayor)

    page = browser.get(f"/e/vall-llobera/desk/signature/{request.pk}/outside/")
    answer = _bring(browser, request, out(request))

    assert 'name="code"' in page.text
    assert answer.status_code == 422
    with working_for(town):
        assert not Decree.objects.exists()
