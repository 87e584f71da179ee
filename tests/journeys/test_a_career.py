"""A career: posts with what they change before they change, units, and leaving with everything handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case, receive_into_case, reserve_case
from consistori.catalogue.models import DocumentType
from consistori.directory.models import Post, Unit
from consistori.directory.services import create_token, create_unit, give_post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.tenancy.scope import working_for
from tests.journeys.people import (
    DESK,
    browser_of,
    person,
    send_to_sign,
    write_decree,
)


@pytest.fixture
def office(administrator: Any) -> Client:
    """The administrator at her desk."""
    return browser_of(administrator)


@pytest.fixture
def case(town: Any, clerk: Any, series_called: Any, received: Any) -> CaseFile:
    """A case of Núria with a decree to be signed."""
    with working_for(town):
        made: CaseFile = open_case(
            by=clerk, title="Bonificacions de l’impost de vehicles", series=series_called("vehicles")
        )
        decree = DocumentType.objects.get(code="DECREE")
        receive_into_case(made, received("Decret bonificació 1842-KRT.pdf"), by=clerk, type=decree)
    return made


# --- posts -------------------------------------------------------------------------------------------------


def test_before_a_change_of_unit_she_reads_what_would_change_and_nothing_is_done(
    town: Any, office: Client, secretary: Any, clerk: Any, hire: Any, case: CaseFile
) -> None:
    colleague = hire(town, "processor", "Pau", "Soler")
    with working_for(town):
        social = create_unit(by=Actor.program(town.pk), name="Serveis socials")
        CaseFile.objects.filter(pk=case.pk).update(unit=social)
        reserve_case(CaseFile.objects.get(pk=case.pk), by=secretary, reason="Dades de salut")
        post = Post.objects.get(person_id=colleague.person_id)
    form = {
        "role": "processor",
        "title_ca": "Administratiu",
        "unit": str(social.pk),
        "on": today().isoformat(),
    }

    shown = office.post(f"{DESK}people/posts/{post.pk}/change/", form).content.decode()

    assert f"{case.number} · Reservat" in shown
    assert "0 → 1" in shown
    assert browser_of(colleague).get(f"{DESK}cases/{case.number}/").status_code == 403
    done = office.post(f"{DESK}people/posts/{post.pk}/change/", form | {"do": "yes"})
    assert done.status_code == 302
    assert browser_of(colleague).get(f"{DESK}cases/{case.number}/").status_code == 200
    with working_for(town):
        posts = list(Post.objects.filter(person_id=colleague.person_id).order_by("starts_on"))
    assert [post.ends_on for post in posts] == [today(), None]


def test_the_outsider_and_a_colleague_change_no_posts(
    town: Any, clerk: Any, mayor: Any, outsider: Any
) -> None:
    with working_for(town):
        post = Post.objects.get(person_id=mayor.person_id)
    form = {"ends_on": today().isoformat(), "do": "yes"}

    answers = [browser_of(who).post(f"{DESK}people/posts/{post.pk}/end/", form).status_code
               for who in (clerk, mayor, outsider)]  # fmt: skip

    assert answers == [403, 403, 404]
    with working_for(town):
        assert Post.objects.get(pk=post.pk).ends_on is None


def test_the_house_does_not_lose_its_only_administrator(
    town: Any, office: Client, administrator: Any
) -> None:
    with working_for(town):
        post = Post.objects.get(person_id=administrator.person_id)

    office.post(f"{DESK}people/posts/{post.pk}/end/", {"ends_on": today().isoformat(), "do": "yes"})

    with working_for(town):
        assert Post.objects.get(pk=post.pk).ends_on is None


# --- leaving -----------------------------------------------------------------------------------------------


def test_she_leaves_everything_passes_to_others_and_her_access_ends_that_minute(
    town: Any, other_town: Any, clerk: Any, mayor: Any, office: Client, case: CaseFile, hire: Any,
    give_key: Callable[..., SigningKey],
) -> None:  # fmt: skip
    colleague = hire(town, "processor", "Pau", "Soler")
    give_key(mayor, town)
    asked = send_to_sign(case, clerk, town, str(mayor.person_id))
    nuria = browser_of(clerk)
    with working_for(town):
        _token, secret = create_token(
            by=Actor.program(town.pk), name="El full de càlcul de la Núria", scopes=["cases:read"],
            person=person(clerk),
        )  # fmt: skip
    key = {"Authorization": f"Bearer {secret}", "X-Entity": "vall-llobera"}
    assert nuria.get(f"{DESK}cases/{case.number}/").status_code == 200
    assert Client().get("/api/v1/cases", headers=key).status_code == 200

    listed = office.get(f"{DESK}people/{clerk.person_id}/leaving/").content.decode()
    assert case.number in listed
    assert asked.document.title in listed
    said = {
        "on": today().isoformat(),
        "to-cases": str(colleague.person_id),
        "to-asked": str(colleague.person_id),
    }
    left = office.post(f"{DESK}people/{clerk.person_id}/leaving/", said)

    assert left.status_code == 302
    assert nuria.get(f"{DESK}cases/{case.number}/").status_code in (302, 404)
    assert Client().get("/api/v1/cases", headers=key).status_code in (401, 403)
    with working_for(town):
        assert CaseFile.objects.get(pk=case.pk).carried_by_id == colleague.person_id
        assert SignatureRequest.objects.get(pk=asked.pk).asked_by_id == colleague.person_id
        assert not Post.objects.filter(person_id=clerk.person_id).live(today()).exists()
    assert case.title in browser_of(colleague).get(DESK).content.decode()
    page = office.get(f"{DESK}people/?show=left").content.decode()
    assert "Núria Camps" in page


def test_who_cannot_take_it_refuses_everything_at_her_field(
    town: Any, clerk: Any, office: Client, case: CaseFile, hire: Any
) -> None:
    auditor = hire(town, "auditor", "Ignasi", "Font")
    said = {"on": today().isoformat(), "to-cases": str(auditor.person_id)}

    refused = office.post(f"{DESK}people/{clerk.person_id}/leaving/", said)

    assert refused.status_code == 422
    assert "Ignasi Font" in refused.content.decode()
    with working_for(town):
        assert CaseFile.objects.get(pk=case.pk).carried_by_id == clerk.person_id
        assert Post.objects.filter(person_id=clerk.person_id).live(today()).exists()


def test_whoever_leaves_one_town_stays_in_the_other(
    town: Any, other_town: Any, clerk: Any, office: Client
) -> None:
    with working_for(other_town):
        give_post(person(clerk), by=Actor.program(other_town.pk), role="registrar", title_ca="Registre",
                  starts_on=today())  # fmt: skip
    nuria = browser_of(clerk)

    office.post(f"{DESK}people/{clerk.person_id}/leaving/", {"on": today().isoformat()})

    assert nuria.get(DESK).status_code == 404
    assert nuria.get("/e/els-molinars/desk/").status_code == 200


def test_what_was_given_to_nobody_stays_listed_and_is_handed_over_later(
    town: Any, clerk: Any, office: Client, case: CaseFile, hire: Any
) -> None:
    colleague = hire(town, "processor", "Pau", "Soler")
    office.post(f"{DESK}people/{clerk.person_id}/leaving/", {"on": today().isoformat()})
    assert case.number in office.get(f"{DESK}people/{clerk.person_id}/").content.decode()

    office.post(f"{DESK}people/{clerk.person_id}/leaving/", {"to-cases": str(colleague.person_id)})

    with working_for(town):
        assert CaseFile.objects.get(pk=case.pk).carried_by_id == colleague.person_id


def test_a_delegate_leaves_and_what_was_asked_of_her_by_delegation_is_said_and_the_rest_passes(
    town: Any, clerk: Any, secretary: Any, mayor: Any, office: Client, case: CaseFile, hire: Any,
) -> None:  # fmt: skip
    councillor = hire(town, "councillor", "Berta", "Solé")
    decree = write_decree(browser_of(secretary), town, of=mayor, to=councillor, manner="delegation")
    by_delegation = send_to_sign(case, clerk, town, str(decree.pk))

    said = {"on": today().isoformat(), "to-signatures": str(mayor.person_id)}
    left = office.post(f"{DESK}people/{councillor.person_id}/leaving/", said, follow=True)

    assert "Decret 2026/45" in " ".join(str(one) for one in left.context["messages"])
    with working_for(town):
        assert SignatureRequest.objects.get(pk=by_delegation.pk).state == "waiting"
        assert not Post.objects.filter(person_id=councillor.person_id).live(today()).exists()


def test_a_unit_is_not_closed_while_somebody_is_in_it(town: Any, office: Client, hire: Any) -> None:
    office.post(f"{DESK}people/units/", {"name": "Brigada"})
    with working_for(town):
        unit = Unit.objects.get(name="Brigada")
    hire(town, "processor", "Pau", "Soler", unit=unit)

    refused = office.post(f"{DESK}people/units/{unit.pk}/", {"closed_on": today().isoformat()})

    assert refused.status_code == 422
    assert "Pau Soler" in refused.content.decode()
