"""Half an hour on Monday, by keyboard alone: begun, decided, written, closed, and the minute is there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible

SECRETARY = {"role": "secretary", "town": "serradoix"}


def press(page, key):
    """A key, once the page has all its behaviours."""
    page.wait_for_load_state("networkidle")
    page.keyboard.press(key)


def test_a_whole_meeting_by_keyboard(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/serradoix/desk/meeting/")
    press(page, "n")
    page.wait_for_selector("#say")
    press(page, "a")
    page.keyboard.type("Trucar a la companyia de l’aigua @Mercè dijous")
    page.keyboard.press("Enter")
    page.wait_for_selector(".room-list >> text=Trucar a la companyia de l’aigua")
    assert_accessible(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    for point in ("last", "indicator"):
        page.goto(f"{demo.url}/e/serradoix/desk/meeting/?point={point}")
        press(page, "n")
        page.wait_for_url(re.compile("point=entries|/close/"))
    page.get_by_role("button", name="Tanca i escriu l’acta").click()

    page.get_by_role("link", name="L’acta").wait_for(timeout=20_000)
    expect(page.get_by_text("Ja no canvia")).to_be_visible()
    expect(page.get_by_text("Trucar a la companyia de l’aigua")).to_be_visible()
