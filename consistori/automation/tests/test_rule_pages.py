"""In the browser: the secretary brings the rule of the house, tries it, enters the decree, switches it on."""

import hashlib
from typing import Any

import pytest

from consistori.automation.explaining import hash_of
from consistori.automation.models import Rule, RuleRun
from consistori.automation.services import stop_rule
from consistori.automation.tests.conftest import SAID
from consistori.padro.models import ResidencePaper

ASK = {"which": "alone", "language": "ca", "accepts": "yes", "token": "t1"}


@pytest.fixture
def at(town: Any) -> str:
    return f"/e/{town.slug}/desk/automation/"


def test_from_the_rule_of_the_house_to_one_that_acts(at, town, secretary, seal, register, sign_in, hear):
    browser = sign_in(secretary)
    page = f"{at}rules/RESIDENCE-SLIP/"

    assert browser.post(f"{at}standard/").status_code == 302
    assert "RESIDENCE-SLIP" in browser.get(at).content.decode()
    early = browser.post(f"{page}approve/", {**SAID, "seal": seal.pk, "starts_on": ""})
    assert early.status_code == 422
    assert browser.post(f"{page}do/on/", follow=True).status_code == 200
    assert not Rule.objects.get(code="RESIDENCE-SLIP").is_on
    days = {"since": "2025-11-27", "until": "2026-11-28"}
    assert browser.post(f"{page}trial/", days).status_code == 302
    hear()
    assert browser.get(f"{page}trial/").status_code == 200
    lacks = browser.post(f"{page}approve/", {**SAID, "seal": seal.pk, "starts_on": "", "audit_body": ""})
    assert lacks.status_code == 422
    assert browser.get(f"{page}approve/").status_code == 200
    given = {**SAID, "seal": seal.pk, "starts_on": _today()}
    assert browser.post(f"{page}approve/", given).status_code == 302
    browser.post(f"{page}do/on/")

    rule = Rule.objects.get(code="RESIDENCE-SLIP")
    assert rule.is_on and rule.acts_by.audit_body == "Diputació"
    words = browser.get(page).content.decode()
    assert SAID["decree"] in words and "Diputació" in words


def test_the_console_shows_each_with_its_inputs_and_the_same_for_machines(
    at, town, procedure, register, acting, come_in, hear, clerk, sign_in, statements
):
    come_in().post(f"/e/{town.slug}/padro/", ASK)
    hear()
    run = RuleRun.objects.get()
    browser = sign_in(clerk)

    with statements() as asked:
        assert run.subject_label in browser.get(f"{at}rules/{acting.code}/").content.decode()
    assert asked.count <= 16
    assert run.subject_label in browser.get(f"{at}rules/{acting.code}/runs/?state=done").content.decode()
    assert run.subject_label not in browser.get(f"{at}rules/{acting.code}/runs/?state=held").content.decode()
    page = browser.get(f"{at}runs/{run.pk}/").content.decode()
    assert hash_of(run) in page and run.inputs[0]["sha256"][:16] in page
    file = browser.get(f"{at}runs/{run.pk}/explanation.json")
    assert hashlib.sha256(file.content).hexdigest() == hash_of(run)


def test_anybody_pulls_the_brake_and_the_secretary_lets_it_go_on(at, acting, clerk, secretary, sign_in):
    page = f"{at}rules/{acting.code}/"

    browser = sign_in(clerk)
    assert browser.post(f"{page}stop/", {"reason": ""}).status_code == 422
    assert browser.post(f"{page}stop/", {"reason": "Surt un volant de buit"}).status_code == 302
    assert "Surt un volant de buit" in browser.get(at).content.decode()
    assert browser.post(f"{page}do/go-on/").status_code == 403
    assert browser.post(f"{page}do/off/").status_code == 403
    assert browser.get(f"{page}approve/").status_code == 403
    assert sign_in(secretary).post(f"{page}do/go-on/").status_code == 302

    acting.refresh_from_db()
    assert not acting.is_stopped and acting.is_on


def test_the_form_beside_writes_the_text_and_a_fault_is_told_by_its_line(at, rule, secretary, sign_in):
    browser, page = sign_in(secretary), f"{at}rules/{rule.code}/edit/"
    assert browser.get(page).status_code == 200
    said = {"text": rule.latest.text, "note": "", "edition": rule.version}
    lines = {"when": "padro.slip_asked", "holds": 'span == "alone"', "does": "padro.issue_slip", "per_hour": 5,
             "passes_to": "secretary", "then": "lines"}  # fmt: skip

    seen = browser.post(page, said | lines)
    assert "if = &#x27;span == &quot;alone&quot;&#x27;" in seen.content.decode()
    assert "per_hour = 5" in seen.content.decode() and rule.versions.count() == 1
    wrong = browser.post(page, said | {"text": rule.latest.text.replace("is_own", "is_rich"), "then": "save"})
    assert wrong.status_code == 422 and "is_rich" in wrong.content.decode()
    kept = browser.post(page, said | {"text": rule.latest.text.replace("= 60", "= 5"), "then": "save"})
    assert kept.status_code == 302 and rule.versions.count() == 2


def test_the_outsider_gets_nowhere_and_does_nothing(at, acting, outsider, sign_in, town):
    browser, page = sign_in(outsider), f"{at}rules/{acting.code}/"

    for address in ("stop/", "do/off/", "do/go-on/", "do/end/", "approve/", "trial/", "edit/"):
        assert browser.post(f"{page}{address}", {"reason": "x"}).status_code == 404
    assert browser.post(f"{at}standard/").status_code == 404
    acting.refresh_from_db()
    assert acting.is_on and not acting.is_stopped


def test_where_it_is_switched_off_there_is_no_page_and_nothing_acts(
    at, town, procedure, register, acting, come_in, hear, secretary, sign_in
):
    town.switches = {"automation": False}
    town.save()
    come_in().post(f"/e/{town.slug}/padro/", ASK)
    hear()

    assert sign_in(secretary).get(at).status_code == 404
    assert ResidencePaper.objects.get().state == ResidencePaper.State.ASKED
    assert not RuleRun.objects.exists()


def test_the_e_office_lists_it_with_each_body_and_how_to_dispute_it(town, acting, client, clerk):
    page = f"/e/{town.slug}/seu/actuacions-automatitzades/"
    words = client.get(page).content.decode()

    for said in (
        "Volant d’empadronament",
        SAID["decree"],
        "Diputació",
        "recurs de reposició",
        "No valora res",
    ):
        assert said in words
    stop_rule(acting, by=clerk, reason="Mireu-ho")
    assert client.get(page).content.decode() != words


def test_a_rule_stopped_says_who_and_what_was_seen(acting, clerk):
    stop_rule(acting, by=clerk, reason="Mireu-ho")
    stop_rule(acting, by=clerk, reason="Un altre cop")

    acting.refresh_from_db()
    assert (acting.stopped_by_name, acting.stopped_why) == (clerk.name, "Mireu-ho")


def _today() -> str:
    from consistori.kernel.clock import today

    return today().isoformat()
