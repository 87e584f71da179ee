"""The secretary makes a partial copy in the browser: she looks at it, it is sealed, and it is printed with its code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import search_until

pytestmark = pytest.mark.browser
WORD = "Unitat de convivència"


def _draw_a_zone(page: Any) -> None:
    """With the mouse, and then by keyboard another one, which goes away again: the numbers of its row follow."""
    sheet = page.locator(".areas-sheet").first
    expect(page.get_by_role("button", name="Afegeix una zona")).to_be_visible()
    # Only when its image has come does the sheet have its size.
    expect(sheet.locator("img")).not_to_have_js_property("naturalHeight", 0)
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 10, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 140, steps=3)
    page.mouse.up()
    expect(page.locator("[name=area-0-left]")).to_have_value("10")
    expect(page.locator("[name=area-0-width]")).to_have_value("40")

    page.get_by_role("button", name="Afegeix una zona").press("Enter")
    zone = page.get_by_role("button", name="Zona 2, pàgina 1")
    expect(zone).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Control+ArrowLeft"):
        zone.press(key)
    expect(page.locator("[name=area-1-left]")).to_have_value("30.9")
    expect(page.locator("[name=area-1-width]")).to_have_value("41")
    zone.press("Delete")
    expect(zone).to_have_count(0)


def test_a_partial_copy_is_looked_at_made_sealed_and_printed(demo: Any, at_desk: Any) -> None:
    page = at_desk(role="secretary", town="vall-llobera")
    search = f"{demo.url}/e/vall-llobera/desk/find/?q=ajut+urgencia"
    search_until(page, search, page.get_by_text("Informe social")).click()

    page.get_by_role("link", name="Fes una còpia autèntica").click()
    page.get_by_role("heading", name="Còpia autèntica parcial").locator(
        "xpath=ancestor::section"
    ).get_by_role("link").click()
    page.get_by_label("Paraules que no s’han de veure").fill(WORD)
    _draw_a_zone(page)
    page.get_by_role("button", name="Mira com quedarà").click()
    expect(page.get_by_text("1 zona és negra.")).to_be_visible()
    expect(page.get_by_text(f"«{WORD}» s’amaga en 1 lloc.")).to_be_visible()
    expect(
        page.get_by_role("region", name="Quedarà així").get_by_role("img", name="Pàgina 1")
    ).to_be_visible()

    page.get_by_role("button", name="Fes la còpia").click()
    expect(page.get_by_role("heading", name="Còpies autèntiques")).to_be_visible()
    expect(page.get_by_text(re.compile("EE04")).first).to_be_visible()
    address = page.get_by_role("link", name="Imprimeix una còpia amb el codi").get_attribute("href")
    printed = page.request.get(f"{demo.url}{address}")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")
