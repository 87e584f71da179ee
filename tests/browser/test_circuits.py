"""A text goes from post to post: approved by the secretary on her phone, waiting for the mayor; and out to a guest."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_accessible, shot
from tests.browser.letters import link_sent_to

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


def test_somebody_from_outside_reads_and_signs_with_the_link_and_her_identity(
    demo: Any, passer_by: Any
) -> None:
    page = passer_by(size=PHONE)
    page.set_default_timeout(15_000)
    link = link_sent_to("xenia.torrento@example.cat", demo.data)

    page.goto(link)
    expect(page.locator("h1")).to_have_text("Us demanen que signeu un document")
    assert "obres" not in page.content()
    assert_accessible(page)
    shot(page, "guest-before-390")
    page.get_by_role("link", name="Identifica’m").press("Enter")
    page.locator("a[href*='entrar/demo/']").press("Enter")
    page.get_by_role("button", name="Xènia Torrentó Massot").press("Enter")
    if "/en-nom-de/" in page.url:
        page.get_by_role("button", name="Continua").press("Enter")
    expect(page.locator("h1")).to_have_text("Certificació 2 de les obres del carrer Nou")
    assert_accessible(page)
    shot(page, "guest-reads-390")
    page.get_by_role("button", name="Signa el document").press("Enter")
    expect(page.locator("main")).to_contain_text("Marqueu que l’heu llegit")
    assert_accessible(page)
    page.get_by_label("He llegit el document").press("Space")
    page.get_by_role("button", name="Signa el document").press("Enter")
    expect(page.locator(".notice")).to_contain_text("L’heu signat")
    assert_accessible(page)
    shot(page, "guest-signed-390")
