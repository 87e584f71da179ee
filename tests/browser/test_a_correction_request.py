"""What is asked is fixed from the folder, and the answer is in the case: axe finds nothing on the way."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import (
    DESKTOP,
    assert_accessible,
    assert_good_at_both_widths,
    search_until,
    shot,
)

TOWN = "/e/vall-llobera"
NARROW = {"width": 320, "height": 640}


def test_what_is_asked_is_fixed_and_lands_in_the_case(demo, browser, looking):
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/entrar/?next={TOWN}/carpeta/")
    page.locator("a[href*='entrar/demo/']").press("Enter")
    page.get_by_role("button", name="Joan Puigdollers Vila").press("Enter")
    page.wait_for_url("**/carpeta/")
    page.locator(".matter-acts a", has_text="Corregiu").first.press("Enter")
    page.wait_for_url("**/esmena/**")

    expect(page.locator("main")).to_contain_text("Al pressupost hi diu 8.500 €", use_inner_text=True)
    assert_accessible(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.locator("[name=cost]").fill("força")
    page.get_by_role("button", name="Envieu-ho").press("Enter")
    page.locator("#f-cost-error").wait_for()
    assert_accessible(page)
    shot(page, "correction-wrong")
    page.locator("[name=cost]").fill("8.500")
    page.get_by_role("button", name="Envieu-ho").press("Enter")
    page.wait_for_url("**/assentaments/**")
    context.close()

    _the_case_has_it(demo, looking(who="nuria"))


def _the_case_has_it(demo: Any, desk: Any) -> None:
    wanted = desk.locator("a[href*='/desk/cases/X']", has_text="Escoles, 8")
    case = search_until(desk, f"{demo.url}{TOWN}/desk/find/?q=cuina", wanted).get_attribute("href")
    desk.goto(demo.url + case.split("?")[0])
    one = desk.locator("a[href*='/correcting/']").first.get_attribute("href")
    assert_good_at_both_widths(desk, demo.url + one, "desk-correction")
    expect(desk.locator("main")).to_contain_text("8.500,00 €", use_inner_text=True)
