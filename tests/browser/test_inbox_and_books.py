"""What comes in, from its number to the case and back: by keyboard, on the phone too, and axe finds nothing."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible

TOWN = "/e/vall-llobera/desk/"
SECRETARY = {"role": "secretary", "town": "vall-llobera"}


def test_an_entry_is_registered_put_in_the_wrong_case_and_taken_out(demo, at_desk):
    page = at_desk(**SECRETARY)
    page.goto(f"{demo.url}{TOWN}registry/new/", wait_until="networkidle")
    page.fill("input[name=name]", "Colla de Geganters")
    page.fill("[name=subject]", "Demana la plaça per a la cercavila")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/registry/E\d{10}/$"))
    number = page.url.rstrip("/").rpartition("/")[2]

    page.goto(f"{demo.url}{TOWN}inbox/{number}/", wait_until="networkidle")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    page.fill("input[name=case]", "terrassa")
    page.click("#inbox-cases [data-pick] >> nth=0")
    case = page.input_value("input[name=case]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: number not in address)

    page.goto(f"{demo.url}{TOWN}inbox/{number}/", wait_until="networkidle")
    expect(page.locator(".inbox-taken").first).to_contain_text(case, use_inner_text=True)
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    page.click(".inbox-taken button")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".inbox-taken")).to_have_count(0)
    expect(page.get_by_text("ja no és a l’expedient").first).to_be_attached()
