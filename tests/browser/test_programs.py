"""Other programs in the browser: the administrator gives a key, changes its secret, and has a program told."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, shot

TOWN = "/e/vall-llobera/desk/"
PAGES = ["programs/", "programs/new/", "programs/told/", "programs/told/new/"]


@pytest.fixture
def office(demo, at_desk):
    def enter(**how):
        return at_desk(role="administrator", town="vall-llobera", **how)

    return enter


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_and_everybody_can_read_it(demo, looking, path):
    page = looking(role="administrator", town="vall-llobera")

    assert_good_at_both_widths(page, f"{demo.url}{TOWN}{path}", path.strip("/").replace("/", "-"))


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_a_key_is_given_its_secret_changed_and_it_is_withdrawn(demo, office, javascript):
    page = office(javascript=javascript)
    name = f"Gestor de subvencions {javascript}"
    page.goto(f"{demo.url}{TOWN}programs/new/")
    page.fill("input[name=name]", name)
    page.check("input[value='cases:read']")
    page.click("main form button.btn-main")

    first = page.locator("#secret output").inner_text()
    shot(page, "key-made-1366")
    if javascript:
        assert_accessible(page)
    assert re.fullmatch(r"cst_[A-Za-z0-9_-]{43}", first)
    page.goto(f"{demo.url}{TOWN}programs/")
    page.click(f"text={name}")
    expect(page.locator("#secret")).to_have_count(0)
    page.fill("input[name=secret]", first)
    page.click("form[action$='/try/'] button")
    expect(page.locator(".toast, .notice, [role=status]").first).to_contain_text(name, use_inner_text=True)
    page.click("form[action$='/rotate/'] button")
    expect(page.locator("#secret output")).not_to_have_text(first, use_inner_text=True)
    page.click("form[action$='/withdraw/'] button")
    page.wait_for_url("**/programs/")


def test_a_program_that_cannot_be_reached_is_told_so(demo, office):
    page = office()
    name = f"Programa que no hi és {uuid4().hex[:6]}"
    page.goto(f"{demo.url}{TOWN}programs/told/new/")
    page.fill("input[name=name]", name)
    page.fill("input[name=url]", "http://10.0.0.1/hook")
    page.click("main form button.btn-main")
    expect(page.locator("main .error, main [id$=error]").first).to_contain_text(
        "https://", use_inner_text=True
    )
    expect(page.locator("input[name=name]")).to_have_value(name)
    page.fill("input[name=url]", "http://127.0.0.1:9/hook")
    page.click("main form button.btn-main")
    page.click("form[action$='/try/'] button")

    page.wait_for_url("**/programs/told/*/")
    expect(page.locator("table")).to_contain_text("consistori.trial", use_inner_text=True)
    shot(page, "told-1366")
    assert_accessible(page)
