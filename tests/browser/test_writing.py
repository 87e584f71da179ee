"""A document written in the browser: from a template, without connection for a while, and by one hand at a time."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, shot

TOWN = "/e/vall-llobera/desk/"


def begin(page: Any, demo: Any, title: str) -> str:
    """A clerk begins a letter in her case; the address of the text."""
    page.goto(f"{demo.url}{TOWN}cases/?q=Terrassa")
    page.locator("a[href*='/cases/X']").first.click()
    page.wait_for_url(re.compile(r"/cases/X\d{10}/"))
    page.locator("a[href$='/write/']").first.click()
    page.locator("label.choice", has_text="Carta").click()
    page.fill("input[name=title]", title)
    page.locator("form button.btn-main").click()
    page.wait_for_selector("[data-ready=editor]")
    return str(page.url)


def write(page: Any, words: str) -> None:
    """At the end of the text."""
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_a_letter_survives_the_connection_and_waits_for_the_pen(demo, at_desk):
    nuria = at_desk(who="nuria")
    address = begin(nuria, demo, "Carta als veïns")
    write(nuria, " Una frase.")
    nuria.wait_for_selector(".text-saved.is-well")
    assert (
        nuria.locator(".text-tools").bounding_box()["y"] >= 52
    )  # in sight under the band, though it is scrolled
    nuria.evaluate("scrollTo(0, 0)")
    assert_accessible(nuria)
    shot(nuria, "text-1366")

    nuria.context.set_offline(True)
    write(nuria, " Sense connexió.")
    nuria.wait_for_selector(".text-saved.is-warned")
    nuria.context.set_offline(False)
    nuria.wait_for_selector(".text-saved.is-well")

    merce = at_desk(who="merce")
    merce.goto(address)
    merce.wait_for_selector("[data-ready=reading]")
    expect(merce.locator(".text-body")).to_contain_text("Sense connexió.", use_inner_text=True)
    merce.locator("button[value=ask]").click()
    merce.wait_for_load_state()
    nuria.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    nuria.wait_for_selector("[data-told]:not([hidden])")
    nuria.locator("button[value=leave]").click()
    nuria.wait_for_load_state()
    merce.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    merce.wait_for_selector("[data-told] a")
    merce.goto(address)
    merce.locator("button[value=take]").click()
    merce.wait_for_selector("[data-ready=editor]")
    assert_accessible(merce)


def test_what_the_browser_kept_is_sent_the_next_day(demo, at_desk):
    nuria = at_desk(who="nuria", size={"width": 390, "height": 844})
    address = begin(nuria, demo, "Ofici")
    nuria.context.set_offline(True)
    write(nuria, " Escrit al tren.")
    nuria.wait_for_selector(".text-saved.is-warned")
    nuria.close()

    again = nuria.context.new_page()
    nuria.context.set_offline(False)
    again.goto(address)
    again.wait_for_selector("[data-ready=editor]")

    expect(again.locator(".ProseMirror")).to_contain_text("Escrit al tren.", use_inner_text=True)
    again.reload()
    again.wait_for_selector("[data-ready=editor]")
    expect(again.locator(".ProseMirror")).to_contain_text("Escrit al tren.", use_inner_text=True)
    shot(again, "text-390")
    assert_accessible(again)
