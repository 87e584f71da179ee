"""A career: posts with what they change, an absence and who signs meanwhile, a delegation, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import open_case, receive_into_case, reserve_case
from consistori.catalogue.models import DocumentType
from consistori.directory.models import Absence, Delegation, Person, Post, Unit
from consistori.directory.services import create_token, create_unit, give_post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature import verification
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

DESK = "/e/vall-llobera/desk/"
DAY = timedelta(days=1)


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def browser_of(actor: Any) -> Client:
    """A browser of her own, second factor passed."""
    client = Client()
    client.force_login(person(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.save()
    return client


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "ANSWER_SECONDS", 0)


@pytest.fixture
def councillor(town: Any, hire: Callable[..., Any]) -> Any:
    return hire(town, "councillor", "Berta", "Solé")


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


def send_to_sign(case: CaseFile, clerk: Any, town: Any, to: str) -> Any:
    with working_for(town):
        leaf = str(CaseDocument.objects.get(case=case).pk)
    browser_of(clerk).post(f"{DESK}cases/{case.number}/sign/send/", {"leaf": leaf, "to": to})
    with working_for(town):
        return SignatureRequest.objects.with_papers().latest("asked_at")


def write_decree(browser: Client, town: Any, *, of: Any, to: Any, manner: str, **said: str) -> Any:
    """The secretary writes a decree down through its page: first it reckons, then it keeps."""
    with working_for(town):
        post = Post.objects.get(person_id=of.person_id)
    form = {"manner": manner, "of_post": str(post.pk), "to": str(to.person_id), "decree": "Decret 2026/45",
            "decree_on": (today() - 20 * DAY).isoformat(), **said}  # fmt: skip
    shown = browser.post(f"{DESK}people/delegations/new/", form)
    assert shown.status_code == 200, shown.content.decode()
    kept = browser.post(f"{DESK}people/delegations/new/", form | {"do": "yes"})
    assert kept.status_code == 302, kept.content.decode()
    with working_for(town):
        return Delegation.objects.latest("told_at")


def tell_absence(browser: Client, who: Any, **said: str) -> Any:
    form = {"starts_on": today().isoformat(), **said}
    return browser.post(f"{DESK}people/{who.person_id}/absence/", form | {"do": "yes"})


def sign(browser: Client, request: Any, key: SigningKey) -> Any:
    said = {"request": str(request.pk), "key": str(key.pk), "passphrase": PASSPHRASE}
    return browser.post(f"{DESK}signature/sign/", said)


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


# --- absence and substitution ------------------------------------------------------------------------------


def test_while_she_is_away_her_cases_are_in_sight_of_whoever_covers_and_come_back(
    town: Any, clerk: Any, case: CaseFile, hire: Any
) -> None:
    colleague = hire(town, "processor", "Pau", "Soler")
    told = tell_absence(browser_of(clerk), clerk, covered_by=str(colleague.person_id),
                        ends_on=(today() + 9 * DAY).isoformat())  # fmt: skip
    assert told.status_code == 302

    today_of_pau = browser_of(colleague).get(f"{DESK}?only=covered").content.decode()
    assert case.title in today_of_pau
    with working_for(town):
        absence = Absence.objects.get()
        assert CaseFile.objects.get(pk=case.pk).carried_by_id == clerk.person_id
    browser_of(clerk).post(f"{DESK}people/absences/{absence.pk}/back/", {"on": today().isoformat()})
    assert case.title not in browser_of(colleague).get(f"{DESK}?only=covered").content.decode()


def test_without_a_decree_nobody_signs_for_her_and_with_it_the_paper_says_so_and_what_is_left_comes_back(
    town: Any, clerk: Any, secretary: Any, mayor: Any, councillor: Any, case: CaseFile,
    give_key: Callable[..., SigningKey], run_jobs: Callable[[], int],
) -> None:  # fmt: skip
    key = give_key(councillor, town)
    asked = send_to_sign(case, clerk, town, str(mayor.person_id))
    berta, merce = browser_of(councillor), browser_of(secretary)

    tell_absence(merce, mayor, ends_on=(today() + 5 * DAY).isoformat())
    assert asked.document.title not in berta.get(f"{DESK}signature/").content.decode()
    sign(berta, asked, key)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "waiting"

    write_decree(merce, town, of=mayor, to=councillor, manner="substitution")
    tray = berta.get(f"{DESK}signature/").content.decode()
    assert asked.document.title in tray
    assert "Rosa Bassols" in tray

    sign(berta, asked, key)
    run_jobs()
    with working_for(town):
        signed = SignatureRequest.objects.select_related("by_hand", "delegation").get(pk=asked.pk)
        facts = [one.sentence for one in timeline([asked.document_id])]
    assert signed.state == "signed"
    assert signed.by_hand_id == councillor.person_id
    assert signed.signer_id == mayor.person_id
    assert "Decret 2026/45" in signed.hand_post
    assert any("Rosa Bassols" in sentence and "Decret 2026/45" in sentence for sentence in facts)
    outside = Client().get(f"/verify/{asked.version.code}/").content.decode()
    assert "per suplència" in outside
    assert "Decret 2026/45" in outside


def test_the_day_she_is_back_the_tray_of_her_substitute_is_empty_again(
    town: Any, clerk: Any, secretary: Any, mayor: Any, councillor: Any, case: CaseFile,
    give_key: Callable[..., SigningKey],
) -> None:  # fmt: skip
    key = give_key(councillor, town)
    asked = send_to_sign(case, clerk, town, str(mayor.person_id))
    merce, berta = browser_of(secretary), browser_of(councillor)
    write_decree(merce, town, of=mayor, to=councillor, manner="substitution")
    tell_absence(merce, mayor)
    assert asked.document.title in berta.get(f"{DESK}signature/").content.decode()

    with working_for(town):
        absence = Absence.objects.get()
    browser_of(mayor).post(f"{DESK}people/absences/{absence.pk}/back/", {"on": today().isoformat()})

    assert asked.document.title not in berta.get(f"{DESK}signature/").content.decode()
    sign(berta, asked, key)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "waiting"
    assert asked.document.title in browser_of(mayor).get(f"{DESK}signature/").content.decode()


# --- delegation --------------------------------------------------------------------------------------------


def test_a_delegate_is_asked_by_delegation_and_once_revoked_she_signs_no_more(
    town: Any, clerk: Any, secretary: Any, mayor: Any, councillor: Any, case: CaseFile,
    give_key: Callable[..., SigningKey], run_jobs: Callable[[], int],
) -> None:  # fmt: skip
    key = give_key(councillor, town)
    merce, berta = browser_of(secretary), browser_of(councillor)
    decree = write_decree(merce, town, of=mayor, to=councillor, manner="delegation", matters="Tributs")

    page = browser_of(clerk).get(f"{DESK}cases/{case.number}/sign/").content.decode()
    assert str(decree.pk) in page
    asked = send_to_sign(case, clerk, town, str(decree.pk))
    assert asked.signer_id == councillor.person_id
    assert "per delegació" in asked.hand_post
    assert "Decret 2026/45" in asked.hand_post

    ending = {"ends_on": today().isoformat(), "decree": "Decret 2026/99"}
    merce.post(f"{DESK}people/delegations/{decree.pk}/", ending)
    refused = sign(berta, asked, key)
    assert refused.status_code in (403, 422)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "waiting"
        Delegation.objects.filter(pk=decree.pk).update(ends_on=None)
    sign(berta, asked, key)
    run_jobs()
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "signed"


def test_the_law_speaks_at_the_field_when_a_decree_gives_what_it_cannot(
    town: Any, secretary: Any, mayor: Any, clerk: Any, councillor: Any
) -> None:
    merce = browser_of(secretary)
    with working_for(town):
        post = Post.objects.get(person_id=mayor.person_id)
    form = {"manner": "delegation", "of_post": str(post.pk), "to": str(clerk.person_id), "decree": "Decret 1",
            "decree_on": today().isoformat(), "matters": "Concertar operacions de crèdit"}  # fmt: skip

    first = merce.post(f"{DESK}people/delegations/new/", form).content.decode()
    kept = merce.post(f"{DESK}people/delegations/new/", form | {"do": "yes"})

    assert "LBRL, art. 21.1.f i 21.3" in first
    assert "LBRL, art. 21.3 i 23.4" in first
    assert kept.status_code == 422
    with working_for(town):
        assert not Delegation.objects.exists()


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


def test_a_unit_is_not_closed_while_somebody_is_in_it(town: Any, office: Client, hire: Any) -> None:
    office.post(f"{DESK}people/units/", {"name": "Brigada"})
    with working_for(town):
        unit = Unit.objects.get(name="Brigada")
    hire(town, "processor", "Pau", "Soler", unit=unit)

    refused = office.post(f"{DESK}people/units/{unit.pk}/", {"closed_on": today().isoformat()})

    assert refused.status_code == 422
    assert "Pau Soler" in refused.content.decode()
