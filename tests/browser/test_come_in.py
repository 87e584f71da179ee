"""A citizen comes in at the electronic office, finds their folder, adds a paper by keyboard and mouse, and leaves."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera"


def test_a_citizen_comes_in_adds_a_paper_and_leaves(demo, browser):
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/carpeta/")
    assert_accessible(page)
    shot(page, "enter")

    page.locator("a[href*='entrar/demo/']").press("Enter")
    expect(page.locator("[role=note]")).to_contain_text("DEMO", use_inner_text=True)
    page.get_by_role("button", name="Joan Puigdollers Vila").press("Enter")
    page.wait_for_url(f"**{TOWN}/carpeta/")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    shot(page, "folder-phone")
    page.set_viewport_size(DESKTOP)

    page.locator(".matter h3 a[href*='/expedients/']").first.press("Enter")
    assert_accessible(page)
    file = {"name": "foto del gual.txt", "mimeType": "text/plain", "buffer": b"la foto que faltava"}
    page.locator("#id_files").set_input_files(files=[file])
    page.get_by_role("button", name="Envia els papers").press("Enter")
    page.wait_for_url("**/carpeta/assentaments/**")
    assert_accessible(page)

    page.goto(f"{demo.url}{TOWN}/sortir/")
    page.locator("main").get_by_role("button", name="Surt").press("Enter")
    page.goto(f"{demo.url}{TOWN}/carpeta/")
    assert "/entrar/" in page.url
    context.close()
