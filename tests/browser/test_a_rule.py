"""A rule from its dry run to acting, by the secretary with the keyboard; the clerk pulls its brake on the phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, assert_good_at_both_widths, shot

RULES = "/e/vall-llobera/desk/automation/"
DUE = f"{RULES}rules/TERRACE-RENEWAL-DUE/"
BODIES = (
    "specification_body", "programming_body", "maintenance_body", "supervision_body", "quality_body", "audit_body",
    "appeals_body",
)  # fmt: skip


def test_a_rule_is_tried_approved_switched_on_and_stopped(demo, at_desk):
    page = at_desk(who="merce")
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{DUE}")
    expect(page.locator("main")).to_contain_text("Aquesta versió encara no fa res")
    assert_good_at_both_widths(page, f"{demo.url}{DUE}trial/", "rule-trial")
    page.get_by_role("button", name="Prova-la sobre aquests dies").press("Enter")
    page.wait_for_url("**version=**")
    for _ in range(60):
        page.goto(f"{demo.url}{DUE}trial/")
        if page.get_by_role("link", name="Anota’n l’aprovació").count():
            break
        page.wait_for_timeout(1000)
    assert_accessible(page)
    shot(page, "rule-tried")
    page.get_by_role("link", name="Anota’n l’aprovació").press("Enter")
    page.get_by_role("button", name="Aprova la versió").press("Enter")
    assert_accessible(page)
    page.fill("[name=decree]", "Decret 2026/0170, de 20 de novembre")
    for name in BODIES:
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", "Secretaria")
    if page.locator("[name=is_objective]").count():
        page.locator("[name=is_objective]").press("Space")
    shot(page, "rule-approving")
    page.get_by_role("button", name="Aprova la versió").press("Enter")
    page.wait_for_url("**/rules/TERRACE-RENEWAL-DUE/")
    page.get_by_role("button", name="Engega-la").press("Enter")
    expect(page.get_by_role("link", name="Atura-la…")).to_be_visible()
    assert_accessible(page)
    shot(page, "rule-acts")

    clerk = at_desk(who="nuria", size=PHONE)
    clerk.goto(f"{demo.url}{DUE}stop/")
    clerk.get_by_role("button", name="Atura-la ara").press("Enter")
    assert_accessible(clerk)
    clerk.fill("[name=reason]", "Renova una terrassa que ja no hi és")
    clerk.get_by_role("button", name="Atura-la ara").press("Enter")
    expect(clerk.locator("[role=alert]")).to_contain_text("que ja no hi és")
    shot(clerk, "rule-stopped-390")

    page.goto(f"{demo.url}{DUE}")
    page.get_by_role("button", name="Fes-la continuar", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Atura-la…")).to_be_visible()
    page.get_by_role("button", name="Apaga-la").press("Enter")
    expect(page.get_by_role("button", name="Engega-la")).to_be_visible()
