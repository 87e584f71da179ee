"""A room is booked by keyboard, nobody gets it twice, and a telephone reads the calendar by its secret address."""

from __future__ import annotations

import time
import urllib.request
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, shot

CALENDAR = "/e/vall-llobera/desk/calendar/"


def test_a_room_once_and_a_secret_address(demo: Any, at_desk: Any) -> None:
    page = at_desk(who="nuria")
    title = f"Presidents de barri {time.time_ns() % 100_000}"
    # Each run has a day of its own: the room is taken for good.
    day = (date.today() + timedelta(days=60 + time.time_ns() % 300)).isoformat()
    page.goto(f"{demo.url}{CALENDAR}?on={day}")

    page.wait_for_load_state("networkidle")
    page.keyboard.press("a")
    page.get_by_label("Què és").fill(title)
    expect(page.get_by_label("Dia", exact=True)).to_have_value(day)
    page.get_by_label("Des de").fill("19:00")
    page.get_by_label("Fins a").first.fill("20:30")
    page.get_by_label("Sala", exact=False).first.select_option("Pavelló")
    page.get_by_role("button", name="Posa-ho al calendari").click()
    page.locator(".cal-day").get_by_text(title).wait_for()

    page.set_viewport_size(PHONE)
    page.goto(f"{demo.url}{CALENDAR}new/?on={day}&layer=acts")
    page.get_by_label("Què és").fill("Ball")
    page.get_by_label("Sala", exact=False).first.select_option("Pavelló")
    page.get_by_role("button", name="Posa-ho al calendari").click()
    refused = page.locator(".error, .field-error").filter(has_text=title)
    assert "19.00" in refused.first.inner_text() and page.get_by_label("Què és").input_value() == "Ball"
    shot(page, "calendar-room-taken-390")
    assert_accessible(page)

    page.goto(f"{demo.url}{CALENDAR}feeds/")
    page.get_by_label("Per a què serveix").fill("El meu telèfon")
    page.get_by_role("button", name="Fes l’adreça").click()
    address = page.locator(".cal-secret").inner_text().strip()
    assert title in urllib.request.urlopen(address, timeout=10).read().decode().replace("\r\n ", "")
