"""Somebody calls: their form is filled in with them, and waits for them on their own device. axe finds nothing."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import assert_accessible, shot

TOWN = "/e/vall-llobera/"
CALLER = "99000412V"
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


def test_from_the_call_to_their_own_device(demo: Any, at_desk: Any, passer_by: Any) -> None:
    page = at_desk(who="nuria")
    page.goto(f"{demo.url}{TOWN}desk/phone/")
    page.fill("#ph-who", CALLER)
    page.keyboard.press("Enter")
    page.fill("#ph-what", "sol·licitud genèrica")
    page.keyboard.press("Enter")
    page.locator("a[href*='code=GEN-01']").first.click()
    page.get_by_role("button", name="Omple-ho amb ell").click()

    page.get_by_text("A aquest Ajuntament").click()
    page.get_by_role("button", name="Desa i continua").click()
    page.get_by_label("Què passa?").fill("El contenidor del carrer Nou vessa.")
    page.locator("textarea[name=request]").fill("Que el buidin més sovint.")
    page.get_by_role("button", name="Desa i continua").click()
    page.get_by_role("link", name="Llegeix-ho i deixa-l’hi").click()
    assert_accessible(page)
    page.get_by_text("Li he llegit el codi").click()
    page.get_by_role("button", name="Deixa-l’hi").click()
    page.set_viewport_size(PHONE)
    shot(page, "phone-left-for-them")
    code = page.locator("output").first.inner_text()

    theirs = passer_by(size=NARROW, javascript=False)
    theirs.goto(f"{demo.url}{TOWN}preparat/")
    theirs.fill("#code", code.lower().replace("-", " "))
    with theirs.expect_navigation():
        theirs.keyboard.press("Enter")
    shot(theirs, "phone-on-their-device")
    assert "vessa" not in theirs.content()
    theirs.get_by_role("link", name="Identifiqueu-vos i mireu-ho").click()

    assert "/entrar/" in theirs.url or "/enter/" in theirs.url
    answer = passer_by(size=NARROW)
    answer.goto(f"{demo.url}{TOWN}preparat/{code}/")
    assert_accessible(answer)
    assert answer.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
