"""The operator opens a town; its first administrator enters by her link and works; its trust shares staff."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail

from consistori.directory.models import Person, Post
from consistori.directory.selectors import actor_of, standings_of
from consistori.directory.services import give_post, invite_person
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.services import verify_chain

SAID = {
    "short_name": "Besalú", "kind": "town", "language": "ca", "languages": ["ca", "es"], "colour": "garnet",
    "modality": "basic", "postcode": "17850", "given_name": "Anna", "family_name": "Riba",
    "admin_email": "anna@besalu.example", "admin_language": "ca",
}  # fmt: skip


@pytest.fixture
def province(db):
    return Entity.objects.create(
        slug="diputacio", kind="province", name="Diputació", short_name="Diputació", code_prefix="DIP"
    )


def test_from_its_name_to_its_first_case_and_its_trust(province, hire, sign_in, run_jobs, outsider, client):
    operator = hire(province, "operator", "Laia", "Ferrer")
    browser = sign_in(operator)
    console = f"/e/{province.slug}/desk/operation"

    opened = browser.post(f"{console}/entities/new/", SAID)
    town = Entity.objects.get(slug="besalu")
    run_jobs()

    assert opened.status_code == 302 and (town.ine_code, town.dir3) == ("17019", "L01170195")
    message = next(m for m in mail.outbox if "anna@besalu.example" in m.to)
    assert re.search(r"https?://\S+", message.body)
    anna = Person.objects.get(email="anna@besalu.example")
    administrator = actor_of(anna, town)
    assert administrator.holds("administrator")

    with working_for(town):
        nuria = invite_person(
            by=administrator, email="n@besalu.example", given_name="Núria", family_name="Camps"
        )
        give_post(nuria, by=administrator, role="processor", title_ca="Tècnica", starts_on=date(2026, 1, 1))

    trust = SAID | {
        "short_name": "Patronat de Turisme", "kind": "trust", "parent": town.pk, "share_staff": "on", "postcode": "",
        "admin_email": "anna@besalu.example",
    }  # fmt: skip
    assert browser.post(f"{console}/entities/new/", trust).status_code == 302
    run_jobs()
    shared = Entity.objects.get(slug="patronat-de-turisme")
    assert shared.parent == town and set(standings_of(nuria)) == {town.pk, shared.pk}

    # The operator opened it, and sees nothing of it; the outsider neither.
    assert operator.entity_id == province.pk and town.pk not in standings_of(
        Person.objects.get(pk=operator.person_id)
    )
    assert browser.get(town.staff_url("cases/")).status_code == 404
    assert sign_in(outsider).get(f"{console}/entities/besalu/").status_code == 404
    for entity in (province, town, shared):
        with working_for(entity):
            assert verify_chain().holds
            assert Post.objects.exists()
