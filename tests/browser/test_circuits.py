"""A text goes from post to post: sent by the clerk, approved by the secretary on her phone, waiting for the mayor."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera/desk/"


def test_a_decree_goes_round_and_the_secretary_approves_it_on_her_phone(demo: Any, at_desk: Any) -> None:
    clerk = at_desk(who="nuria")
    clerk.goto(f"{demo.url}{TOWN}signature/circuits/")
    assert_accessible(clerk)
    shot(clerk, "circuits-1366")
    secretary = at_desk(who="merce", size=PHONE, javascript=False)
    secretary.goto(f"{demo.url}{TOWN}signature/")
    shot(secretary, "circuits-tray-390")
    secretary.locator(".tray-steps a", has_text="fira de Nadal").click()
    expect(secretary.locator("h1")).to_contain_text("fira de Nadal")
    shot(secretary, "circuits-step-390")
    secretary.fill("textarea[name=note]", "Conforme amb l’ordenança")
    secretary.get_by_role("button", name="Dona-hi el vistiplau").click()
    expect(secretary.locator("body")).to_contain_text("Vistiplau donat")

    clerk.goto(f"{demo.url}{TOWN}signature/circuits/")
    clerk.get_by_role("link", name=re.compile("fira de Nadal")).click()
    expect(clerk.locator(".circuit")).to_contain_text("Conforme amb l’ordenança")
    expect(clerk.locator(".circuit")).to_contain_text("Rosa Bassols")
    assert_accessible(clerk)
    shot(clerk, "circuits-step-1366")
