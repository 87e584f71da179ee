"""Every page of the desk, as the people of the demo see it: it opens, axe finds nothing, nothing scrolls sideways,
it weighs what an old computer can bear."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, search_until, shot

TOWN = "/e/vall-llobera/desk/"
PAGES = [
    "", "?only=law&others=all", "cases/", "cases/new/", "CASE", "CASE/documents/", "CASE/timeline/",
    "CASE/steps/", "CASE/steps/new/?code=06", "CASE/steps/write/08/", "CASE/parties/", "CASE/related/",
    "CASE/correcting/new/", "CASE/notes/", "CASE/why/", "CASE/edit/", "CASE/hand-over/", "CASE/close/", "CASE/take/",
    "CASE/sign/",
    "parties/", "parties/new/", "catalogue/", "signature/", "signature/keys/", "signature/circuits/",
    "signature/circuits/proposed/", "find/?q=terrassa", "towns/", "help/",
    "keys/", "jobs/", "notices/", "first-day/", "me/", "people/", "counter/officers/", "powers/",
    "powers/new/", "inbox/", "inbox/loads/", "registry/",
    "registry/new/", "registry/days/", "term-letters/", "PARTY", "phone/",
    "phone/?code=GEN-01", "contacts/", "contacts/table/",
    "contacts/certificates/", "appointments/", "appointments/new/", "appointments/offer/", "appointments/figures/",
    "method/", "cases/classing/", "cases/many/", "guides/", "guides/GUAL/", "guides/proposals/", "CASE/guide/",
    "tasks/", "tasks/new/", "tasks/load/", "tasks/duties/", "tasks/duties/catalogue/pressupost/",
    "meeting/?point=terms", "meeting/agenda/", "meeting/all/",
    "deadlines/alarms/?who=all",
    "calendar/", "calendar/?view=week", "calendar/year/", "calendar/new/", "calendar/free/", "calendar/feeds/",
    "calendar/weeks/", "calendar/sources/",
    "notifications/", "notifications/notices/?show=sent", "notifications/incident/", "notifications/paper/",
    "notifications/paper/read/", "board/",
    "CASE/notifying/new/", "decrees/", "decrees/transcribe/", "decrees/extracts/", "decrees/years/", "automation/",
    "automation/new/", "signature/pass/", "signature/settings/", "saving/",
    "FIRST decrees/", "FIRST notifications/", "FIRST automation/", "FIRST notifications/paper/?tab=carried",
]  # fmt: skip
OF_THE_SECRETARY = {
    "tasks/duties/catalogue/pressupost/", "notifications/incident/", "decrees/", "decrees/transcribe/",
    "decrees/extracts/", "decrees/years/", "automation/", "automation/new/", "signature/settings/", "signature/pass/",
    "FIRST decrees/", "FIRST automation/",
}  # fmt: skip
STAFF_BUDGET = 150_000
PUBLIC_BUDGET = 80_000


def _a_case(page: Any, demo: Any) -> str:
    """The address of a case with documents."""
    found = search_until(page, f"{demo.url}{TOWN}find/?q=terrassa", page.locator("a[href*='/desk/cases/X']"))
    return found.get_attribute("href").split("?")[0].rstrip("/")


def _a_party(page: Any, demo: Any) -> str:
    """The address of a firm that has cases and entries."""
    page.goto(f"{demo.url}{TOWN}parties/?q=forn")
    return page.locator("table a[href*='/desk/parties/']").first.get_attribute("href")


def _address(page: Any, demo: Any, path: str) -> str:
    if path.startswith("FIRST "):
        page.goto(f"{demo.url}{TOWN}{path.removeprefix('FIRST ')}")
        return demo.url + page.locator("table tbody a, .ledger-title").first.get_attribute("href")
    if path == "PARTY":
        return demo.url + _a_party(page, demo)
    if path.startswith("CASE"):
        return demo.url + _a_case(page, demo) + (path.removeprefix("CASE") or "/")
    return f"{demo.url}{TOWN}{path}"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p or "today")
def test_a_page_of_the_desk(demo, looking, path):
    page = looking(who="merce" if path in OF_THE_SECRETARY else "nuria")
    name = path.strip("/").replace("/", "-").replace("?", "-").replace(" ", "-") or "today"

    assert_good_at_both_widths(page, _address(page, demo, path), f"desk-{name}")


@pytest.mark.parametrize("path", ["", "cases/", "CASE", "signature/"], ids=["today", "list", "case", "tray"])
def test_a_page_in_the_dark(demo, looking, path):
    page = looking(who="merce")
    page.emulate_media(color_scheme="dark")
    page.goto(_address(page, demo, path))

    shot(page, f"dark-{path.strip('/') or 'today'}")
    assert_accessible(page)


@pytest.mark.parametrize("path", ["", "cases/", "CASE", "signature/", "cases/new/"])
def test_a_page_without_javascript(demo, at_desk, path):
    page = at_desk(who="nuria", javascript=False)
    answer = page.goto(_address(page, demo, path))

    assert answer.status == 200
    assert page.locator("main").is_visible()


def _weight(page: Any, address: str) -> dict[str, int]:
    """Compressed bytes of each thing that a first visit brings, but the images of documents."""
    found: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if "/preview/" in response.url or response.status != 200:
            return
        body = response.body()
        compresses = not response.url.split("?")[0].endswith((".woff2", ".png"))
        found[response.url] = len(gzip.compress(body, 6)) if compresses else len(body)

    page.on("response", weigh)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return found


@pytest.mark.parametrize("path", ["", "cases/", "CASE", "signature/"], ids=["today", "list", "case", "tray"])
def test_a_first_visit_weighs_what_an_old_computer_bears(demo, at_desk, path):
    page = at_desk(who="nuria")
    found = _weight(page, _address(page, demo, path))

    assert sum(found.values()) <= STAFF_BUDGET, found


def test_the_public_page_weighs_less(demo, passer_by):
    found = _weight(passer_by(), f"{demo.url}/verify/")

    assert sum(found.values()) <= PUBLIC_BUDGET, found


@pytest.mark.parametrize("language", ["ca", "es"])
def test_the_doors_of_the_house(demo, passer_by, language):
    page = passer_by(language=language)
    for path in (
        "/accounts/login/",
        "/e/vall-llobera/accounts/login/",
        "/verify/",
        "/accounts/password/reset/",
    ):
        answer = page.goto(demo.url + path)

        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
