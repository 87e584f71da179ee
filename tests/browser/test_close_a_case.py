"""A case is closed saying how it ended, nothing in it changes any more, and it is opened again with a reason."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, assert_accessible, shot
from tests.browser.test_clerk_morning import _find_series, _speak, bring

FILES = ROOT / "consistori" / "config" / "demo" / "files"
PAPER = "acta comissió festes 3-11-2026.odt"
TOWN = "/e/vall-llobera/desk/"


@pytest.fixture(params=["ca", "es"])
def clerk(request: Any, demo: Any, at_desk: Any) -> Any:
    page = at_desk(who="nuria")
    _speak(page, demo, request.param)
    yield page
    _speak(page, demo, "ca")


def test_a_case_is_closed_and_opened_again(demo, clerk):
    clerk.goto(f"{demo.url}{TOWN}cases/new/")
    clerk.fill("input[name=title]", "Inventari de claus")
    _find_series(clerk, "inventari")
    clerk.locator("input[name=series]").first.check()
    clerk.locator("form:has(input[name=title]) button.btn-main").click()
    clerk.wait_for_url(re.compile(r"/cases/X\d{10}/"))
    case = f"{demo.url}{TOWN}cases/{re.search(r'X[0-9]{10}', clerk.url).group()}/"

    bring(clerk, FILES / PAPER)
    clerk.locator(".folios .folio").first.wait_for()

    clerk.goto(f"{case}close/")
    clerk.locator("input[name=ending][value=internal]").check()
    clerk.fill("[name=note]", "Paper de la casa")
    closing = clerk.locator("form[action$='/close/now/'] button").last
    for _ in range(120):  # in which language it is written is read by a job
        clerk.locator("form:has(input[name=ending]) button").last.click()
        clerk.wait_for_load_state()
        if closing.count():
            break
        clerk.wait_for_timeout(500)
    assert_accessible(clerk)
    closing.click()
    clerk.wait_for_load_state()
    clerk.goto(case)
    expect(clerk.locator("form[action*='/upload/']")).to_have_count(0)
    shot(clerk, "closed-1366")
    assert_accessible(clerk)

    clerk.goto(f"{case}close/")
    clerk.fill("form[action$='/reopen/'] [name=reason]", "Falta una clau")
    clerk.locator("form[action$='/reopen/'] button").last.click()
    clerk.wait_for_load_state()
    clerk.goto(case)
    expect(clerk.locator("form[action*='/upload/']").first).to_be_attached()
