"""A town of the basic way classes what it opened loosely and turns on the method; its guide and its tasks work; and all
of it goes back, and nothing was converted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Demo, assert_accessible, shot

DESK = "/e/els-molinars/desk"
TITLE = "Gual del carrer de la Séquia, 4"
TURNED = ("steps", "guides", "tasks")


def test_basic_becomes_complete_and_goes_back(at_desk: Callable[..., Any], demo: Demo) -> None:
    page = at_desk(who="merce")
    desk = demo.url + DESK

    page.goto(f"{desk}/cases/classing/")
    row = page.locator(".classing-row", has_text=TITLE)
    number = row.locator("a").first.inner_text()
    assert row.locator("input").input_value().startswith("F601")
    expect(row).to_contain_text("«gual»", use_inner_text=True)
    page.locator(".classing-doubt .is-offer").first.click()
    chosen = page.locator("[data-count]").inner_text()
    page.locator(".classing-doubt input").first.fill("")
    expect(page.locator("[data-count]")).not_to_have_text(chosen, use_inner_text=True)
    assert_accessible(page)
    page.locator("[data-count]").click()
    page.wait_for_load_state()

    page.goto(f"{desk}/method/")
    for name in TURNED:
        page.locator(f"#{name} button").click()
        page.wait_for_selector(f"#{name}.is-on")
    shot(page, "method-turned-1366")

    _follow_the_guide(page, f"{desk}/cases/{number}/")
    _finish_a_task(page, f"{desk}/tasks/")

    page.goto(f"{desk}/method/")
    for name in reversed(TURNED):
        page.locator(f"#{name} button").click()
        page.wait_for_selector(f"#{name}:not(.is-on)")
    page.goto(f"{desk}/cases/{number}/")
    expect(page.locator(".guide-box")).to_have_count(0)
    page.goto(f"{desk}/cases/classing/")
    page.locator(".notice-olive form button").first.click()
    page.wait_for_load_state()
    expect(page.locator(".classing-row", has_text=TITLE)).to_have_count(1)


def _follow_the_guide(page: Any, case: str) -> None:
    """What it proposes is skipped, then taken up again from the box."""
    page.goto(case)
    page.locator(".side-tab").click()
    proposed = page.locator(".guide-next b").inner_text()
    page.locator(".guide-skip summary").click()
    page.locator(".guide-skip button").click()
    page.wait_for_load_state()
    expect(page.locator(".guide-next b")).not_to_have_text(proposed, use_inner_text=True)
    page.locator(".guide-left summary").click()
    page.locator(".guide-left button").click()
    page.wait_for_load_state()
    expect(page.locator(".guide-next b")).to_have_text(proposed, use_inner_text=True)


def _finish_a_task(page: Any, tasks: str) -> None:
    """Written in a line, done, undone with a key, done again."""
    page.goto(tasks)
    page.fill("#id_title", "Repassar la ruta dels camins")
    page.press("#id_title", "Enter")
    page.wait_for_load_state()
    line = page.locator(".task-line", has_text="Repassar la ruta dels camins")
    line.locator("button").click()
    page.wait_for_selector(".notice[role=status]")
    expect(line).to_have_count(0)
    page.keyboard.press("u")
    page.wait_for_selector(".notice[role=status]", state="detached")
    line.locator("button").click()
    page.wait_for_selector(".notice[role=status]")
