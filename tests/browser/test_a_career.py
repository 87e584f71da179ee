"""The pages of people in the real browser: looking before changing, an absence, a decree, somebody who leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Demo, assert_good_at_both_widths

PEOPLE = "/e/vall-llobera/desk/people/"
PAGES = ("", "?show=away", "?show=left", "units/", "delegations/", "delegations/new/")


def page_of_person(page: Any, demo: Demo, name: str) -> str:
    page.goto(f"{demo.url}{PEOPLE}")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()
    return str(page.url)


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_people_can_be_used_by_everybody(
    looking: Callable[..., Any], demo: Demo, path: str
) -> None:
    page = looking(who="pol")

    assert_good_at_both_widths(page, f"{demo.url}{PEOPLE}{path}", f"career-{path or 'all'}")
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("ending", ["", "post/", "absence/", "leaving/"])
def test_the_pages_of_a_person_speak_the_language(
    looking: Callable[..., Any], demo: Demo, ending: str
) -> None:
    page = looking(who="pol")
    address = page_of_person(page, demo, "Martí Pujades") + ending

    assert_good_at_both_widths(page, address, f"career-person-{ending.strip('/') or 'all'}")
    expect(page.locator("main")).not_to_contain_text("She ", use_inner_text=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_administrator_looks_at_what_would_change_and_changes_her_mind(
    at_desk: Callable[..., Any], demo: Demo, javascript: bool
) -> None:
    page = at_desk(who="pol", javascript=javascript)
    address = page_of_person(page, demo, "Martí Pujades")
    page.goto(address + "post/")
    page.select_option("select[name=role]", "councillor")
    page.fill("input[name=title_ca]", "Regidor de Medi Ambient")

    page.click("main form button.btn-main")
    page.wait_for_selector("#preview")

    seen = page.locator("#preview").inner_text()
    assert "Què canviaria" in seen
    assert "0 →" in seen
    expect(page.locator("input[name=title_ca]")).to_have_value("Regidor de Medi Ambient")
    page.goto(address)
    expect(page.locator("main")).not_to_contain_text("Regidor de Medi Ambient", use_inner_text=True)


def test_an_absence_says_what_goes_where_and_she_comes_back(at_desk: Callable[..., Any], demo: Demo) -> None:
    page = at_desk(who="pol")
    address = page_of_person(page, demo, "Carme Tort")
    page.goto(address + "absence/")
    page.select_option("select[name=covered_by]", label="Pol Ferrer Grau")
    page.click("main form button.btn-main")
    page.wait_for_selector("#goes")
    expect(page.locator("#goes")).to_contain_text("sense una resolució de suplència", use_inner_text=True)

    page.click("button[name=do]")
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("No hi és", use_inner_text=True)
    page.get_by_role("link", name="Ja ha tornat").first.click()
    page.click("main form button.btn-main")
    page.wait_for_url(address)
    expect(page.locator("main")).not_to_contain_text("No hi és", use_inner_text=True)


def test_the_law_speaks_before_a_decree_is_written_down(at_desk: Callable[..., Any], demo: Demo) -> None:
    page = at_desk(who="merce.soldevila")
    page.goto(f"{demo.url}{PEOPLE}delegations/new/")
    page.check("input[value=delegation]")
    page.select_option("select[name=of_post]", label="Rosa Bassols Pi · Alcaldessa")
    page.select_option("select[name=to]", label="Núria Camps Oller")
    page.fill("[name=matters]", "Convocar el Ple")
    page.fill("[name=decree]", "Decret 2026/300")

    page.click("main form button.btn-main")
    page.wait_for_selector("#reckoned")

    said = page.locator("#reckoned").inner_text()
    assert "La llei no permet" in said
    assert "LBRL, art. 21.1.c i 21.3" in said
    expect(page.locator("button[name=do]")).to_have_count(0)


def test_somebody_comes_and_leaves_and_her_name_stays(at_desk: Callable[..., Any], demo: Demo) -> None:
    page = at_desk(who="pol")
    page.goto(f"{demo.url}{PEOPLE}invite/")
    page.fill("input[name=email]", "aina.ros@vall-llobera.example")
    page.fill("input[name=given_name]", "Aina")
    page.fill("input[name=family_name]", "Ros Camp")
    if page.locator("[name=title_ca]").count():
        page.fill("[name=title_ca]", "Administrativa")
    page.click("main form button.btn-main")
    page.wait_for_load_state()
    address = page_of_person(page, demo, "Aina Ros")

    page.goto(address + "leaving/")
    page.get_by_role("button", name="Passa-ho, i plega").click()
    page.wait_for_url(address)

    expect(page.locator("main")).to_contain_text("Ja no treballa aquí", use_inner_text=True)
    page.goto(f"{demo.url}{PEOPLE}?show=left")
    expect(page.locator("main")).to_contain_text("Aina Ros Camp", use_inner_text=True)
