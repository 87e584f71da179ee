"""Templates, as the secretary of a town writes them: with the editor, and without script on a phone."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera/desk/"
EDICT = f"{TOWN}templates/edicte/"


def test_a_town_adapts_a_template_and_sees_it_with_a_case_of_its_own(demo, at_desk):
    page = at_desk(who="merce")
    page.goto(f"{demo.url}{TOWN}templates/")
    assert_accessible(page)
    page.click("a[href$='/templates/edicte/']")
    adapt = page.locator("form[action$='/edicte/adapt/'] button")
    if adapt.count():
        adapt.click()
    else:  # a demo where this was done before
        page.click("a[href$='/edicte/edit/']")
    page.wait_for_selector(".text-body .ProseMirror")
    mark = f"Publicat el {uuid4().hex[:6]} "
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("Home")
    page.keyboard.type(mark)
    page.click("[data-insert='{{ case.series }}']")
    shot(page, "template-edit")
    assert_accessible(page)
    page.click("button[name=then][value=publish]")

    page.wait_for_selector(".template-paper")
    expect(page.locator(".template-paper").first).to_contain_text(mark.strip(), use_inner_text=True)
    expect(page.locator(".template-paper [data-field='case.series']").first).to_be_attached()
    number = page.locator("#recent-things option").first.get_attribute("value")
    page.fill("input[name=with]", number)
    page.keyboard.press("Enter")
    page.wait_for_url("**with=X**")
    expect(page.locator(".template-paper").first).to_contain_text(number, use_inner_text=True)
    shot(page, "template-with-case")
    assert_accessible(page)
    paper = page.request.get(page.url.split("?")[0] + f"preview.pdf?with={number}")
    assert paper.body().startswith(b"%PDF")


def test_without_script_on_a_phone_a_fault_is_told_and_mended(demo, at_desk):
    page = at_desk(who="merce", size=PHONE, javascript=False)
    page.goto(f"{demo.url}{TOWN}templates/new/?language=ca")
    page.fill("input[name=name_ca]", f"Nota {uuid4().hex[:6]}")
    page.fill("textarea[name=plain]", "# Nota\n\nPer a {{ party.nom }}.\n\nCordialment,")
    page.click("button[name=then][value=publish]")

    faults = page.locator(".template-faults")
    expect(faults).to_contain_text("party.name", use_inner_text=True)
    expect(faults).to_contain_text("Per a {{ party.nom }}.", use_inner_text=True)
    shot(page, "template-fault-phone")
    written = page.input_value("textarea[name=plain]")
    page.fill("textarea[name=plain]", written.replace("party.nom", "party.name"))
    page.click("button[name=then][value=publish]")
    expect(page.locator(".template-paper [data-field='party.name']")).to_have_count(1)
    expect(page.locator(".template-paper h2", has_text="Nota")).to_have_count(1)
    page.locator("form[action$='/retire/'] button").press("Enter")
