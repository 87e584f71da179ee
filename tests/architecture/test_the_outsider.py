"""The outsider, a clerk of another town, on every page of the desk: she sees nothing, and the try is written."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

EXAMPLES = {"uuid": lambda: str(uuid7()), "int": lambda: "1", "str": lambda: "X2026000001", "slug": lambda: "x",
            "path": lambda: "x", "registry_day": lambda: "2026-11-27"}  # fmt: skip


def _addresses() -> list[str]:
    found = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one, route)
            elif isinstance(one, URLPattern) and route.startswith("desk/"):
                found.append(route)

    walk(get_resolver(), "")
    return sorted(set(found))


def _fill(route: str) -> str:
    import re

    return re.sub(r"<(?:(\w+):)?\w+>", lambda m: EXAMPLES.get(m.group(1) or "str", EXAMPLES["str"])(), route)


@pytest.mark.parametrize("route", _addresses())
def test_she_gets_a_404_and_the_try_is_in_the_trail(route, town, outsider, sign_in):
    answer = sign_in(outsider).get(f"/e/{town.slug}/{_fill(route)}")

    assert answer.status_code == 404
    with working_for(town):
        assert TrailEvent.objects.filter(kind="directory.OutsiderTurnedAway").count() == 1


@pytest.mark.parametrize("route", _addresses())
def test_whoever_has_not_signed_in_is_asked_to(route, town, client):
    answer = client.get(f"/e/{town.slug}/{_fill(route)}")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
