"""What comes in, from its number to the case and back: by keyboard, on the phone too, and axe finds nothing."""

from __future__ import annotations

import re

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
    assert case in page.inner_text(".inbox-taken")
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    page.click(".inbox-taken button")
    page.wait_for_load_state("networkidle")
    assert page.locator(".inbox-taken").count() == 0
    assert page.get_by_text("ja no és a l’expedient").count() >= 1
