"""The papers of an old project, by keyboard: dropped as a folder, put in order, divided, looked at one after another.

The time of two hundred is reckoned from the keys that these took, with the keystroke-level model (Card, Moran and
Newell: 0.28 s a key for an average typist, 1.35 s to make up one's mind), and 1 s for each page to come.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typst
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible
from tests.browser.test_clerk_morning import _find_series

TOWN = "/e/vall-llobera/desk/"
A_KEY, A_THOUGHT, A_PAGE = 0.28, 1.35, 1.0
PAPERS, MINUTES = 200, 20


class Hands:
    """Hands on the keys: each stroke is counted, and the mouse is not there."""

    def __init__(self, page: Any) -> None:
        self.page, self.keys, self.thoughts = page, 0, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1 + key.count("+")

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def think(self) -> None:
        self.thoughts += 1


def _pdf(title: str, pages: int = 1) -> bytes:
    source = '#set page(paper: "a5")\n#set text(lang: "ca")\n'
    source += "\n#pagebreak()\n".join(f"= {title}\nFull {n}" for n in range(1, pages + 1))
    return bytes(typst.compile(source.encode(), timestamp=1_700_000_000))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Eight papers in three folders: half with a name that says what they are, two machine names, one twice."""
    folder = tmp_path / "Piscina"
    papers = {
        "Memòria/Informe tècnic de la piscina.pdf": ("Informe tècnic", 1),
        "Memòria/Informe de la policia local.pdf": ("Informe", 1),
        "Plànols/Plànol 1.pdf": ("Plànol 1", 1),
        "Plànols/Plànol 2.pdf": ("Plànol 2", 1),
        "Plànols/Còpia del plànol 2.pdf": ("Plànol 2", 1),
        "Varis/SCAN0001.pdf": ("Sol·licitud i annex", 3),
        "Varis/IMG_2031.pdf": ("Fotografia", 1),
        "Varis/Thumbs.db": ("no entra", 1),
    }
    for name, (title, pages) in papers.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_pdf(title, pages))
    return folder


def test_two_hundred_papers_by_keyboard(demo: Any, at_desk: Any, project: Path) -> None:
    clerk = at_desk(who="nuria")
    clerk.goto(f"{demo.url}{TOWN}cases/new/")
    clerk.fill("input[name=title]", "Projecte de la piscina municipal")
    _find_series(clerk, "inventari")
    clerk.locator("input[name=series]").first.check()
    clerk.locator("form:has(input[name=title]) button.btn-main").click()
    clerk.wait_for_url(re.compile(r"/cases/X\d{10}/"))
    table = f"{clerk.url.split('?')[0].rstrip('/')}/papers/"

    clerk.goto(table)
    clerk.set_input_files("#id_folder", str(project))
    clerk.locator(".contact").nth(6).wait_for()
    assert [" ".join(head.split()) for head in clerk.locator(".pile-head").all_inner_texts()] == [
        "Piscina / Memòria 2", "Piscina / Plànols 3", "Piscina / Varis 2",
    ]  # fmt: skip
    assert_accessible(clerk)
    hands = Hands(clerk)

    _order_by_keys(clerk, hands)
    _divide_by_keys(clerk, hands, table)
    once = (
        hands.keys * A_KEY + hands.thoughts * A_THOUGHT
    ) * 10  # ten such things to mend in two hundred papers
    before = hands.keys, hands.thoughts
    looked_at = _look_at_all(clerk, hands, table)

    keys, thoughts = hands.keys - before[0], hands.thoughts - before[1]
    each = (keys * A_KEY + thoughts * A_THOUGHT) / looked_at + A_PAGE
    minutes = (PAPERS * each + once) / 60
    print(f"{looked_at} papers, {keys / looked_at:.1f} keys each; {PAPERS} papers: {minutes:.1f} minutes")
    assert minutes <= MINUTES


def _order_by_keys(clerk: Any, hands: Hands) -> None:
    """The copy of a plan goes after the plan: three arrows and the new order is kept with its folios."""
    clerk.locator("[data-leaf][tabindex='0']").first.focus()
    titles = clerk.locator(".contact-title")
    expect(titles.nth(2)).to_have_text("Còpia del plànol 2", use_inner_text=True)
    hands.think()
    hands.press("ArrowRight", "ArrowRight")
    with clerk.expect_response(lambda answer: "/papers/" in answer.url and answer.request.method == "GET"):
        hands.press("Alt+ArrowRight", "Alt+ArrowRight")
    expect(clerk.locator(".contact-title").nth(4)).to_have_text("Còpia del plànol 2")
    expect(clerk.locator(".contact .folio").nth(4)).to_have_text("5")


def _divide_by_keys(clerk: Any, hands: Hands, table: str) -> None:
    """A scan of three pages is a request and its annex; its first page was upside down."""
    href = clerk.locator(".contact:has-text('SCAN0001') .contact-pages").get_attribute("href")
    clerk.goto(f"{table.split('/e/')[0]}{href}")
    assert_accessible(clerk)
    clerk.locator(".is-live [data-page='1']").focus()
    hands.think()
    hands.press("r", "r", "ArrowRight", "p", "Tab", "Tab", "Tab", "Tab")
    clerk.locator("[data-page='2'] .sheet-title").focus()
    hands.write("Annex")
    hands.press("Control+Enter")
    clerk.locator(".contact-title", has_text=re.compile("^Annex$")).wait_for()
    expect(clerk.locator("form[action*='/pages/undo/'] button")).to_have_count(1)


def _look_at_all(clerk: Any, hands: Hands, table: str) -> int:
    """One after another until none waits; what the program guessed is right takes one key."""
    clerk.goto(table)
    clerk.locator("[data-leaf][tabindex='0']").first.focus()
    hands.press("r")
    clerk.wait_for_url(re.compile(r"/papers/review/"))
    assert_accessible(clerk)
    looked_at = 0
    while clerk.locator("form.review-form").count():
        here = clerk.url
        title = clerk.input_value(".review-form [name=title]")
        assert clerk.evaluate("document.activeElement.name") == "title"
        hands.think()
        if title in {"SCAN0001", "IMG 2031"}:
            hands.press("Control+a")
            hands.write("Sol·licitud" if title == "SCAN0001" else "Fotografia del vas")
        if not clerk.input_value(".review-form [name=type]"):
            hands.press("Tab")
            hands.write("sol" if title == "SCAN0001" else "inf")
        hands.press("Control+Enter")
        clerk.wait_for_url(lambda url, here=here: url != here)
        looked_at += 1
        assert looked_at <= 12
    return looked_at
