"""A citizen looks at how it goes, asks, uses a paper of before, and marks a place on the plan: axe finds nothing."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera"
NARROW = {"width": 320, "height": 640}


def _draft(page: Any, demo: Any, code: str) -> str:
    """Begin a procedure; the address of its draft."""
    page.goto(f"{demo.url}{TOWN}/tramits/{code}/fer/")
    page.locator("main form button").last.press("Enter")
    page.wait_for_url(f"**/tramits/{code}/fer/*/**")
    return page.url.rsplit("/", 2)[0]


def _is_good(page: Any, name: str) -> None:
    """Axe finds nothing, and it does not scroll sideways at 320 px."""
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    shot(page, f"folder-{name}-phone")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
    page.set_viewport_size(DESKTOP)


def test_a_citizen_follows_asks_and_is_asked_once(demo, browser):
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/carpeta/")
    page.locator("a[href*='entrar/demo/']").press("Enter")
    page.get_by_role("button", name="Joan Puigdollers Vila").press("Enter")
    page.wait_for_url(lambda url: TOWN in url and "entrar" not in url)

    page.goto(f"{demo.url}{TOWN}/carpeta/")
    _is_good(page, "all")
    page.locator(".matter h3 a", has_text="cuina").last.press("Enter")
    if back := page.locator(".folder-back a", has_text="cuina").all():  # something is asked of them in it
        back[0].press("Enter")
    page.get_by_label("Escriviu a").fill("Gràcies. Quin dia vindrà l’arquitecte?")
    page.get_by_role("button", name="Envia el missatge").press("Enter")
    page.wait_for_url("**#talk")
    expect(page.locator("#talk")).to_contain_text("Quin dia vindrà", use_inner_text=True)
    _is_good(page, "case")

    page.goto(f"{demo.url}{TOWN}/carpeta/pagaments/")
    page.locator(".ended a").first.press("Enter")
    _is_good(page, "payment")

    papers = f"{_draft(page, demo, 'VIA-02')}/papers/"
    page.goto(papers)
    _is_good(page, "held")
    page.get_by_role("button", name="Feu servir el de").first.press("Enter")
    page.locator(".fl-papers li").first.wait_for()

    page.goto(f"{_draft(page, demo, 'GEN-04')}/1/")
    page.get_by_label("Hi ha una cosa que no funciona").check()
    page.locator("textarea").fill("El fanal no s’encén.")
    page.get_by_role("button", name="Desa i continua").press("Enter")
    expect(
        page.locator(".fm-map-sheet")
    ).to_be_visible()  # a key does not wait for it, and it comes with its script
    page.locator(".fm-map-sheet").press("ArrowRight")
    expect(page.locator("[name='place.where']")).not_to_have_value("")
    _is_good(page, "plan")
    context.close()
