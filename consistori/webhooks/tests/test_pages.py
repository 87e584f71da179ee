"""The pages of keys and of who is told, as the administrator uses them, and as others do not."""

from __future__ import annotations

import re

import pytest

from consistori.directory.models import ApiToken
from consistori.tenancy.scope import working_for
from consistori.webhooks.models import Endpoint


@pytest.fixture
def office(sign_in, other_town, hire):
    return sign_in(hire(other_town, "administrator", "Aina", "Prat"))


def _secret(page):
    return re.search(r"cst_[A-Za-z0-9_-]{43}", page.content.decode()).group()


def _make(office, town, **more):
    sent = {"name": "Gestor d’actes", "scopes": ["cases:read"], "roles": ["processor"], **more}
    return office.post(f"/e/{town.slug}/desk/programs/new/", sent)


def test_a_key_is_made_its_secret_shown_once_and_it_serves(office, other_town, client):
    made = _make(office, other_town, expires_on="2099-12-31", requests_a_minute="30")
    secret = _secret(made)
    with working_for(other_town):
        key = ApiToken.objects.get()
    page = office.get(f"/e/{other_town.slug}/desk/programs/{key.pk}/")

    assert made.status_code == 201
    assert secret not in page.content.decode()
    assert (key.requests_a_minute, key.expires_at.year) == (30, 2099)
    assert _ask(client, other_town, secret).status_code == 200


def _ask(client, town, secret):
    headers = {"Authorization": f"Bearer {secret}", "X-Entity": town.slug}
    return client.get("/api/v1/entity", headers=headers)


def test_a_new_secret_lets_the_one_before_serve_as_long_as_it_is_said(office, other_town, client):
    old = _secret(_make(office, other_town))
    with working_for(other_town):
        key = ApiToken.objects.get()
    address = f"/e/{other_town.slug}/desk/programs/{key.pk}/rotate/"

    new = _secret(office.post(address, {"hours": "24"}))
    assert (_ask(client, other_town, old).status_code, _ask(client, other_town, new).status_code) == (
        200,
        200,
    )
    newest = _secret(office.post(address, {"hours": "0"}))

    assert [_ask(client, other_town, s).status_code for s in (old, new, newest)] == [401, 401, 200]


def test_a_secret_is_tried_without_being_kept(office, other_town):
    secret = _secret(_make(office, other_town))
    with working_for(other_town):
        key = ApiToken.objects.get()
    address = f"/e/{other_town.slug}/desk/programs/{key.pk}/try/"

    assert office.post(address, {"secret": secret}).status_code == 302
    wrong = office.post(address, {"secret": "cst_" + "x" * 43})
    assert wrong.status_code == 422


def test_a_withdrawn_key_serves_no_more(office, other_town, client):
    secret = _secret(_make(office, other_town))
    with working_for(other_town):
        key = ApiToken.objects.get()

    office.post(f"/e/{other_town.slug}/desk/programs/{key.pk}/withdraw/")

    assert _ask(client, other_town, secret).status_code == 401
    assert "Gestor" in office.get(f"/e/{other_town.slug}/desk/programs/").content.decode()


def test_a_day_that_has_passed_is_told_at_its_field_and_nothing_is_lost(office, other_town):
    page = _make(office, other_town, expires_on="2020-01-01")

    assert page.status_code == 422
    assert "Gestor d’actes" in page.content.decode()
    with working_for(other_town):
        assert ApiToken.objects.count() == 0


def test_a_program_is_told_tried_and_told_no_more(office, other_town, listener, inside):
    base = f"/e/{other_town.slug}/desk/programs/told/"
    office.post(f"{base}new/", {"name": "Gestor d’actes", "url": listener.url})
    with working_for(other_town):
        endpoint = Endpoint.objects.get()

    tried = office.post(f"{base}{endpoint.pk}/try/", follow=True)

    assert len(listener.heard) == 1
    assert "200" in tried.content.decode()
    assert "consistori.trial" in tried.content.decode()
    for what in ("pause", "resume", "secret"):
        assert office.post(f"{base}{endpoint.pk}/{what}/").status_code == 302
    assert office.post(f"{base}{endpoint.pk}/replay/", {"after": "999999"}).status_code == 422
    assert office.post(f"{base}{endpoint.pk}/replay/", {"after": "0"}).status_code == 302
    office.post(f"{base}{endpoint.pk}/remove/")
    with working_for(other_town):
        assert not Endpoint.objects.exists()


def test_an_address_inside_is_told_at_its_field(office, other_town):
    page = office.post(
        f"/e/{other_town.slug}/desk/programs/told/new/", {"name": "Dins", "url": "http://10.0.0.1/"}
    )

    assert page.status_code == 422
    assert "https://" in page.content.decode()


@pytest.mark.parametrize("path", ["programs/", "programs/new/", "programs/told/", "programs/told/new/"])
def test_a_clerk_is_told_who_decides_it(sign_in, other_town, hire, path):
    page = sign_in(hire(other_town, "processor")).get(f"/e/{other_town.slug}/desk/{path}")

    assert page.status_code == 403
