"""Every kind of question in every state, as a browser draws it: axe finds nothing, nothing scrolls sideways at 320 px.

The pages are drawn here and given to the browser without a server: only what a browser sees of them is looked at.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from consistori.eoffice.tests.every_type import TOWN, html_of
from tests.browser.conftest import assert_accessible

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1366, "height": 768}
SHOWN = [
    ("answered", "ca", WIDE),
    ("wrong", "es", WIDE),
    ("lacking", "ca", NARROW),
    ("proposed", "es", NARROW),
]


def test_everybody_can_use_every_kind_of_question(passer_by: Any, rf: Any) -> None:
    request = rf.get("/")
    request.entity, request.entities, request.resolver_match, request.session = TOWN, (TOWN,), None, {}
    request._messages = FallbackStorage(request)
    pages = {f"/{state}/{language}/": html_of(state, language, request) for state, language, _ in SHOWN}
    page = passer_by(size=WIDE)
    page.route("**/*", lambda route: _answer(route, pages))

    for state, language, size in SHOWN:
        page.set_viewport_size(size)
        page.goto(f"http://forms.example/{state}/{language}/")
        assert_accessible(page)

    page.goto("http://forms.example/lacking/ca/")
    expect(page.locator(".fm-errors")).to_be_focused()
    page.get_by_role("link", name="Escriviu quantes taules hi voleu posar").click()
    assert page.evaluate("document.activeElement.id") == "f-tables"


def _answer(route: Any, pages: dict[str, str]) -> None:
    path = urlsplit(route.request.url).path
    if path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        return
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    route.fulfill(body=Path(found).read_bytes(), content_type=kind)
