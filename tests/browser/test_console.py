"""The operator's console in the real browser: a town in ten seconds, two operators at one town, health, modality."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from consistori.tenancy.places import municipalities, slug_of, town_hall_of
from tests.browser.conftest import assert_accessible, assert_good_at_both_widths, shot

HOUSE = "/e/diputacio-de-la-vall/desk/operation/"
PAGES = [
    "", "entities/", "entities/new/", "entities/vall-llobera/", "entities/escola-de-musica/",
    "entities/vall-llobera/modality/?modality=basic", "health/", "storage/", "jobs/", "errors/", "settings/",
    "rehearsals/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_and_everybody_can_read_it(demo, looking, path):
    name = f"console-{''.join(c if c.isalnum() else '-' for c in path)}"

    assert_good_at_both_widths(looking(who="laia.ferrer"), f"{demo.url}{HOUSE}{path}", name)


def _invite(page, name):
    page.fill("#id_given_name", "Anna")
    page.fill("#id_family_name", "Riba Soler")
    page.fill("#id_admin_email", f"anna.riba.{name}.{time.time_ns()}@example.cat")


def test_a_town_is_opened_by_typing_its_name(demo, at_desk):
    page = at_desk(who="laia.ferrer")
    page.goto(f"{demo.url}{HOUSE}")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("m")
    page.wait_for_url("**/entities/new/")
    place = municipalities()[time.time_ns() // 1000 % 947]
    page.fill("#id_short_name", place.name)
    expect(page.locator("#id_dir3")).to_have_value(place.dir3)
    expect(page.locator("#id_ine_code")).to_have_value(place.ine_code)
    expect(page.locator("#id_name")).to_have_value(town_hall_of(place.name))
    page.fill("#id_postcode", f"{place.postcode_begins}999")
    _invite(page, "sj")
    shot(page, "console-new-filled-1366")
    page.get_by_text("Obre l’ens").click()
    page.wait_for_url(f"**/entities/{slug_of(place.name)}*/")

    expect(page.locator("h1")).to_have_text(town_hall_of(place.name), use_inner_text=True)
    shot(page, "console-new-opened-1366")


def test_without_javascript_the_button_fills_the_codes(demo, at_desk):
    page = at_desk(who="laia.ferrer", javascript=False)
    page.goto(f"{demo.url}{HOUSE}entities/new/")
    page.fill("#id_short_name", "Camprodon")
    page.click("button[name=fill]")
    expect(page.locator("#id_ine_code")).to_have_value("17039")
    page.fill("#id_postcode", "08001")
    _invite(page, "cp")
    page.get_by_text("Obre l’ens").click()

    expect(page.locator(".has-error #id_postcode")).to_have_count(1)
    expect(page.locator("#id_short_name")).to_have_value("Camprodon")


def test_two_operators_at_one_town_lose_nothing(demo, at_desk):
    address = f"{demo.url}{HOUSE}entities/les-cases-noves/"
    first, second = at_desk(who="laia.ferrer"), at_desk(who="laia.ferrer")
    first.goto(address)
    second.goto(address)
    mark = str(time.time_ns())[-7:]
    first.fill("#id_phone", f"97{mark}")
    first.get_by_role("button", name="Desa").click()
    first.wait_for_load_state("networkidle")
    second.fill("#id_phone", f"98{mark}")
    second.fill("#id_address", f"Plaça {mark}")
    second.get_by_role("button", name="Desa").click()

    second.wait_for_selector(".stale")
    expect(second.locator(".stale")).to_contain_text(f"97{mark}", use_inner_text=True)
    assert (
        second.input_value("#id_phone") == f"98{mark}"
        and second.input_value("#id_address") == f"Plaça {mark}"
    )
    shot(second, "console-stale-1366")
    assert_accessible(second)
    second.get_by_role("button", name="Desa").click()
    second.wait_for_load_state("networkidle")
    first.goto(address)
    expect(first.locator("#id_phone")).to_have_value(f"98{mark}")


def test_a_test_button_tries_it_and_says_what_came_of_it(demo, at_desk):
    page = at_desk(who="laia.ferrer")
    page.goto(f"{demo.url}{HOUSE}health/")

    page.locator("#check-timestamp button").click()

    page.wait_for_selector("#check-timestamp [role=status]")
    expect(page.locator("#check-timestamp")).to_contain_text("Ha segellat", use_inner_text=True)


def test_whoever_is_no_operator_has_no_console(demo, at_desk):
    page = at_desk(who="jordi.maspons")
    assert page.goto(f"{demo.url}{HOUSE}").status == 403
    page = at_desk(who="nuria")
    assert page.goto(f"{demo.url}{HOUSE}").status == 404
