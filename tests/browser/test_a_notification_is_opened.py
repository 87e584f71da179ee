"""A citizen finds a notification, is told what opening it does, opens it with no script, and keeps all its proof."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera"
NARROW = {"width": 320, "height": 640}


def _is_good(page: Any, name: str) -> None:
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    shot(page, f"notification-{name}-phone")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
    page.set_viewport_size(DESKTOP)


def test_a_citizen_opens_what_waits_after_the_warning(demo, browser):
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/carpeta/notificacions/")
    page.locator("a[href*='entrar/demo/']").press("Enter")
    page.get_by_role("button", name="Joan Puigdollers Vila").press("Enter")
    page.wait_for_url(lambda url: TOWN in url and "entrar" not in url)

    page.goto(f"{demo.url}{TOWN}/carpeta/notificacions/")
    _is_good(page, "list")
    page.get_by_role("link", name="Tràmit d’audiència").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Teniu una notificació sense obrir")
    _is_good(page, "closed")
    page.get_by_role("link", name="Rebutjo la notificació").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rebutgeu la notificació?")
    _is_good(page, "reject")
    page.get_by_role("link", name="No, torna enrere").press("Enter")

    page.get_by_role("button", name="Obre la notificació").press("Enter")
    expect(page.locator(".nt-said")).to_contain_text("La vau obrir el", use_inner_text=True)
    expect(page.get_by_text("Dir-hi el que us sembli")).to_be_visible()
    _is_good(page, "opened")
    with page.expect_download() as came:
        page.get_by_role("link", name="Baixa-ho tot en un fitxer").press("Enter")
    assert came.value.suggested_filename.endswith(".zip")

    page.goto(f"{demo.url}{TOWN}/carpeta/avisos/")
    expect(page.locator(".nt-wishes .grow").first).to_contain_text("joan.puigdollers@correu.example")
    _is_good(page, "wishes")
    context.close()
