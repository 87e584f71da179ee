"""The pages of the counter, as a browser without scripts sees them, and the parts that scripts ask for."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from consistori.assistance.counter.phone import open_door
from consistori.assistance.counter.selectors import attention_of
from consistori.assistance.counter.services import begin
from consistori.assistance.models import Attention, AttentionPaper
from consistori.assistance.tests.conftest import scan
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading

COUNTER = "/e/vall-llobera/desk/counter/"
SWAP = {"HTTP_X_REQUESTED_WITH": "swap"}


@pytest.fixture
def scanned(town: Any, settings: Any, tmp_path: Any) -> Any:
    settings.COUNTER_DROP = str(tmp_path)
    (tmp_path / town.slug).mkdir()
    for number, name in enumerate(("SCAN_0001.tif", "SCAN_0002.tif")):
        path = tmp_path / town.slug / name
        path.write_bytes(scan(200, mark=20 + 40 * number))
        os.utime(path, (time.time() - 60, time.time() - 60))
    return tmp_path / town.slug


def test_the_whole_way_without_scripts(
    town, registrar, laia, scanned, sign_in, django_capture_on_commit_callbacks
):
    browser = sign_in(registrar)
    found = browser.post(COUNTER, {"do": "find:party", "who-party": "riubru"})
    assert f"party:{laia.pk}" in found.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        for do in (f"party:{laia.pk}", "take:"):
            assert browser.post(COUNTER, {"do": do}).status_code == 302
    assert list(scanned.iterdir()) == []
    with working_for(town):
        keys = list(AttentionPaper.objects.values_list("pk", flat=True))
    said = {f"nature-{key}": "plain" for key in keys} | {"subject": "Demana un gual", "do": "register"}
    answer = browser.post(COUNTER, said)

    assert answer["Location"] == f"{COUNTER}done/E2026000001/"
    page = browser.get(answer["Location"]).content.decode()
    assert "E2026000001" in page
    assert f"{COUNTER}done/E2026000001/given-back/" in page
    assert browser.post(f"{COUNTER}done/E2026000001/given-back/")["Location"] == COUNTER
    with working_for(town):
        assert Attention.objects.get().given_back_at is not None
        reading = Reading.objects.get(kind="registry-entry")
        assert (reading.label, reading.person_id) == ("E2026000001", registrar.person_id)


def test_a_file_that_is_refused_stops_no_other_and_stays_at_the_scanner(
    town, registrar, scanned, sign_in, django_capture_on_commit_callbacks
):
    bad = scanned / "programa.pdf"
    bad.write_bytes(b"MZ" + b"\0" * 200)
    os.utime(bad, (time.time() - 90, time.time() - 90))

    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(registrar).post(COUNTER, {"do": "take:"}, **SWAP)

    assert answer.status_code == 422
    assert "programa.pdf" in answer.content.decode()
    assert [one.name for one in scanned.iterdir()] == ["programa.pdf"]
    with working_for(town):
        assert AttentionPaper.objects.count() == 2


def test_what_is_refused_is_said_where_and_nothing_is_lost(town, registrar, laia, sign_in):
    browser = sign_in(registrar)
    answer = browser.post(COUNTER, {"subject": "Demana un gual", "do": "register"}, **SWAP)

    assert answer.status_code == 422
    assert answer["X-Fragment"] == "yes"
    page = answer.content.decode()
    assert 'value="Demana un gual"' in page
    assert 'role="alert"' in page
    with working_for(town):
        assert RegistryEntry.objects.count() == 0


def test_somebody_new_is_entered_and_chosen_at_once(town, registrar, sign_in):
    said = {"do": "person:party", "new-name": "Pau", "new-surname1": "Ferrer", "new-identifier": "12345678-z"}
    sign_in(registrar).post(COUNTER, said)

    with working_for(town):
        assert attention_of(registrar).party.display_name == "Pau Ferrer"


def test_a_number_that_is_there_already_is_that_person(town, registrar, laia, sign_in):
    said = {"do": "person:party", "new-name": "Altra", "new-identifier": "12345678Z"}
    sign_in(registrar).post(COUNTER, said)

    with working_for(town):
        assert attention_of(registrar).party == laia


def test_a_wrong_number_keeps_what_was_written(registrar, at_work, sign_in):
    said = {"do": "person:party", "new-name": "Pau", "new-identifier": "12345678A"}
    answer = sign_in(registrar).post(COUNTER, said)

    assert answer.status_code == 422
    assert 'value="Pau"' in answer.content.decode()


def test_a_firm_with_paper_is_told_of_its_duty(at_work, registrar, firm, sign_in):
    begin(by=registrar, party=firm)

    page = sign_in(registrar).get(COUNTER).content.decode()

    assert "68.4" in page
    assert "art. 14.2" in page


def test_the_page_asks_a_bounded_number_of_statements(at_work, registrar, laia, bring, sign_in, statements):
    attention = begin(by=registrar, party=laia, subject="Gual")
    for mark in range(8):
        bring(attention, scan(200, mark=10 * mark))
    browser = sign_in(registrar)
    browser.get(COUNTER)

    with statements() as asked:
        page = browser.get(COUNTER)

    assert page.content.decode().count('class="counter-paper"') == 8
    assert asked.count <= 30, asked.sql


def test_the_fast_point_offers_what_may_be_done_in_a_minute_with_the_person(
    at_work, registrar, laia, sign_in
):
    begin(by=registrar, party=laia)
    browser = sign_in(registrar)

    page = browser.get(COUNTER).content.decode()
    assert f"/desk/appointments/new/?party={laia.pk}" in page
    browser.post(COUNTER, {"do": "fast:complaint"})

    assert attention_of(registrar).heading == "complaint"


def test_the_parts_that_scripts_ask_for(at_work, registrar, laia, scanned, bring, sign_in):
    bring(begin(by=registrar), scan(200, mark=99))
    browser = sign_in(registrar)

    people = browser.get(f"{COUNTER}people/?q=riubru&for=party").content.decode()
    scanner = browser.get(f"{COUNTER}scanner/")
    key = AttentionPaper.objects.get().pk
    page = browser.get(f"{COUNTER}papers/{key}/1.png?w=240")

    assert f"party:{laia.pk}" in people
    assert "SCAN_0001.tif" in scanner.content.decode()
    assert scanner["X-Papers"] == "1"
    assert (page.status_code, page["Content-Type"]) == (200, "image/png")


def test_the_pages_of_a_paper_are_parted(at_work, registrar, bring, sign_in):
    paper = bring(begin(by=registrar), scan(200, pages=2))
    browser = sign_in(registrar)

    assert browser.get(f"{COUNTER}papers/{paper.pk}/").status_code == 200
    assert browser.post(f"{COUNTER}papers/{paper.pk}/", {"plan": "1 / 2.1"}).status_code == 302
    assert browser.post(f"{COUNTER}papers/{paper.pk}/", {"plan": "7"}).status_code == 422
    assert AttentionPaper.objects.count() == 2


def test_a_colleague_does_not_see_the_papers_of_another_counter(
    at_work, registrar, secretary, bring, sign_in
):
    paper = bring(begin(by=registrar), scan(200))

    assert sign_in(secretary).get(f"{COUNTER}papers/{paper.pk}/1.png").status_code == 404


def test_whoever_processes_does_not_attend(at_work, clerk, sign_in):
    assert sign_in(clerk).get(COUNTER).status_code == 403


def test_where_assistance_is_off_there_is_no_counter(town, registrar, sign_in):
    town.switches = {"assistance": False}
    town.save()

    assert sign_in(registrar).get(COUNTER).status_code == 404
    assert sign_in(registrar).get(f"{COUNTER}officers/").status_code == 404


def test_a_telephone_sends_once_and_the_page_says_so(at_work, registrar, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    _door, key = open_door(begin(by=registrar), by=registrar)
    address = f"/e/vall-llobera/fotos/{key}/"
    page = client.get(address)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")

    answer = client.post(address, {"pictures": SimpleUploadedFile("foto.tif", scan(300))})

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert AttentionPaper.objects.get().way == "phone"
    assert client.get(address).status_code == 404
    assert client.get("/e/vall-llobera/fotos/res/").status_code == 404


def test_the_address_for_the_telephone_is_drawn_for_its_officer(at_work, registrar, sign_in):
    answer = sign_in(registrar).post(f"{COUNTER}telephone/", **SWAP)

    assert answer["Cache-Control"] == "no-store"
    assert "<svg" in answer.content.decode()
    assert "/e/vall-llobera/fotos/" in answer.content.decode()
