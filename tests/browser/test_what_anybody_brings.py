"""What anybody brings opens on its page: words over the image and found in it, a message emptied of what it carries."""

from __future__ import annotations

from typing import Any

import pytest
import typst
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, shot

pytestmark = pytest.mark.browser

TOWN = "/e/vall-llobera/desk/"
PAPER = (
    '#set document(title: "Memòria de les finestres")\n#set text(lang: "ca")\n'
    + "#pagebreak()".join(f"\n= Pàgina {n}\nLa fusteria de l’edifici.\n" for n in (1, 2, 3))
    + "El pressupost de la col·lecció de vidres."
)
MAIL = (
    b"From: Anna <anna@exemple.cat>\r\nTo: oac@vall-llobera.example\r\nSubject: Vidres de la biblioteca\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    b"Us envio la nota.\r\n--b\r\nContent-Type: text/plain\r\n"
    b'Content-Disposition: attachment; filename="nota dels vidres.txt"\r\n\r\nLa nota sencera.\r\n--b--\r\n'
)


@pytest.fixture
def case(demo: Any, at_desk: Any) -> Any:
    """The page of a case, with a long paper and a message just brought."""
    page = at_desk(who="nuria")
    page.set_default_timeout(40_000)
    page.goto(f"{demo.url}{TOWN}cases/?q=finestres+biblioteca")
    page.get_by_role("link", name="Finestres de la biblioteca").first.click()
    page.wait_for_url("**/cases/X*/")
    pdf = bytes(typst.compile(PAPER.encode()))
    files = [
        {"name": "memoria vidres.pdf", "mimeType": "application/pdf", "buffer": pdf},
        {"name": "correu vidres.eml", "mimeType": "message/rfc822", "buffer": MAIL},
    ]
    page.wait_for_load_state("networkidle")
    with page.expect_event("load"):  # the page draws itself again when all are in
        page.locator("form[action*='/upload/'] input[type=file]").first.set_input_files(files)
    page.get_by_role("link", name="Correu vidres").first.wait_for()
    return page


def test_a_clerk_reads_finds_and_empties_what_anybody_brings(case: Any) -> None:
    address = case.url
    case.get_by_role("link", name="Memoria vidres").first.click()
    case.locator(".page-layer text").first.wait_for(state="attached")
    case.locator(".find-bar input").fill("colleccio")
    case.locator(".find-bar button").click()
    case.locator(".found mark").wait_for()
    expect(case.locator(".found mark")).to_have_text("col·lecció", use_inner_text=True)
    case.locator(".found-list a").click()
    case.locator("#page-3 .page-layer .hit").wait_for(state="attached")
    shot(case, "arrivals-find")
    assert_accessible(case)

    case.goto(address)
    case.get_by_role("link", name="Correu vidres").first.click()
    case.locator(".inside-list a", has_text="nota dels vidres.txt").click()
    case.get_by_text("La nota sencera.").wait_for()
    shot(case, "arrivals-piece")
    assert_accessible(case)
    case.get_by_role("button", name="Treu-lo com a document").click()
    case.get_by_role("heading", name="Nota dels vidres").wait_for()
    case.goto(address)
    expect(case.get_by_text("Nota dels vidres").first).to_be_attached()
