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


def _by_room() -> dict[str, list[str]]:
    """The addresses by the word that follows `desk/`: one browser walks all those of a room."""
    rooms: dict[str, list[str]] = {}
    for route in _addresses():
        rooms.setdefault(route.split("/")[1].partition("<")[0] or "desk", []).append(route)
    return rooms


ROOMS = _by_room()


def _tries(town) -> int:
    with working_for(town):
        return TrailEvent.objects.filter(kind="directory.OutsiderTurnedAway").count()


@pytest.mark.parametrize("room", ROOMS)
def test_she_gets_a_404_and_the_try_is_in_the_trail(room, town, outsider, sign_in):
    browser, before, wrong = sign_in(outsider), 0, []
    for route in ROOMS[room]:
        status = browser.get(f"/e/{town.slug}/{_fill(route)}").status_code
        after = _tries(town)
        if (status, after - before) != (404, 1):
            wrong.append((route, status, after - before))
        before = after

    assert not wrong


@pytest.mark.parametrize("room", ROOMS)
def test_whoever_has_not_signed_in_is_asked_to(room, town, client):
    answers = {route: client.get(f"/e/{town.slug}/{_fill(route)}") for route in ROOMS[room]}

    entered = {route: one.status_code for route, one in answers.items() if one.status_code != 302}
    assert not entered
    assert all("/accounts/login/" in one["Location"] for one in answers.values())


def test_all_the_addresses_of_the_desk_are_walked():
    assert sum(map(len, ROOMS.values())) == len(_addresses()) > 300
