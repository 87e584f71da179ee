"""Somebody gives a power in the e-office by keyboard; the other one chooses for whom they act, and reads it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera"


def test_a_power_is_given_chosen_and_taken_back(demo, browser):
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)

    def come_in(name: str) -> None:
        page.goto(f"{demo.url}{TOWN}/entrar/?next={TOWN}/poders/")
        page.locator("a[href*='/demo/']").press("Enter")
        page.get_by_role("button", name=name).press("Enter")

    come_in("Rosario")
    page.get_by_role("link", name="Donar un poder").press("Enter")
    page.get_by_label("Qui actuarà per vós?").fill("Xènia Torrentó Massot")
    page.get_by_label("El seu DNI, NIE o NIF").fill("99001234B")
    page.get_by_text("Tot el que es faci amb aquest ajuntament").click()
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    shot(page, "power-new-phone")
    page.get_by_role("button", name="Repassa-ho").press("Enter")
    assert_accessible(page)
    page.get_by_role("checkbox").press("Space")
    page.get_by_role("button", name="Signa i dona el poder").press("Enter")
    page.wait_for_url("**/poders/")
    page.set_viewport_size(DESKTOP)
    assert_accessible(page)
    shot(page, "powers")
    page.goto(f"{demo.url}{TOWN}/sortir/")
    page.locator("main").get_by_role("button", name="Surt").press("Enter")

    come_in("Xènia")
    page.wait_for_url("**/en-nom-de/**")
    assert_accessible(page)
    shot(page, "acting")
    page.get_by_role("radio", name="Rosario Peña").first.press("Space")
    page.get_by_role("button", name="Continua").press("Enter")
    page.wait_for_url("**/poders/")
    page.goto(f"{demo.url}{TOWN}/tramits/GEN-01/fer/")
    expect(page.locator("main")).to_contain_text("Rosario Peña", use_inner_text=True)
    assert_accessible(page)
    context.close()
