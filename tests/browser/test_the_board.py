"""A clerk decides what may be read of people and publishes; whoever passes by reads it without a script."""

from __future__ import annotations

import time
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, assert_good_at_both_widths, shot
from tests.browser.letters import link_sent_to

TOWN = "/e/vall-llobera"
NARROW = {"width": 320, "height": 640}


def test_what_is_cleaned_and_published_is_read_by_whoever_passes_by(demo, at_desk, passer_by):
    desk = at_desk(who="nuria")
    desk.goto(f"{demo.url}{TOWN}/desk/board/?only=drafts")
    edict = demo.url + desk.locator("a.ledger-title", has_text="Terrassa").first.get_attribute("href")
    assert_good_at_both_widths(desk, edict, "board-deciding")
    expect(desk.locator(".datum", has_text="11223344B")).to_contain_text("***2334**")
    desk.get_by_role("button", name="Fes el que llegirà tothom").press("Enter")
    expect(desk.locator(".board-words")).to_contain_text("***2334**")
    desk.fill("[name=until_on]", (date.today() + timedelta(days=12)).isoformat())
    desk.get_by_role("button", name="Posa’l al tauler").press("Enter")
    expect(desk.locator(".board-days")).to_be_visible()

    page = passer_by(javascript=False, size=NARROW)
    page.goto(f"{demo.url}{TOWN}/tauler/?q=terrassa")
    page.locator(".edict h2 a").first.press("Enter")
    expect(page.locator(".edict-text")).to_contain_text("***2334**")
    expect(page.locator("main")).not_to_contain_text("11223344B")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    read = page.url

    # A court orders that it leaves: who passes by reads why, and not what it said.
    officer = at_desk(who="merce")
    officer.goto(edict)
    officer.locator("summary", has_text="Retira’l…").press("Enter")
    officer.locator("[name=why][value=court]").press("Space")
    officer.fill("[name=words]", "Interlocutòria 12/2026 del Jutjat contenciós 1")
    assert_accessible(officer)
    officer.get_by_role("button", name="Retira’l del tauler").press("Enter")
    expect(officer.locator("main")).to_contain_text("Interlocutòria 12/2026")
    assert_accessible(officer)
    page.goto(read)
    expect(page.locator("h1")).to_have_text("Ja no és al tauler")
    expect(page.locator("main")).to_contain_text("Interlocutòria 12/2026")
    expect(page.locator("main")).not_to_contain_text("***2334**")
    board = passer_by()
    for address in ("", "historic/", "correu/"):
        board.goto(f"{demo.url}{TOWN}/tauler/{address}")
        assert_accessible(board)


def test_whoever_asks_for_its_letters_confirms_and_leaves_by_the_link(demo, passer_by):
    page, address = passer_by(size=PHONE), f"berta-{time.time_ns()}@correu.example"
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/tauler/correu/")
    page.fill("input[name=email]", address)
    page.get_by_role("button", name="Envieu-me l’enllaç").press("Enter")
    expect(page.locator("h1")).to_have_text("Mireu el correu")

    page.goto(link_sent_to(address, demo.data))
    assert_accessible(page)
    shot(page, "board-letters-390")
    page.get_by_role("button", name="Sí, ho vull").press("Enter")
    expect(page.locator("main")).to_contain_text("Està confirmat")
    page.get_by_role("button", name="Prou, i esborreu").press("Enter")
    expect(page.locator("body")).to_contain_text("No rebreu res més")
