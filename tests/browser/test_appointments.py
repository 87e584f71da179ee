"""Asking for an appointment from a small telephone, without identifying: axe looks at each page of the way."""

from __future__ import annotations

import email
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, shot

TOWN = "/e/vall-llobera/"
NARROW = {"width": 320, "height": 640}
PATIENCE = 20


def _code_sent_to(address: str, data: Path) -> str:
    """The six figures of the message, as soon as the worker has written it."""
    for _ in range(PATIENCE * 4):
        for path in (data / "mail").glob("*.log"):
            message = email.message_from_bytes(path.read_bytes())
            if message["To"] == address:
                text = message.get_payload(decode=True).decode()
                if found := re.search(r"\b(\d{3})[  ]?(\d{3})\b", text):
                    return "".join(found.groups())
        time.sleep(0.25)
    raise AssertionError(f"No code came to {address}")


def test_from_the_subject_to_the_message(demo: Any, passer_by: Any) -> None:
    page = passer_by(size=NARROW)
    address = f"berta-{time.time_ns()}@correu.example"

    def look(name: str) -> None:
        shot(page, f"appointment-{name}-320")
        assert_accessible(page)

    page.goto(f"{demo.url}{TOWN}cita/")
    page.get_by_role("link", name="Obres i urbanisme").click()
    look("ways")
    page.get_by_role("link", name="A l’ajuntament").click()
    page.locator("a.vi-hour").last.click()
    look("week")
    page.get_by_role("link", name="Reserva aquesta hora").click()
    page.get_by_label("Nom i cognoms").fill("Berta Rosquelles")
    page.get_by_label("Correu").fill(address)
    look("details")
    page.get_by_role("button", name="Continua").click()
    look("code")
    page.get_by_label("Sis xifres").fill(_code_sent_to(address, demo.data))
    page.get_by_role("button", name="Reserva l’hora").click()
    expect(page.get_by_role("heading", name="Teniu cita")).to_be_visible()
    look("own")
    page.get_by_role("link", name="Cancel·la-la").click()
    look("cancel")
    page.get_by_role("button", name="Sí").click()
    expect(page.get_by_role("heading", name="Aquesta cita està cancel·lada")).to_be_visible()
