"""Who is here twice, and people who come in a sheet, as the clerk does it in the real browser."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from consistori.formats.spreadsheets import write_sheet
from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, shot

TOWN = "/e/vall-llobera/desk/"


def entered(page, demo, name, surname, email=""):
    """A person entered at the counter; her address."""
    page.goto(f"{demo.url}{TOWN}parties/new/")
    page.fill("input[name=name]", name)
    page.fill("input[name=surname1]", surname)
    page.fill("input[name=email]", email)
    page.click("main form .actions button >> nth=0")
    if page.locator("button[name=is_another]").count():
        page.click("button[name=is_another]")
    page.wait_for_selector("h1")
    return page.url


def sheet_of(folder: Path, kind: str, mark: str) -> Path:
    path = folder / f"veins-{mark}.{kind}"
    header = [
        "NIF",
        "Cognoms i nom",
        "Correu electrònic",
        "Telèfon",
        "Adreça",
        "CP",
        "Població",
        "Observacions",
    ]
    rows = [
        ["", f"Vila{mark} Soler, Carme", f"carme.{mark}@example.cat", "972 000 111", "Carrer Major, 8", 17999,
         "Vall-llobera", ""],
        ["12345678A", f"Puig{mark}, Joan", "joan.example.cat", "", "", "", "", "de la fira"],
        ["", f"Serra{mark} i Mas, Pol", f"pol.{mark}@example.cat", "600000222", "", "", "", ""],
        ["", "", f"ningu.{mark}@example.cat", "telèfon", "", "", "", ""],
    ]  # fmt: skip
    write_sheet(path, kind, title="Veïns", header=header, rows=rows)
    return path


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_two_entries_are_found_compared_united_and_separated(demo, at_desk, javascript):
    page = at_desk(who="nuria", javascript=javascript)
    mark = "".join(c for c in uuid4().hex if c.isalpha())[:6].capitalize()
    first = entered(page, demo, "Eulàlia", f"Pla{mark}", f"{mark}@example.cat")
    second = entered(page, demo, "Eulalia", f"Pla{mark}", f"{mark}@example.cat")

    page.goto(second)
    expect(page.locator(".notice-plum")).to_contain_text("El mateix correu", use_inner_text=True)
    shot(page, "twice-0-party")
    page.click(".notice-plum a")
    shot(page, "twice-1-compare")
    if javascript:
        assert_accessible(page)
    page.locator("input[name=kept]").nth(1).check()
    page.locator("input[name=take-name]").nth(1).check()
    page.click("main form .actions button >> nth=0")
    page.wait_for_url(f"{first}*")
    expect(page.locator("h1")).to_have_text(f"Eulàlia Pla{mark}", use_inner_text=True)
    shot(page, "twice-2-united")
    page.goto(second)
    assert page.url == first
    page.goto(f"{demo.url}{TOWN}parties/?q=pla{mark.lower()}")
    expect(page.locator("tbody tr")).to_have_count(1)

    page.goto(first)
    page.click("aside >> text=Desfés")
    shot(page, "twice-3-undo")
    page.click("main form.actions button >> nth=0")
    page.wait_for_url(f"{second}*")
    page.goto(f"{demo.url}{TOWN}parties/?q=pla{mark.lower()}")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_town_is_compared_when_somebody_asks(demo, at_desk):
    page = at_desk(who="nuria")
    mark = "".join(c for c in uuid4().hex if c.isalpha())[:6].capitalize()
    for name in ("Remei", "Remei"):
        entered(page, demo, name, f"Coll{mark}", f"{mark}@example.cat")
    page.goto(f"{demo.url}{TOWN}parties/duplicates/")
    page.click("main .page-head button")
    pair = page.locator(".pair", has_text=f"Coll{mark}")
    for _ in range(120):
        page.goto(f"{demo.url}{TOWN}parties/duplicates/")
        if pair.count():
            break
        page.wait_for_timeout(500)
    shot(page, "twice-4-proposals")
    assert_accessible(page)
    assert "Gairebé segur" not in pair.inner_text() or "correu" in pair.inner_text()
    pair.locator(".pair-acts button").click()
    page.wait_for_load_state()
    expect(page.locator(".pair", has_text=f"Coll{mark}")).to_have_count(0)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_sheet_is_looked_at_entered_and_taken_out(demo, at_desk, tmp_path, kind):
    page = at_desk(who="nuria", language="ca")
    mark = "".join(c for c in uuid4().hex if c.isalpha())[:6]
    page.goto(f"{demo.url}{TOWN}parties/import/")
    page.set_input_files("input[type=file]", str(sheet_of(tmp_path, kind, mark)))
    page.click("main form .actions button >> nth=0")
    page.wait_for_selector("table.columns")
    shot(page, f"sheet-0-columns-{kind}")
    assert_accessible(page)
    expect(page.locator("select").nth(1)).to_have_value("full_name")
    page.click("main form .actions button >> nth=0")
    page.wait_for_selector("table.cells")
    shot(page, f"sheet-1-checked-{kind}")
    assert_accessible(page)
    wrong = page.locator("td.is-wrong")
    expect(wrong.first).to_contain_text("hauria de ser Z", use_inner_text=True)
    expect(wrong).to_have_count(4)
    page.click("text=Dona d’alta les files bones")
    page.wait_for_selector("button[value=undo]", timeout=60_000)
    shot(page, f"sheet-2-entered-{kind}")
    here = page.url
    page.goto(f"{demo.url}{TOWN}parties/?q=vila{mark}")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(here)
    with page.expect_download() as waiting:
        page.click("text=Descarrega les que queden fora")
    assert waiting.value.suggested_filename.endswith("left-out.xlsx")
    page.goto(here)
    page.click("button[value=undo]")
    page.wait_for_selector("text=Desfet", timeout=60_000)
    page.goto(f"{demo.url}{TOWN}parties/?q=vila{mark}")
    expect(page.locator("tbody tr")).to_have_count(0)


@pytest.mark.parametrize("path", ["parties/", "parties/import/", "parties/duplicates/"])
def test_each_page_opens_and_everybody_can_read_it(demo, looking, path):
    name = f"twice-{path.strip('/').replace('/', '-')}"

    assert_good_at_both_widths(looking(who="nuria"), f"{demo.url}{TOWN}{path}", name)
