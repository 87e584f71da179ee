"""The demo province, as somebody finds it who has just typed `make demo`."""

from __future__ import annotations

import json
import stat
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

from consistori.cases.models import CaseDocument, CaseFile, Comment
from consistori.config.demo.seeding import seed
from consistori.directory.models import Person
from consistori.signature.models import SignatureRequest
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

pytestmark = pytest.mark.slow


def in_town(slug):
    return working_for(Entity.objects.get(slug=slug))


def test_the_towns_are_there_with_a_hundred_cases_and_no_act_was_refused(demo):
    assert not demo.troubles, "\n".join(demo.troubles)
    assert demo.entities == 8
    assert demo.cases >= 100
    assert demo.documents >= 100


def test_a_second_time_it_sees_at_once_that_it_is_done(demo):
    began = time.perf_counter()

    again = seed(demo.data_dir)

    assert time.perf_counter() - began < 0.2
    assert not again.is_new
    assert [login.email for login in again.logins] == [login.email for login in demo.logins]


def test_everybody_can_enter_with_password_and_second_factor(demo):
    login = next(login for login in demo.logins if login.email.startswith("nuria.camps"))
    person = Person.objects.get(email=login.email)
    counters = list(yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]  # not the oldest: it may have passed when it is looked at
    authenticator = Authenticator.objects.get(user=person, type="totp").wrap()

    assert person.check_password(login.password)
    assert authenticator.validate_code(f"{hotp_value(login.totp_secret, now):06d}")


def test_the_logins_are_kept_for_their_owner_only(demo):
    path = demo.data_dir / "demo-logins.json"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {"email", "password", "totp_secret", "otpauth", "role", "town"} <= set(
        json.loads(path.read_text())[0]
    )


def test_the_past_is_told_in_its_order(demo):
    with in_town("vall-llobera"):
        cases = list(CaseFile.objects.order_by("number"))

    assert [c.opened_on for c in cases] == sorted(c.opened_on for c in cases)
    assert len({c.opened_on for c in cases}) > 30


def test_the_mayor_finds_what_waits_for_her_and_what_was_returned(demo):
    with in_town("vall-llobera"):
        states = list(SignatureRequest.objects.values_list("state", flat=True))

    assert states.count("waiting") >= 6
    assert "returned" in states


def test_cases_are_carried_noted_reserved_and_closed(demo):
    with in_town("vall-llobera"):
        assert CaseFile.objects.filter(reserved=True).count() >= 3
        assert CaseFile.objects.closed().count() >= 3
        assert Comment.objects.exclude(to=None).exists()
        assert CaseDocument.objects.exclude(folder=None).exists()


def test_in_basic_a_case_may_wait_to_be_classified(demo):
    with in_town("els-molinars"):
        assert CaseFile.objects.to_be_classified().count() >= 4


def test_a_document_may_lie_in_two_cases(demo):
    with in_town("vall-llobera"):
        ids = list(CaseDocument.objects.values_list("document_id", flat=True))

    assert len(ids) > len(set(ids))


def test_an_interrupted_demo_goes_on_with_what_is_missing(demo):
    (demo.data_dir / "demo-seeded").unlink()

    again = seed(demo.data_dir)

    assert again.cases == demo.cases
    assert again.troubles == []
    assert [login.password for login in again.logins] == [login.password for login in demo.logins]
