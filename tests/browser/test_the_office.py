"""The public pages of the office: axe finds nothing, nothing scrolls sideways at 320 px, and they are light."""

from __future__ import annotations

import gzip
from typing import Any

from tests.browser.conftest import PAINTED, assert_accessible, shot

TOWN = "/e/vall-llobera/"
PAGES = [
    "",
    "tramits/VIA-02/",
    "tramits/",
    "tramits/cerca/?q=terrassa",
    "seu/accessibilitat/",
    "seu/hora-i-calendari/",
    "cita/",
    "cita/pantalla/",
]
WIDE_TOO = 2
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1366, "height": 768}
BUDGET = 80_000
ALREADY_COMPRESSED = (".woff2", ".png", ".jpg")


def test_every_page_of_the_office(demo: Any, passer_by: Any) -> None:
    page = passer_by()
    weights: dict[str, int] = {}

    def weigh(answer: Any) -> None:
        if (answer.ok and "/static/" in answer.url) or answer.request.resource_type == "document":
            body = answer.body()
            weights[answer.url] = (
                len(body) if answer.url.endswith(ALREADY_COMPRESSED) else len(gzip.compress(body, 6))
            )

    page.on("response", weigh)
    page.goto(demo.url + TOWN, wait_until="networkidle")
    assert sum(weights.values()) <= BUDGET, weights
    page.remove_listener("response", weigh)
    for place, path in enumerate(PAGES):
        assert page.goto(demo.url + TOWN + path).status == 200, path
        for size in (NARROW, WIDE)[: 2 if place < WIDE_TOO else 1]:
            page.set_viewport_size(size)
            page.evaluate(PAINTED)
            shot(
                page,
                f"office-{path.strip('/').replace('/', '-').replace('?', '-') or 'home'}-{size['width']}",
            )
            assert_accessible(page)
