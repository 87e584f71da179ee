"""The desk in the real browser: as it looks, without script, by keyboard, in light and dark, in two languages."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, assert_good_at_both_widths

PAGES = [
    "",
    "first-day/",
    "find/?q=gual",
    "jobs/",
    "notices/",
    "notices/new/",
    "help/?of=cases:case",
    "keys/",
    "more/",
]
SECRETARY = {"role": "secretary", "town": "vall-llobera"}
MANY_TOWNS = ["/desk/", "/desk/towns/?at=vall-llobera", "/desk/find/?q=gual", "/desk/jobs/"]


@pytest.mark.parametrize("path", [*(f"/e/vall-llobera/desk/{p}" for p in PAGES), *MANY_TOWNS])
def test_every_page_of_the_desk_can_be_used_by_everybody(demo, looking, path):
    page = looking(**SECRETARY)

    name = f"desk-{path.strip('/').replace('/', '-')}"
    assert_good_at_both_widths(page, demo.url + path, name, schemes=("light", "dark"))


def test_without_script_the_desk_does_all(demo, at_desk):
    page = at_desk(javascript=False, **SECRETARY)
    page.goto(f"{demo.url}/e/vall-llobera/desk/")

    page.click(".band-find")
    page.fill("input[name=q]", "gual")
    page.click("form.finder button.btn-main")
    page.click(".found-row >> nth=0")

    assert "/cases/" in page.url


def test_ctrl_k_finds_and_enter_opens(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/vall-llobera/desk/", wait_until="networkidle")

    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open] input[name=q]")
    page.keyboard.type("gual")
    page.wait_for_selector("dialog[open] [role=option][aria-selected=true]")
    expect(page.locator("dialog[open]")).to_have_count(1)
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")


def test_one_changes_town_with_two_keys(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/vall-llobera/desk/", wait_until="networkidle")

    page.keyboard.press("g")
    page.wait_for_selector("dialog[open] .town-row")
    assert_accessible(page)
    page.keyboard.press("Alt+0")
    page.wait_for_url(f"{demo.url}/desk/")

    assert _town(page) == "Tots els meus"


def test_the_sheet_of_keys_lists_only_those_that_serve_here(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/vall-llobera/desk/keys/", wait_until="networkidle")

    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] dl")
    without_list = page.inner_text("dialog[open] dl")
    page.keyboard.press("Escape")
    page.goto(f"{demo.url}/e/vall-llobera/desk/", wait_until="networkidle")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] dl")

    assert "Fila següent" not in without_list
    expect(page.locator("dialog[open] dl").first).to_contain_text("Fila següent", use_inner_text=True)


def test_j_goes_down_the_rows_and_says_where_it_is(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/vall-llobera/desk/", wait_until="networkidle")

    page.keyboard.press("j")
    page.keyboard.press("j")

    rows = page.locator(".ledger > li:not(.ledger-head):not(.ledger-more)")
    assert "is-chosen" in (rows.nth(1).get_attribute("class") or "")
    assert page.evaluate("document.activeElement.closest('li')?.classList.contains('is-chosen')")


def test_the_light_of_the_screen_is_kept_from_page_to_page(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}/e/vall-llobera/desk/", wait_until="networkidle")

    page.click(".band details.menu:has([data-theme-to]) > summary")
    page.click("[data-theme-to=dark]")
    page.goto(f"{demo.url}/e/vall-llobera/desk/notices/")

    assert page.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_the_door_of_the_house_can_be_used_by_everybody(demo, passer_by, size):
    page = passer_by(size=size)

    for path in ("accounts/login/", "accounts/password/reset/", "desk/nowhere/"):
        page.goto(f"{demo.url}/e/vall-llobera/{path}")
        assert_accessible(page)


def _town(page: Any) -> str:
    return " ".join(page.inner_text(".band-town b").split())
