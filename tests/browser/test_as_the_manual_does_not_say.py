"""A case that is not as the manual says, and why that day: skipped, of last week, come back to; the sum unfolds."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, search_until

TOWN = "/e/vall-llobera/desk/"


def test_a_report_is_skipped_written_on_its_real_day_and_the_term_says_why(demo, at_desk):
    page = at_desk(role="processor", town="vall-llobera")
    found = search_until(
        page, f"{demo.url}{TOWN}find/?q=soroll+nocturn", page.locator("a[href*='/desk/cases/X']")
    )
    case = found.get_attribute("href").split("?")[0].rstrip("/")
    steps = f"{demo.url}{case}/steps/"

    # The technician is on leave: the report that was asked is skipped, and the paper of last week goes in.
    page.goto(f"{steps}new/?code=04&how=todo")
    page.select_option("[name=assigned_to]", index=1)
    page.click("form.step-form .btn-main")
    page.wait_for_url("**/steps/")
    page.locator("a.ledger-title", has_text="Informe").first.click()
    page.locator("summary", has_text="Salta’l").click()
    page.fill("[id=skip_reasons]", "El tècnic és de vacances")
    page.locator("form[action$='/skip/'] button").click()
    page.wait_for_url("**/steps/")
    page.goto(f"{steps}new/?code=04&how=done")
    page.fill("[name=on]", (date.today() - timedelta(days=7)).isoformat())
    page.set_input_files(
        "[name=file]", {"name": "informe.txt", "mimeType": "text/plain", "buffer": b"Conforme\n"}
    )
    page.click("form.step-form .btn-main")
    page.wait_for_url("**/steps/")
    page.locator("li.is-skipped button").first.click()
    page.wait_for_url("**/steps/")
    expect(page.locator(".cover", has_text="Toca: Informe")).to_have_count(1)

    # A correction stops the term to resolve, and the chip of the cover says it, by keyboard.
    page.goto(f"{steps}new/?code=03")
    assert page.is_checked("[name=stops]")
    page.click("form.step-form .btn-main")
    page.wait_for_url("**/steps/")
    page.goto(f"{demo.url}{case}/")
    chip = page.locator(".cover a.term")
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".sheet-short .dl-rule")
    expect(page.locator(".sheet-short").first).to_contain_text("22.1.a", use_inner_text=True)
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert chip.evaluate("it => it === document.activeElement")
    page.goto(f"{demo.url}{chip.get_attribute('href')}")
    expect(page.locator(".dl-long-rule .is-paused").first).to_be_attached()

    # Where the law cares it refuses, with its article, and nothing that was written is lost.
    page.goto(f"{steps}new/?code=08")
    page.select_option("[name=sense]", "refused")
    page.fill("[name=note]", "Parlat amb l’arquitecte")
    page.click("form.step-form .btn-main")
    expect(page.locator("form.step-form").first).to_contain_text("35.1.a", use_inner_text=True)
    expect(page.locator("[name=note]")).to_have_value("Parlat amb l’arquitecte")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
