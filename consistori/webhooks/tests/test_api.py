"""Who is told, by the API: for the program that may, and for no other."""

from __future__ import annotations

import json

import pytest

from consistori.directory.services import create_token
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for


@pytest.fixture
def program(client):
    """`program(town, "webhooks:write")` gives a function that asks the API with such a key."""

    def give(town, *scopes):
        with working_for(town):
            _, secret = create_token(
                by=Actor.system("test", town.pk),
                name="Gestor d’actes",
                scopes=list(scopes),
                roles=["processor"],
            )

        def ask(method, path, body=None, **headers):
            sent = {"Authorization": f"Bearer {secret}", "X-Entity": town.slug, **headers}
            content = json.dumps(body) if body is not None else ""
            return client.generic(
                method, f"/api/v1/{path}", content, content_type="application/json", headers=sent
            )

        return ask

    return give


@pytest.fixture
def writes(program, other_town):
    return program(other_town, "webhooks:read", "webhooks:write")


@pytest.fixture
def made(writes):
    return writes(
        "POST", "webhook-endpoints", {"name": "Actes", "url": "https://program.example/hook?key=secret"}
    )


def test_it_is_added_read_changed_with_its_version_and_removed(writes, made):
    address = f"webhook-endpoints/{made.json()['id']}"
    changes = {"kinds": ["cases.CaseOpened"], "is_paused": True}

    changed = writes("PATCH", address, changes, **{"If-Match": made.headers["ETag"]})
    late = writes("PATCH", address, {"name": "Altres"}, **{"If-Match": made.headers["ETag"]})

    assert made.status_code == 201
    assert made.json()["secrets"][0].startswith("whsec_")
    assert (changed.json()["kinds"], changed.json()["state"]) == (["cases.CaseOpened"], "paused")
    assert late.status_code == 412
    assert [e["name"] for e in writes("GET", "webhook-endpoints").json()["items"]] == ["Actes"]
    assert "secrets" not in writes("GET", "webhook-endpoints").json()["items"][0]
    assert writes("DELETE", address).status_code == 204
    assert writes("GET", address).status_code == 404


def test_a_fact_that_does_not_exist_and_an_address_inside_are_refused_at_their_field(writes):
    for body, field in (
        ({"name": "A", "url": "https://a.example", "kinds": ["cases.Nothing"]}, "kinds"),
        ({"name": "A", "url": "http://10.0.0.1"}, "url"),
    ):
        answer = writes("POST", "webhook-endpoints", body)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field


def test_a_key_that_only_looks_does_not_change_nor_see_secrets(program, other_town, made):
    looks = program(other_town, "webhooks:read")
    address = f"webhook-endpoints/{made.json()['id']}"

    assert looks("GET", "webhook-endpoints").status_code == 200
    assert looks("GET", f"{address}/attempts").json() == {"items": [], "next": None}
    assert looks("GET", address).status_code == 403
    assert looks("DELETE", address).status_code == 403
    assert looks("POST", "webhook-endpoints", {"name": "B", "url": "https://b.example"}).status_code == 403


def test_the_program_of_another_town_finds_nothing(program, town, made):
    outsider = program(town, "webhooks:read", "webhooks:write")
    address = f"webhook-endpoints/{made.json()['id']}"

    assert outsider("GET", "webhook-endpoints").json()["items"] == []
    for method, path in (("GET", address), ("DELETE", address), ("POST", f"{address}/secret")):
        assert outsider(method, path).status_code == 404


def test_the_trail_has_the_host_and_not_the_rest_of_the_address(other_town, made):
    from consistori.trail.models import TrailEvent

    with working_for(other_town):
        content = TrailEvent.objects.get(kind="webhooks.EndpointAdded").content

    assert "program.example" in content
    assert "secret" not in content
