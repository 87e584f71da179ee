"""A plan on a bad line: the line falls in the middle, the page says that it waits, and it goes on where it was."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, shot

TOWN = "/e/vall-llobera"
SIX_MEGABYTES = b"Planol de la placa, amb moltes ratlles.\n" * 160_000
CUT = (2, 3)
"""Pieces that the line loses."""


def test_the_line_falls_and_the_file_goes_on(demo: Any, browser: Any) -> None:
    context = browser.new_context(locale="ca-ES", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}{TOWN}/tramits/GEN-01/fer/")
    page.locator("a[href*='entrar/demo/']").press("Enter")
    page.get_by_role("button", name="Rosario Peña Cuadrado").press("Enter")
    page.wait_for_url("**/tramits/GEN-01/fer/**")
    page.locator("main form button").last.press("Enter")
    page.wait_for_url("**/fer/*/**")
    page.goto(f"{page.url.rsplit('/', 2)[0]}/papers/")
    pieces: list[int] = []

    def line(route: Any) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        pieces.append(int(route.request.headers["upload-offset"]))
        if len(pieces) in CUT:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/pujades/*/", line)
    place = page.locator(".fl-place").last
    place.locator("input[type=file]").set_input_files(
        {"name": "planol.txt", "mimeType": "text/plain", "buffer": SIX_MEGABYTES}
    )
    place.get_by_text("Esperem la línia").wait_for()
    shot(page, "filing-waits-for-the-line")
    place.locator(".fl-papers b", has_text="planol.txt").wait_for()

    assert pieces == sorted(pieces), "nothing that had come was sent again"
    assert len(pieces) > len(set(pieces)), "the piece that the line lost was"
    page.unroute("**/pujades/*/")
    page.set_viewport_size(PHONE)
    page.reload()
    page.locator(".fl-papers b", has_text="planol.txt").wait_for()
    assert_accessible(page)
    context.close()
