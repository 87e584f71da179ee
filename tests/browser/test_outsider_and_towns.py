"""The outsider sees nothing; the secretary of three towns has one login and always knows where she is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, finished_file, shot
from tests.browser.test_clerk_morning import _speak

TOWN = "/e/vall-llobera/desk/"


def test_a_clerk_of_another_town_sees_nothing_and_the_try_is_in_the_trail(demo, at_desk):
    page = at_desk(who="lluis.bofill")
    for path in ("", "cases/", "cases/X2026000001/", "find/?q=gual", "signature/"):
        answer = page.goto(f"{demo.url}{TOWN}{path}")

        assert answer.status == 404
        expect(page.locator("main")).not_to_contain_text("Vall-llobera", use_inner_text=True)
    exported = demo.data / "trail.jsonl"
    demo.command("trail", "export", "--entity", "vall-llobera", "--to", str(exported))
    assert "directory.OutsiderTurnedAway" in exported.read_text()
    assert "Lluís Bofill" in exported.read_text()


def test_the_chain_of_every_town_holds_after_all_this(demo):
    told = demo.command("trail", "verify")

    assert "BROKEN" not in told
    assert told.count("holds") >= 5


@pytest.fixture(params=["ca", "es"])
def speaking(request, demo, at_desk):
    """`speaking("nuria")` gives her page, with the program in Catalan and then in Spanish."""
    pages = []

    def enter(who):
        page = at_desk(who=who)
        _speak(page, demo, request.param)
        pages.append(page)
        return page

    yield enter
    for page in pages:
        _speak(page, demo, "ca")


def test_the_secretary_has_one_list_over_her_towns_and_changes_town_in_two_presses(demo, speaking):
    page = speaking("merce")
    page.goto(f"{demo.url}/desk/")
    said = page.locator("main").inner_text()
    assert "Serradoix" in said
    assert "Els Molinars" in said
    shot(page, "towns-today-1366")
    assert_accessible(page)

    page.goto(f"{demo.url}/desk/towns/")
    page.locator("a[href*='/e/serradoix/']").first.click()
    page.wait_for_url(re.compile("/e/serradoix/desk/"))
    expect(page.locator("header, .band").first).to_contain_text("Serradoix", use_inner_text=True)
    shot(page, "towns-serradoix-1366")


def test_why_can_i_see_this_is_answered_in_a_sentence(demo, speaking):
    page = speaking("nuria")
    page.goto(f"{demo.url}{TOWN}cases/X2026000003/why/")

    assert len(page.locator("main").inner_text()) > 40
    shot(page, "why-1366")


def test_a_case_says_what_is_missing_to_close_and_is_taken_away(demo, speaking, tmp_path):
    page = speaking("nuria")
    page.goto(f"{demo.url}{TOWN}cases/X2026000003/close/")
    shot(page, "close-1366")
    assert_accessible(page)
    page.goto(f"{demo.url}{TOWN}cases/X2026000003/take/")
    page.locator("main form button.btn-main").click()
    page.wait_for_load_state()
    with page.expect_download() as started:
        finished_file(page, f"{demo.url}{TOWN}jobs/", "Tot l’expedient X2026000003").click()
    path = tmp_path / "case.zip"
    started.value.save_as(path)

    import zipfile

    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    assert "expediente.xml" in {n.split("/")[-1] for n in names}
    assert any(n.endswith("index.html") for n in names)
    shot(page, "jobs-1366")
