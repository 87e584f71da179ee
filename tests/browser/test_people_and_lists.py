"""A clerk's list of cases, the people of the town and its scheme, in the real browser."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, finished_file

TOWN = "/e/vall-llobera/desk/"
PAGES = [
    "parties/?q=forn", "PARTY", "PARTY/add/way/", "PARTY/add/identifier/", "catalogue/?q=gual",
    "catalogue/series/F601/", "catalogue/series/M101/", "catalogue/types/", "cases/?carried=me&state=instruction",
    "cases/choose/?what=carried",
]  # fmt: skip
SHEET = "codi;pare;nivell;títol\nZ000;;1;Vida al poble\nZ100;Z000;2;Festes\nZ101;Z100;3;Correfocs\n"


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_and_everybody_can_read_it(demo, looking, path):
    page = looking(who="nuria")
    address = f"{demo.url}{TOWN}{path}"
    if path.startswith("PARTY"):
        page.goto(f"{demo.url}{TOWN}parties/?q=bancells")
        here = page.locator("tbody a").first.get_attribute("href").rstrip("/")
        address = demo.url + here + (path.removeprefix("PARTY") or "/")

    assert_good_at_both_widths(page, address, f"people-{''.join(c if c.isalnum() else '-' for c in path)}")


def test_what_i_filtered_leaves_with_my_columns(demo, at_desk, tmp_path):
    page = at_desk(who="nuria")
    page.goto(f"{demo.url}{TOWN}cases/?q=gual")
    titles = page.locator("tbody .title-cell > a").all_text_contents()
    page.click(".list-foot button[value=csv]")
    with page.expect_download() as waiting:
        finished_file(page, f"{demo.url}{TOWN}jobs/", "Expedients a CSV").click()
    kept = tmp_path / "list.csv"
    waiting.value.save_as(kept)

    rows = list(csv.reader(io.StringIO(Path(kept).read_text("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == titles


def test_a_view_is_saved_and_comes_back(demo, at_desk):
    page = at_desk(who="nuria")
    page.goto(f"{demo.url}{TOWN}cases/?carried=me&state=ending")
    page.click(".save-view summary")
    page.fill("#view-name", "Per acabar")
    page.click(".save-view button >> nth=0")

    expect(page.locator("h1")).to_contain_text("Per acabar")
    page.click(".save-view summary")
    page.locator(".save-view form").nth(1).locator("button").click()
    expect(page.locator("h1")).not_to_contain_text("Per acabar")
    expect(page.locator(".views").get_by_text("Per acabar")).to_have_count(0)


def test_a_person_with_a_wrong_letter_is_told_which_was_right(demo, at_desk):
    page = at_desk(who="nuria", javascript=False)
    page.goto(f"{demo.url}{TOWN}parties/new/")
    page.fill("input[name=identifier]", "12345678A")
    page.fill("input[name=name]", "Laia")
    page.click("main form button >> nth=0")

    expect(page.locator("main")).to_contain_text("La lletra no correspon: hauria de ser Z.")
    expect(page.locator("input[name=name]")).to_have_value("Laia")


def test_the_archivist_looks_at_a_sheet_before_it_is_in_force(demo, at_desk, tmp_path):
    page = at_desk(who="pol")
    sheet = tmp_path / "quadre.csv"
    sheet.write_bytes(SHEET.encode("cp1252"))
    page.goto(f"{demo.url}{TOWN}catalogue/import/")
    page.set_input_files("input[name=file]", sheet)
    name = f"Quadre {uuid4().hex[:6]}"
    page.fill("input[name=name]", name)
    page.fill("input[name=version]", "1")
    page.click("main form button >> nth=0")

    expect(page.locator("main")).to_contain_text("Z101 Correfocs")
    assert_accessible(page)
    page.click("button[value=drop]")
    page.wait_for_load_state()
    expect(page.get_by_text(name)).to_have_count(0)
