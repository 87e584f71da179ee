"""Half an hour on Monday, by keyboard alone: begun, decided, written, closed, and the minute is there."""

from __future__ import annotations

from tests.browser.conftest import PHONE, assert_accessible

SECRETARY = {"role": "secretary", "town": "serradoix"}


def test_a_whole_meeting_by_keyboard(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/serradoix/desk/meeting/", wait_until="networkidle")
    page.keyboard.press("n")
    page.wait_for_selector("#say")
    page.keyboard.press("a")
    page.keyboard.type("Trucar a la companyia de l’aigua @Mercè dijous")
    page.keyboard.press("Enter")
    page.wait_for_selector(".room-list >> text=Trucar a la companyia de l’aigua")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    for _point in range(6):
        before = page.url
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("n")
        page.wait_for_url(lambda address, before=before: address != before)
    page.get_by_role("button", name="Tanca i escriu l’acta").click()

    page.get_by_role("link", name="L’acta").wait_for(timeout=20_000)
    assert page.get_by_text("Ja no canvia").is_visible()
    assert page.get_by_text("Trucar a la companyia de l’aigua").is_visible()
