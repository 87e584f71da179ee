"""A notification in the folder: warned, opened, rejected, lapsed; its papers and proof; nobody else's."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consistori.eoffice.tests.notifications.conftest import ADA, JOAN, LAIA, PERE, ROOT
from consistori.notifications.models import Evidence, Notification
from consistori.parties.models import WayChoice

CHOSE = {"chose": "electronic"}


def kinds(notification: Any) -> list[str]:
    rows = Evidence.objects.filter(notification=notification).order_by("number")
    return [kind for kind in rows.values_list("kind", flat=True) if kind not in ("prepared", "available")]


def open_it(browser: Any, url: str) -> Any:
    """Look at the warning, then press Open."""
    page = browser.get(url).content.decode()
    warned_at = re.findall(r'name="warned_at" value="(.*?)"', page)[0]
    return browser.post(url, {"warned_at": warned_at.replace("&#x2B;", "+")}, follow=True)


def test_the_folder_counts_it_and_says_until_when_and_the_list_opens_nothing(
    sent: Any, laia: Any, inside: Any
) -> None:
    (row,) = sent((laia, CHOSE), title="Llicència d’obres a Escoles 8")
    browser = inside(LAIA)

    folder = browser.get("/e/vall-llobera/carpeta/").content.decode()
    every = browser.get(ROOT).content.decode()

    assert re.search(r"notificacions/\">Notificacions</a> <b>1</b>", folder)
    assert "Teniu una notificació que no heu obert" in folder or "Teniu una notificació sense obrir" in folder
    assert "<b>10</b>" in folder and "11 de juny" in folder
    assert "Llicència d’obres a Escoles 8" in every
    row.refresh_from_db()
    assert row.state == "available" and kinds(row) == []


def test_it_is_warned_then_opened_and_its_document_read_without_signing(
    sent: Any, laia: Any, inside: Any, address: Any, clock: Any
) -> None:
    (row,) = sent((laia, CHOSE))
    browser = inside(LAIA)
    assert browser.get(address(row, "papers/text/")).status_code == 404

    closed = browser.get(address(row)).content.decode()
    clock.goes_on(minutes=3)
    opened = open_it(browser, address(row)).content.decode()
    paper = browser.get(address(row, "papers/text/"))

    assert "dijous, 11 de juny" in closed and "article 43.2" in closed
    row.refresh_from_db()
    assert row.state == "accessed" and row.practised_at == clock.moment
    assert "dilluns, 1 de juny" in opened and row.number in opened
    assert (
        b"".join(paper.streaming_content).startswith(b"%PDF") and "attachment" in paper["Content-Disposition"]
    )
    assert kinds(row) == ["warned", "accessed"]
    said = Evidence.objects.get(kind="accessed").said
    assert said["identifier"] == "12345678Z" and said["method"] == "valid" and said["evidence"] == "e" * 64


def test_nobody_opens_it_without_having_seen_the_warning(
    sent: Any, laia: Any, inside: Any, address: Any, clock: Any
) -> None:
    (row,) = sent((laia, CHOSE))
    browser = inside(LAIA)

    blind = browser.post(address(row), follow=True)
    forged = inside(LAIA).post(address(row), {"warned_at": "2026-06-01T10:00:00+02:00"})
    row.refresh_from_db()
    assert blind.status_code == 200 and forged.status_code == 302
    # The redirect showed the warning, so that the second time it opens; what was forged before it did not.
    assert "accessed" not in kinds(row)[:1]

    (late,) = sent((laia, CHOSE), title="Una altra")
    browser.get(address(late))
    clock.goes_on(minutes=31)
    browser.post(address(late), {"warned_at": clock.moment.isoformat()})
    late.refresh_from_db()
    assert late.state == "available"


def test_a_machine_that_looks_ahead_was_told_nothing(sent: Any, laia: Any, inside: Any, address: Any) -> None:
    (row,) = sent((laia, CHOSE))
    browser = inside(LAIA)

    browser.head(address(row))
    browser.get(address(row), headers={"sec-purpose": "prefetch;prerender"})

    assert kinds(row) == []


def test_at_the_last_tenth_of_the_tenth_day_it_opens_and_at_midnight_it_is_rejected(
    sent: Any, laia: Any, inside: Any, address: Any, clock: Any
) -> None:
    one, other = sent((laia, CHOSE))[0], sent((laia, CHOSE), title="Una altra")[0]
    clock.is_at(2026, 6, 11, 23, 59, 59, 900_000)
    browser = inside(LAIA)
    open_it(browser, address(one))
    browser.get(address(other))

    clock.is_at(2026, 6, 12, 0, 0)
    seen = browser.post(address(other), {"warned_at": clock.moment.isoformat()}, follow=True).content.decode()
    folder = browser.get("/e/vall-llobera/carpeta/").content.decode()

    one.refresh_from_db()
    assert one.state == "accessed"
    assert "dijous, 11 de juny" in seen and "últim dia" in seen
    assert "papers/text/" in seen, "what the law takes as rejected is read all the same"
    assert re.search(r"notificacions/\">Notificacions</a> <b>0</b>", folder)
    assert other.standing() == "lapsed"


def test_it_is_rejected_only_after_a_question_and_the_matter_goes_on(
    sent: Any, laia: Any, inside: Any, address: Any
) -> None:
    (row,) = sent((laia, CHOSE))
    browser = inside(LAIA)

    asked = browser.get(address(row, "rebutja/")).content.decode()
    warned_at = re.findall(r'name="warned_at" value="(.*?)"', asked)[0]
    done = browser.post(address(row, "rebutja/"), {"warned_at": warned_at}, follow=True).content.decode()

    row.refresh_from_db()
    assert "Rebutgeu la notificació?" in asked and row.state == "rejected"
    assert "Es va rebutjar" in done
    assert browser.get(address(row, "rebutja/")).status_code == 302


def test_somebody_else_finds_nothing_at_any_address(
    sent: Any, laia: Any, inside: Any, address: Any, client: Any
) -> None:
    (row,) = sent((laia, CHOSE))
    ada = inside(ADA)
    ends = ("", "rebutja/", "papers/text/", "justificant/", "tot/")

    assert {ada.get(address(row, end)).status_code for end in ends} == {404}
    assert {ada.post(address(row, end)).status_code for end in ("", "rebutja/", "electronica/")} == {404}
    assert row.number not in ada.get(ROOT).content.decode()
    assert client.get(address(row)).status_code == 302, "whoever has not come in is led to the door"
    assert kinds(row) == []


def test_a_firm_opens_it_by_the_certificate_of_whoever_represents_it(
    sent: Any, firm: Any, inside: Any, address: Any
) -> None:
    (row,) = sent(firm)

    opened = open_it(inside(JOAN), address(row)).content.decode()

    row.refresh_from_db()
    assert row.state == "accessed" and "Construccions Pont Vell SL" in opened
    said = Evidence.objects.get(kind="accessed").said
    assert (said["name"], said["for_identifier"]) == ("Joan Pont", "B66012345")


def test_what_is_reserved_is_not_named_before_it_is_read(
    sent: Any, laia: Any, inside: Any, address: Any
) -> None:
    (row,) = sent((laia, CHOSE), title="Ajuda d’urgència social", is_reserved=True)
    browser = inside(LAIA)

    before = [browser.get(url).content.decode() for url in (ROOT, "/e/vall-llobera/carpeta/", address(row))]
    found = browser.get(f"{ROOT}?q=urgència").content.decode()
    opened = open_it(browser, address(row)).content.decode()

    assert not any("urgència" in page for page in before)
    assert row.number not in found
    assert "Ajuda d’urgència social" in opened
    assert row.number in browser.get(f"{ROOT}?q=urgència").content.decode()


def test_who_opens_here_what_also_went_on_paper_is_offered_to_have_them_here(
    sent: Any, pere: Any, inside: Any, address: Any
) -> None:
    (row,) = sent(pere)
    browser = inside(replace(PERE, identifier=pere.identifier))
    closed = browser.get(address(row)).content.decode()
    assert "en paper" in closed and "43.2" not in closed

    opened = open_it(browser, address(row)).content.decode()
    assert "electronica/" in opened
    after = browser.post(address(row, "electronica/"), follow=True).content.decode()

    chosen = WayChoice.objects.get()
    assert (chosen.way, chosen.told_by) == ("electronic", "Pere Casadevall")
    assert chosen.effective_on.isoformat() == "2026-06-08"
    assert "dilluns, 8 de juny" in after and "electronica/" not in after
    assert browser.post(address(row, "electronica/")).status_code == 404


def test_all_that_was_sent_in_ten_years_is_found_by_year_and_by_words(
    sent: Any, laia: Any, inside: Any, clock: Any
) -> None:
    for year in range(2016, 2027):
        clock.is_at(year, 3, 1, 9)
        sent((laia, CHOSE), title=f"Taxa de l’any {year}", act_on=date(year, 3, 1))
    clock.is_at(2026, 6, 1, 9)
    browser = inside(LAIA)

    every = browser.get(ROOT).content.decode()
    one = browser.get(f"{ROOT}?year=2017").content.decode()
    found = browser.get(f"{ROOT}?q=taxa 2019").content.decode()

    assert every.count("Taxa de l’any") == 11 and "?year=2016" in every
    assert "any 2017" in one and "any 2018" not in one
    assert "any 2019" in found and "any 2020" not in found
    assert browser.get(f"{ROOT}?year=x&after=~&q=%00").status_code == 200


def test_what_is_put_at_disposal_is_seen_at_once_and_in_few_statements(
    sent: Any, prepared: Any, laia: Any, clerk: Any, inside: Any, statements: Any, at_work: Any
) -> None:
    from consistori.notifications.services import put_at_disposal

    dispatch = prepared((laia, CHOSE))
    browser = inside(LAIA)
    browser.get("/e/vall-llobera/carpeta/")

    began = time.monotonic()
    put_at_disposal(dispatch, by=clerk)
    with statements() as asked:
        page = browser.get(ROOT).content.decode()
    took = time.monotonic() - began

    assert Notification.objects.get().number in page
    assert took < 2, f"a change is seen in less than two seconds, not in {took:.2f}"
    assert asked.count <= 14, asked.sql


def test_pages_are_light(sent: Any, laia: Any, inside: Any, address: Any) -> None:
    import gzip

    (row,) = sent((laia, CHOSE))
    browser = inside(LAIA)

    for url in (ROOT, address(row), address(row, "rebutja/")):
        assert len(gzip.compress(browser.get(url).content)) < 12_000, url


@pytest.mark.parametrize("language", ["ca", "es"])
def test_it_reads_in_both_languages(sent: Any, laia: Any, inside: Any, address: Any, language: str) -> None:
    (row,) = sent((laia, CHOSE))
    browser = inside(LAIA)
    browser.cookies["language"] = language

    page = browser.get(address(row)).content.decode()

    assert ("Obre la notificació" in page) == (language == "ca")
    assert ("Abrir la notificación" in page) == (language == "es")
