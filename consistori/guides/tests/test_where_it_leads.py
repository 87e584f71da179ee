"""Where «Do it» leads: to write, with the template, the reasons and the footer of the step that it fulfils."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from consistori.guides.hangings import way_of
from consistori.guides.rules.guide import GuideStep

CASE = SimpleNamespace(number="X2026000412", get_absolute_url=lambda: "/desk/cases/X2026000412/")


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({"opens": "write", "does": "08"}, "/steps/write/08/"),
        ({"opens": "write", "does": "11"}, "/X2026000412/write/"),
        ({"opens": "write"}, "/X2026000412/write/"),
        ({"opens": "close", "does": "12"}, "/close/"),
        ({}, ""),
    ],
)
def test_what_it_opens_is_the_page_that_does_it(said: dict[str, str], ends: str) -> None:
    step = GuideStep(key="one", title={"ca": "Un pas"}, **said)

    found = way_of(CASE, SimpleNamespace(step=step))  # type: ignore[arg-type]

    assert found.endswith(ends) and bool(found) is bool(ends)
