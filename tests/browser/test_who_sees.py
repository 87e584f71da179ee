"""Who can see this, and who has? Tried as people do it: the secretary, the officer, the operator, the opposition."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, finished_file, shot

TOWN = "/e/vall-llobera/desk/"


def _take_back(page, demo, number):
    """Take back whatever is let see of that case: the demo may be an old one."""
    page.goto(f"{demo.url}{TOWN}grants/")
    buttons = page.locator(".ledger > li", has_text=number).locator(".ledger-act form button")
    while buttons.count():
        buttons.first.click()
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("language", ["ca", "es"])
def test_from_a_case_i_see_who_can_see_it_and_take_it_away(demo, at_desk, tmp_path, language):
    page = at_desk(who="nuria", language=language)
    page.goto(f"{demo.url}{TOWN}cases/?carried=me")
    page.locator("tbody .title-cell > a").first.click()
    page.goto(f"{page.url.split('?')[0]}why/")
    page.locator("article a[href*='/seeing/case/']").click()

    expect(page.locator("main").first).to_contain_text("Ignasi Fontcuberta", use_inner_text=True)
    expect(page.locator("main").first).to_contain_text("Martí Pujades", use_inner_text=True)
    shot(page, f"seeing-case-{language}")
    assert_accessible(page)
    for form, starts in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        with page.expect_download() as waiting:
            page.click(f"a[href$='/as/{form}/']")
        kept = tmp_path / f"who.{form}"
        waiting.value.save_as(kept)
        assert kept.read_bytes().startswith(starts)


def test_a_citizen_is_answered_with_one_export(demo, at_desk, tmp_path):
    page = at_desk(who="merce")
    page.goto(f"{demo.url}{TOWN}parties/?kind=natural")
    page.locator("tbody a").first.click()
    name = page.inner_text("h1")
    page.click("a[href*='/protection/ask/']")
    shot(page, "access-ask")
    assert_accessible(page)
    page.fill("#identity", "Amb el DNI, al taulell")
    page.click("main form button.btn-main")
    page.wait_for_url("**/protection/*-*/")
    shot(page, "access-request")
    assert_accessible(page)
    request_url = page.url
    page.click("form[action$='/prepare/'] button.btn")
    page.wait_for_url("**/jobs/")
    with page.expect_download() as waiting:
        finished_file(page, f"{demo.url}{TOWN}jobs/", f"El que tenim de {name}").click()
    kept = tmp_path / "answer.zip"
    waiting.value.save_as(kept)

    inside = zipfile.ZipFile(kept)
    assert {Path(one).suffix for one in inside.namelist()} == {".pdf", ".json", ".csv"}
    assert (
        inside.read(next(one for one in inside.namelist() if one.endswith(".json"))).decode().count(":") > 5
    )
    page.goto(request_url)
    shot(page, "access-prepared")
    page.fill("#how", "En mà, al taulell")
    page.click("form[action$='/answered/'] button.btn-main")
    page.goto(f"{demo.url}{TOWN}protection/")
    listed = page.inner_text("main")
    assert name in listed
    assert "En mà, al taulell" in listed


@pytest.mark.parametrize("path", ["protection/", "protection/seals/", "log/", "grants/"])
def test_the_officer_reads_the_log_and_no_contents(demo, looking, path):
    page = looking(who="emma")
    name = f"officer-{path.strip('/').replace('/', '-')}"

    assert_good_at_both_widths(page, f"{demo.url}{TOWN}{path}", name)
    assert page.goto(f"{demo.url}{TOWN}parties/").status == 403


def test_the_town_lets_an_operator_see_a_case_until_a_day_and_takes_it_back(demo, at_desk):
    clerk, town, operator = at_desk(who="nuria"), at_desk(who="pol"), at_desk(who="laia.ferrer")
    clerk.goto(f"{demo.url}{TOWN}cases/?carried=me")
    clerk.locator("tbody .title-cell > a").first.click()
    case_url = clerk.url.split("?")[0]
    number = case_url.rstrip("/").split("/")[-1]
    _take_back(town, demo, number)
    assert operator.goto(case_url).status == 404

    town.goto(f"{demo.url}{TOWN}grants/?case={number}")
    town.fill("[name=person]", "laia.ferrer@diputaciodelavall.example")
    town.fill("[name=reason]", "Incidència 4521: no es veu la previsualització")
    town.click("main form.form button.btn-main")
    expect(town.locator(".ledger").first).to_contain_text(number, use_inner_text=True)
    shot(town, "grants")
    assert_accessible(town)
    assert operator.goto(case_url).status == 200
    operator.goto(f"{demo.url}{TOWN}grants/mine/")
    shot(operator, "grants-mine")
    assert_accessible(operator)
    operator.click(f"a:has-text('{number}')")
    assert operator.url == case_url

    _take_back(town, demo, number)
    assert operator.goto(case_url).status == 404


def test_the_opposition_asks_and_the_mayor_gives(demo, at_desk):
    asks, gives, clerk = at_desk(who="marti"), at_desk(who="rosa"), at_desk(who="nuria")
    clerk.goto(f"{demo.url}{TOWN}cases/?carried=me")
    clerk.locator("tbody .title-cell > a").nth(1).click()
    case_url = clerk.url.split("?")[0]
    number = case_url.rstrip("/").split("/")[-1]
    _take_back(gives, demo, number)
    assert asks.goto(case_url).status == 404
    asks.goto(f"{demo.url}{TOWN}information/")
    asks.fill("#what", "Els informes de la llicència")
    asks.fill("#case_number", number)
    asks.click("main form button.btn-main")
    shot(asks, "information-asked")
    assert_accessible(asks)

    gives.goto(f"{demo.url}{TOWN}information/")
    shot(gives, "information-to-answer")
    assert_accessible(gives)
    gives.locator(".ledger > li", has_text=number).locator("button[value=give]").first.click()
    assert asks.goto(case_url).status == 200
    _take_back(gives, demo, number)


def test_without_scripts_the_log_is_looked_in_too(demo, at_desk):
    page = at_desk(who="merce", javascript=False)
    page.goto(f"{demo.url}{TOWN}log/")
    page.select_option("#f-kind", "document")
    page.click("main form button.btn-main")

    page.wait_for_url("**/log/?*kind=document*")
    page.locator("h1").wait_for()
