"""The cast of the API: programs with their keys, and how they ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consistori.directory.api_access import limits


class Program:
    """A program with its key: `get`, `post`, `put`, `patch`, `delete` paths of the API."""

    def __init__(self, town: Any, secret: str, **headers: str) -> None:
        self.town, self.secret = town, secret
        self.headers = {
            "X-Entity": town.slug,
            "Authorization": f"Bearer {secret}",
            "Accept-Language": "en",
        } | headers
        self.client = Client(raise_request_exception=True)

    def ask(self, method: str, path: str, body: Any = None, *, data: Any = None, **headers: str) -> Any:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent = {name: value for name, value in sent.items() if value}
        address = path if path.startswith("/") else f"/api/v1/{path}"
        if data is not None:
            return self.client.post(address, data, headers=sent)
        content = json.dumps(body) if body is not None else ""
        return self.client.generic(
            method, address, content, content_type="application/json" if content else "", headers=sent
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, *, data: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, {} if body is None else body, data=data, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("DELETE", path, **headers)


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    limits.forget()


@pytest.fixture
def give_key(db: None) -> Callable[..., Program]:
    """`give_key(town, scopes=[...], roles=[...], person=None)`: a program with that key."""
    from consistori.directory.services import SCOPES, create_token
    from consistori.kernel.actor import Actor
    from consistori.tenancy.scope import working_for

    def give(town: Any, *, scopes: Any = None, headers: Any = None, **fields: Any) -> Program:
        wanted = sorted(SCOPES) if scopes is None else scopes
        with working_for(town):
            by = Actor.system("tests", town.pk)
            _, secret = create_token(by=by, name=fields.pop("name", "Gestor"), scopes=wanted, **fields)
        return Program(town, secret, **(headers or {}))

    return give


@pytest.fixture
def program(town: Any, give_key: Any) -> Program:
    """A program of the town that may do everything that the secretary may."""
    return give_key(town, roles=["secretary"])


@pytest.fixture
def foreign_program(other_town: Any, give_key: Any) -> Program:
    """A program of another town: the outsider."""
    return give_key(other_town, roles=["secretary"], name="Forà")
