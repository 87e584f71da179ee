"""A clerk's list of cases, the people of the town and its scheme, in the real browser."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, finished_file, shot

TOWN = "/e/vall-llobera/desk/"
PAGES = [
    "parties/?q=forn", "PARTY", "PARTY/add/way/", "PARTY/add/identifier/", "catalogue/?q=gual",
    "catalogue/series/F601/", "catalogue/series/M101/", "catalogue/types/", "cases/?carried=me&state=instruction",
    "cases/choose/?what=carried",
]  # fmt: skip
SHEET = "codi;pare;nivell;títol\nZ000;;1;Vida al poble\nZ100;Z000;2;Festes\nZ101;Z100;3;Correfocs\n"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_and_everybody_can_read_it(demo, at_desk, path, size):
    page = at_desk(who="nuria", size=size)
    troubles: list[str] = []
    page.on("pageerror", lambda e: troubles.append(str(e)))
    if path.startswith("PARTY"):
        page.goto(f"{demo.url}{TOWN}parties/?q=bancells")
        here = page.locator("tbody a").first.get_attribute("href").rstrip("/")
        answer = page.goto(demo.url + here + (path.removeprefix("PARTY") or "/"))
    else:
        answer = page.goto(f"{demo.url}{TOWN}{path}")

    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    shot(page, f"people-{''.join(c if c.isalnum() else '-' for c in path)}-{size['width']}")
    assert_accessible(page)
    assert troubles == []


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

    assert page.locator("h1").inner_text().startswith("Per acabar")
    page.click(".save-view summary")
    page.locator(".save-view form").nth(1).locator("button").click()
    assert page.locator(".views >> text=Per acabar").count() == 0


def test_a_person_with_a_wrong_letter_is_told_which_was_right(demo, at_desk):
    page = at_desk(who="nuria", javascript=False)
    page.goto(f"{demo.url}{TOWN}parties/new/")
    page.fill("input[name=identifier]", "12345678A")
    page.fill("input[name=name]", "Laia")
    page.click("main form button >> nth=0")

    assert "La lletra no correspon: hauria de ser Z." in page.content()
    assert page.input_value("input[name=name]") == "Laia"


def test_the_archivist_looks_at_a_sheet_before_it_is_in_force(demo, at_desk, tmp_path):
    page = at_desk(who="pol")
    sheet = tmp_path / "quadre.csv"
    sheet.write_bytes(SHEET.encode("cp1252"))
    page.goto(f"{demo.url}{TOWN}catalogue/import/")
    page.set_input_files("input[name=file]", sheet)
    page.fill("input[name=name]", "Quadre de prova")
    page.fill("input[name=version]", "1")
    page.click("main form button >> nth=0")

    assert "Z101 Correfocs" in page.content()
    assert_accessible(page)
    page.click("button[value=drop]")
    assert page.locator("text=Quadre de prova").count() == 0
