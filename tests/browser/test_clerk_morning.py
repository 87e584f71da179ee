"""A clerk's morning, in the real browser, in Catalan and in Spanish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, assert_accessible, shot

FILES = ROOT / "consistori" / "config" / "demo" / "files"
BAD = ROOT / "tests" / "files" / "bad"
TOWN = "/e/vall-llobera/desk/"


@pytest.fixture(params=["ca", "es"])
def clerk(request: Any, demo: Any, at_desk: Any) -> Any:
    """Núria, with the program in this language."""
    page = at_desk(who="nuria")
    _speak(page, demo, request.param)
    page.language = request.param
    yield page
    _speak(page, demo, "ca")


def _speak(page: Any, demo: Any, language: str) -> None:
    page.goto(f"{demo.url}{TOWN}me/")
    page.select_option("select[name=language]", language)
    page.locator("form:has(select[name=language]) button").click()
    page.wait_for_load_state()


def _open_case(page: Any, demo: Any, title: str, words: str) -> str:
    """Open a case by the words people use; returns its number."""
    page.goto(f"{demo.url}{TOWN}cases/new/")
    page.fill("input[name=title]", title)
    _find_series(page, words)
    page.locator("input[name=series]").first.check()
    page.locator("form:has(input[name=title]) button.btn-main").click()
    page.wait_for_url(re.compile(r"/cases/X\d{10}/"))
    return re.search(r"X\d{10}", page.url).group()


def _find_series(page: Any, words: str) -> None:
    """Write the words and wait until the series found are there; what is chosen before would be replaced."""
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "document.querySelector('#found-series').insertAdjacentHTML('beforeend', '<i id=before></i>')"
    )
    page.fill("input[name=q]", words)
    page.locator("#before").wait_for(state="detached")
    page.locator("input[name=series]").first.wait_for()


def bring(page: Any, *paths: Path) -> None:
    """Files into the case on the screen; when they are all in, its page has been drawn again by itself."""
    page.wait_for_load_state("networkidle")
    with page.expect_event("load", timeout=60_000):
        page.locator("form[action*='/upload/'] input[type=file]").first.set_input_files(
            [str(p) for p in paths]
        )


def test_a_case_is_opened_with_the_words_people_use(demo, clerk):
    number = _open_case(clerk, demo, "Gual al carrer de la Font, 3", "gual")

    assert clerk.locator("html").get_attribute("lang") == clerk.language
    expect(clerk.get_by_text(number).first).to_be_visible()
    expect(clerk.locator("body")).to_contain_text("F601")
    shot(clerk, f"morning-new-case-{clerk.language}")
    assert_accessible(clerk)


def test_in_the_complete_modality_the_series_is_compulsory_and_nothing_typed_is_lost(demo, clerk):
    clerk.goto(f"{demo.url}{TOWN}cases/new/")
    clerk.fill("input[name=title]", "Una cosa sense sèrie")
    clerk.locator("form:has(input[name=title]) button.btn-main").click()

    expect(clerk.locator("input[name=title]")).to_have_value("Una cosa sense sèrie")
    expect(clerk.locator(".field-error, [role=alert], .error").first).to_be_attached()
    shot(clerk, f"morning-no-series-{clerk.language}")


def test_twelve_files_at_once_one_wrong_and_one_twice(demo, clerk):
    number = _open_case(clerk, demo, "Obra menor al carrer del Pont", "obra menor")
    good = [
        "Decret gual Escoles 8.pdf", "Memoria obra baño c Pont 32.docx", "PRESUPUESTO 0317.pdf", "SCAN0042.tif",
        "IMG_20260820_181203.jpg", "RV presupuesto.eml", "FACTURES MENJADOR 2026.xlsx", "planol_gual.pdf",
        "nota-simple.pdf", "Bases subvencions entitats 2027.odt",
    ]  # fmt: skip
    wrong = next(p for p in BAD.iterdir() if "zero" in p.name or "empty" in p.name or p.stat().st_size == 0)
    twice = FILES / "planol_gual.pdf"
    paths = [str(FILES / name) for name in good] + [str(wrong), str(twice)]
    clerk.locator("form[action*='/upload/'] input[type=file]").first.set_input_files(paths)
    clerk.locator("#uploads > li").first.wait_for()  # the files are on their way
    _wait_for_documents(clerk, demo, number, at_least=10)

    rows = clerk.locator(".folios .folio").count()
    assert rows >= 10
    shot(clerk, f"morning-twelve-files-{clerk.language}")


def test_who_leaves_while_a_file_goes_up_is_asked_and_then_goes_where_she_said(demo, clerk):
    number = _open_case(clerk, demo, "Gual del carrer de Dalt", "gual")
    asked: list[str] = []
    clerk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    going_up: list[Any] = []
    opening: list[Any] = []
    clerk.route("**/upload/", lambda route: going_up.append(route))
    clerk.route("**/timeline/", lambda route: opening.append(route))
    clerk.locator("form[action*='/upload/'] input[type=file]").first.set_input_files(
        str(FILES / "nota-simple.pdf")
    )
    clerk.locator("#uploads > li").first.wait_for()
    clerk.locator("a[href$='/timeline/']").first.click(no_wait_after=True)
    while not opening:
        clerk.wait_for_timeout(50)
    with clerk.expect_response("**/upload/"):
        going_up[0].continue_()
    clerk.wait_for_timeout(500)
    opening[0].continue_()
    clerk.wait_for_url(f"**/{number}/timeline/")

    assert asked == ["beforeunload"]


def _wait_for_documents(page: Any, demo: Any, number: str, *, at_least: int) -> None:
    for _ in range(80):
        page.wait_for_timeout(500)
        if page.locator(".uploads [role=progressbar]:visible, .uploads progress:visible").count() == 0:
            page.goto(f"{demo.url}{TOWN}cases/{number}/")
            if page.locator(".folios .folio").count() >= at_least:
                return
    raise AssertionError("the files did not arrive: " + page.locator("main").inner_text()[:1500])


def test_parties_a_note_a_hand_over_and_the_timeline_tells_it(demo, clerk):
    number = _open_case(clerk, demo, "Terrassa d’estiu", "terrassa")
    case = f"{demo.url}{TOWN}cases/{number}/"
    clerk.goto(f"{case}parties/?q=forn")
    clerk.locator("input[name=party]").first.check()
    clerk.locator(
        "form[action$='/parties/add/'] button.btn-main, form[action$='/parties/add/'] button"
    ).last.click()
    clerk.wait_for_load_state()
    clerk.goto(f"{case}notes/")
    clerk.fill("textarea", "Truca dilluns.")
    clerk.locator("form:has(textarea) button").last.click()
    clerk.wait_for_load_state()
    clerk.goto(f"{case}hand-over/")
    clerk.locator("input[type=radio]").first.check()
    clerk.locator("textarea").first.fill("Te’l passo: jo soc fora dijous.")
    clerk.locator("form:has(textarea) button.btn-main").click()
    clerk.wait_for_load_state()
    clerk.goto(f"{case}timeline/")

    told = clerk.locator("main").inner_text()
    assert "Forn de l’Església" in told
    assert len(clerk.locator(".ledger li").all()) >= 4
    shot(clerk, f"morning-timeline-{clerk.language}")
    assert_accessible(clerk)


def test_a_title_with_a_nif_is_warned_about(demo, clerk):
    clerk.goto(f"{demo.url}{TOWN}cases/new/", wait_until="networkidle")
    clerk.fill("input[name=title]", "Gual de 12345678Z")
    clerk.press("input[name=title]", "Tab")

    expect(clerk.locator("#title-warnings")).to_contain_text("NIF")
    shot(clerk, f"morning-title-warning-{clerk.language}")


def test_the_finder_opens_with_the_keyboard_and_finds_by_the_beginning_of_a_word(demo, clerk):
    clerk.goto(f"{demo.url}{TOWN}me/")
    clerk.wait_for_load_state("networkidle")
    clerk.keyboard.press("Control+k")
    finder = clerk.locator("dialog[open]")
    finder.wait_for()
    clerk.keyboard.type("terras esgl", delay=30)
    finder.get_by_text("Terrassa a la plaça").first.wait_for()

    assert_accessible(clerk)
    shot(clerk, f"morning-finder-{clerk.language}")


def test_the_sheet_of_keys_says_only_those_valid_here(demo, clerk):
    clerk.goto(f"{demo.url}{TOWN}cases/")
    clerk.wait_for_load_state("networkidle")
    clerk.keyboard.press("?")
    clerk.locator("dialog[open]").wait_for()

    assert clerk.locator("dialog[open] kbd").count() >= 3
    shot(clerk, f"morning-keys-{clerk.language}")
    assert_accessible(clerk)
