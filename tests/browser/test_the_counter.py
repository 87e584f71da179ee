"""The counter by keyboard alone: two papers come in, and go home with their number and their receipt."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from consistori.assistance.tests.conftest import scan
from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, shot

COUNTER = "/e/vall-llobera/desk/counter/"
PRESSED_AT_MOST = 40


class Keyboard:
    """Keys, counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.pressed += len(words)


def _scan_two(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in folder.iterdir():
        one.unlink()
    first = time.time_ns() % 149
    for number in (1, 2):
        path = folder / f"taulell-{time.time_ns()}-{number}.tif"
        path.write_bytes(scan(200, mark=first + number))
        os.utime(path, (time.time() - 10, time.time() - 10))


def test_two_papers_by_keyboard(demo, at_desk):
    page = at_desk(who="merce")
    assert_good_at_both_widths(page, f"{demo.url}{COUNTER}", "counter")
    _scan_two(demo.data / "counter" / "vall-llobera")
    page.goto(f"{demo.url}{COUNTER}", wait_until="networkidle")
    keys = Keyboard(page)

    keys.type("montserrat t")
    page.wait_for_selector("#found-party .counter-pick")
    keys.press("Enter")
    page.wait_for_selector(".counter-person")
    keys.press("Alt+p")
    page.wait_for_selector(".counter-paper >> nth=1")
    keys.press("Alt+o")
    page.wait_for_selector("input[value=original]:checked >> nth=1")
    assert page.evaluate("document.activeElement.id") == "id_subject"
    keys.type("Demana un gual")
    assert_accessible(page)
    shot(page, "counter-two-originals")
    keys.press("Control+Enter")
    page.wait_for_selector(".counter-number", timeout=30_000)
    page.wait_for_selector("a[href$='receipt.pdf']", timeout=30_000)
    assert_accessible(page)
    shot(page, "counter-done")
    keys.press("Enter")
    page.wait_for_selector("#who-party")

    assert page.url.endswith(COUNTER)
    assert keys.pressed <= PRESSED_AT_MOST
