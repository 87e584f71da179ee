"""The residence slip: asked from home by keyboard, issued at the counter with a number and a button, in the folder."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_good_at_both_widths, shot

TOWN = "/e/vall-llobera"


def test_a_slip_is_asked_from_home_and_issued_at_the_counter(demo, browser, looking):
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/padro/")
    page.locator("a[href*='entrar/demo/']").press("Enter")
    page.get_by_role("button", name="Assumpta Corominola Font").press("Enter")
    if "/en-nom-de/" in page.url:
        page.get_by_role("button", name="Continua").press("Enter")
    page.wait_for_url("**/padro/")
    expect(page.locator("main")).to_contain_text("Carrer del Pont", use_inner_text=True)
    assert_good_at_both_widths(page, page.url, "slip-from-home")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Signa i demana").press("Enter")
    assert page.title().startswith("Error:")
    page.locator("#f-accepts").press("Space")
    page.get_by_role("button", name="Signa i demana").press("Enter")
    page.wait_for_url("**/padro/*-*/")
    assert_accessible(page)
    shot(page, "slip-asked-phone")
    # The town has approved the rule: the program decides, seals and explains it, and the page says so by itself.
    page.get_by_role("heading", name="Ja el teniu").wait_for(timeout=60_000)
    assert_accessible(page)
    shot(page, "slip-by-itself-phone")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Baixa’l").click()
    assert coming.value.suggested_filename.endswith(".pdf")
    with page.expect_download() as why:
        page.get_by_role("link", name=re.compile("Per què ha sortit")).click()
    assert why.value.suggested_filename.endswith(".pdf")
    context.close()

    staff = looking(who="nuria")
    assert_good_at_both_widths(staff, f"{demo.url}{TOWN}/desk/padro/?who=99000275H", "padro-desk")
    staff.get_by_role("button", name="Expedeix el volant").press("Enter")
    staff.get_by_role("link", name="Obre’l i imprimeix-lo").wait_for(timeout=20_000)
    assert_accessible(staff)
    shot(staff, "slip-issued")
