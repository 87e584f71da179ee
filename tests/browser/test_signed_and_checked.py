"""Signed and checked: from the case to the mayor's phone, to anybody's screen, to a second program's verdict."""

from __future__ import annotations

import re
import subprocess
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, ROOT, assert_accessible, shot
from tests.browser.test_clerk_morning import _find_series, _speak, bring

FILES = ROOT / "consistori" / "config" / "demo" / "files"
TOWN = "/e/vall-llobera/desk/"


def _sent_to_the_mayor(page: Any, demo: Any, *, name: str = "Decret gual Escoles 8.pdf") -> str:
    """A new case with a PDF that waits in the mayor's tray; returns the case's number."""
    page.goto(f"{demo.url}{TOWN}cases/new/")
    page.fill("input[name=title]", "Gual per signar")
    _find_series(page, "gual")
    page.locator("input[name=series]").first.check()
    page.locator("form:has(input[name=title]) button.btn-main").click()
    page.wait_for_url(re.compile(r"/cases/X\d{10}/"))
    number = re.search(r"X\d{10}", page.url).group()
    bring(page, FILES / name)
    page.locator(".folios .folio").first.wait_for()
    page.locator("a[href*='/sign/']:visible").first.click()
    page.wait_for_load_state()
    mayor = page.locator("label:has-text('Rosa Bassols'), option:has-text('Rosa Bassols')").first
    if mayor.evaluate("e => e.tagName") == "OPTION":
        page.select_option("select", mayor.get_attribute("value"))
    else:
        mayor.click()
    page.locator("main form button.btn-main").last.click()
    page.wait_for_load_state()
    return number


@pytest.mark.parametrize("language", ["ca", "es"])
def test_the_clerk_sends_a_pdf_and_the_mayor_signs_several_on_her_phone(
    demo, at_desk, passer_by, tmp_path, language
):
    clerk = at_desk(who="nuria")
    for _ in range(2):
        _sent_to_the_mayor(clerk, demo)
    login = demo.login(who="rosa")
    mayor = at_desk(who="rosa", size=PHONE)
    _speak(mayor, demo, language)
    mayor.goto(f"{demo.url}{TOWN}signature/")
    shot(mayor, "signed-tray-390")
    assert_accessible(mayor)
    boxes = mayor.locator("input[name=request]:visible")
    assert boxes.count() >= 2
    for box in boxes.all():
        box.check()
    mayor.locator("button:visible", has_text=re.compile("Signa|Firma|Sign")).last.click()
    mayor.wait_for_load_state()
    mayor.fill("input[type=password]", login["signing_passphrase"])
    shot(mayor, "signed-passphrase-390")
    mayor.locator("form:has(input[type=password]) button.btn-main").last.click()
    mayor.wait_for_url(re.compile("/batches/"))
    mayor.get_by_role("heading", name=re.compile("signats|firmados")).wait_for(timeout=60_000)
    shot(mayor, "signed-batch-390")
    assert_accessible(mayor)

    code = _code_of_signed(clerk, demo, "Gual per signar")
    _speak(mayor, demo, "ca")
    visitor = passer_by(language=language)
    visitor.goto(f"{demo.url}/verify/{code}/")
    said = visitor.locator("main").inner_text()
    assert "Rosa Bassols" in said
    shot(visitor, "signed-verify-1366")
    assert_accessible(visitor)

    path = tmp_path / "signed.pdf"
    path.write_bytes(visitor.request.get(f"{demo.url}/verify/{code}/document/").body())
    checked = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in checked, checked
    assert "ETSI.CAdES.detached" in checked


def _code_of_signed(clerk: Any, demo: Any, title: str) -> str:
    """The code of the first signed document of the newest case with this title, as its page shows it."""
    clerk.goto(f"{demo.url}{TOWN}cases/?q={quote(title)}")
    clerk.locator("a[href*='/cases/X']").first.click()
    clerk.wait_for_url(re.compile(r"/cases/X\d{10}/"))
    signed = clerk.locator(".folios li", has_text=re.compile("Signat")).first
    document = signed.locator("a[href*='?doc=']").first.get_attribute("href").split("doc=")[1][:36]
    clerk.goto(f"{demo.url}{TOWN}documents/{document}/")
    found = re.search(r"VLL(?:-[0-9A-Z]{4})+(?:-[0-9A-Z]+)?", clerk.content())
    assert found, f"no code on the page of the document of {title}"
    return found.group()


def test_a_changed_file_is_told_apart_from_the_one_we_keep(demo, passer_by, at_desk, tmp_path):
    code = _code_of_signed(at_desk(who="nuria"), demo, "Terrassa a la plaça")
    visitor = passer_by()
    answer = visitor.request.get(f"{demo.url}/verify/{code}/document/")
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(answer.body() + b"\n% one more line")
    visitor.goto(f"{demo.url}/verify/{code}/")
    visitor.locator("input[type=file]").first.set_input_files(str(altered))
    visitor.locator("form:has(input[type=file]) button").first.click()

    expect(visitor.locator(".verdict.is-bad").first).to_be_visible()
    shot(visitor, "signed-altered-1366")
    assert_accessible(visitor)


@pytest.mark.parametrize("language", ["ca", "es"])
def test_an_unknown_code_is_told_so_and_may_be_typed_again(demo, passer_by, language):
    visitor = passer_by(language=language, size=PHONE)
    answer = visitor.goto(f"{demo.url}/verify/VLL-0000-0000-0000-0000-0000-0000-0/")

    assert answer.status == 404
    expect(visitor.locator("input[name=code]").first).to_be_attached()
    assert_accessible(visitor)
