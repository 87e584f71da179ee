"""A decree in the browser: the secretary enters it in the book, the clerk notifies it from its case, and one page says
where each thing stands."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera/desk/"


def _sign_what_waits(page: Any, passphrase: str) -> None:
    """Sign the paper that the tray shows, which comes ticked."""
    page.get_by_role("button", name="Signa’l").press("Enter")
    page.fill("input[type=password]", passphrase)
    page.locator("form:has(input[type=password]) button.btn-main").last.press("Enter")
    page.wait_for_url(re.compile("/batches/"))
    page.get_by_role("heading", name=re.compile("signat")).wait_for(timeout=60_000)


def test_the_secretary_transcribes_and_the_clerk_notifies(demo, at_desk):
    secretary = at_desk(who="merce")
    secretary.goto(f"{demo.url}{TOWN}decrees/")
    shot(secretary, "decree-book-1366")
    assert_accessible(secretary)
    first = secretary.locator(".decree-book tbody a").last.inner_text()
    secretary.goto(f"{demo.url}{TOWN}decrees/transcribe/")
    shot(secretary, "decree-transcribe-1366")
    secretary.locator("form[data-behaviour='submit-once'] button.btn-main").press("Enter")
    secretary.wait_for_url(re.compile("/signature/"))
    shot(secretary, "decree-attestation-tray-1366")
    _sign_what_waits(secretary, demo.login(who="merce")["signing_passphrase"])
    secretary.goto(f"{demo.url}{TOWN}decrees/transcribe/")
    expect(secretary.locator("main")).to_contain_text("No hi ha res per transcriure")

    clerk = at_desk(who="nuria")
    clerk.goto(f"{demo.url}{TOWN}cases/")
    number = _with_something_to_notify(clerk, demo)
    clerk.get_by_role("link", name="Notifica’l").first.press("Enter")
    clerk.wait_for_url(re.compile("/notifying/new/"))
    shot(clerk, "notify-1366")
    assert_accessible(clerk)
    clerk.set_viewport_size(PHONE)
    assert_accessible(clerk)
    shot(clerk, "notify-390")
    clerk.get_by_role("button", name="Posa-ho a disposició").press("Enter")
    clerk.wait_for_url(re.compile("/notifying/acts/"))
    expect(clerk.locator("main")).to_contain_text("A disposició")
    assert_accessible(clerk)
    shot(clerk, "act-390")
    clerk.set_viewport_size({"width": 1366, "height": 768})
    shot(clerk, "act-1366")
    assert_accessible(clerk)
    assert number and re.fullmatch(r"\d{4}/\d{4}", first)

    outsider = at_desk(who="lluis.bofill")
    answer = outsider.goto(clerk.url)
    assert answer.status == 404


def _with_something_to_notify(clerk: Any, demo: Any) -> str:
    """The page of a case with a signed act that nobody has been notified of; its number."""
    from urllib.parse import quote

    for words in ("fiança", "finestres", "festa major"):
        clerk.goto(f"{demo.url}{TOWN}cases/?q={quote(words)}")
        found = [one.get_attribute("href") for one in clerk.locator("a[href*='/desk/cases/X']").all()[:12]]
        for href in dict.fromkeys(href.split("?")[0] for href in found if href):
            clerk.goto(demo.url + href)
            if clerk.get_by_role("link", name="Notifica’l").count():
                return href.rstrip("/").split("/")[-1]
    raise AssertionError("no case of the demo has an act to notify")
