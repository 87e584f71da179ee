"""A morning by keyboard alone: the most urgent of Today, and then the next, without the list between."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible

TODAY = "/e/vall-llobera/desk/"


def test_the_whole_morning_by_keyboard(demo, at_desk):
    page = at_desk(who="merce")
    page.goto(demo.url + TODAY, wait_until="networkidle")
    first = page.locator(".ledger .ledger-title").first.get_attribute("href")
    assert page.locator(".is-law").count() == 1 and page.locator(".btn-main").count() == 1

    page.locator(".margin-term").first.click()
    page.wait_for_selector("dialog[open]")  # why this day, over the list
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.wait_for_url(f"**{first}")
    assert_accessible(page)
    page.keyboard.press("Alt+n")
    expect(page.locator(".walk-bar")).to_contain_text("2 ")

    assert not page.url.endswith(first)
    page.locator(".walk-bar [name=leave]").click()
    page.wait_for_url(f"**{TODAY}")
    expect(page.locator(".walk-bar")).to_have_count(0)
