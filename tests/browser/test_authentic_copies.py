"""The secretary makes a partial copy in the browser: she looks at it, it is sealed, and it is printed with its code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WORD = "Unitat de convivència"


def test_a_partial_copy_is_looked_at_made_sealed_and_printed(demo: Any, at_desk: Any) -> None:
    page = at_desk(role="secretary", town="vall-llobera")
    page.goto(f"{demo.url}/e/vall-llobera/desk/find/?q=ajut+urgencia")
    page.get_by_text("Informe social").first.click()

    page.get_by_role("link", name="Fes una còpia autèntica").click()
    page.get_by_role("heading", name="Còpia autèntica parcial").locator(
        "xpath=ancestor::section"
    ).get_by_role("link").click()
    page.get_by_label("Paraules que no s’han de veure").fill(WORD)
    page.get_by_role("button", name="Mira com quedarà").click()
    expect(page.get_by_text(f"«{WORD}» s’amaga en 1 lloc.")).to_be_visible()
    expect(page.get_by_role("img", name="Pàgina 1")).to_be_visible()

    page.get_by_role("button", name="Fes la còpia").click()
    expect(page.get_by_role("heading", name="Còpies autèntiques")).to_be_visible()
    expect(page.get_by_text(re.compile("EE04")).first).to_be_visible()
    address = page.get_by_role("link", name="Imprimeix una còpia amb el codi").get_attribute("href")
    printed = page.request.get(f"{demo.url}{address}")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")
