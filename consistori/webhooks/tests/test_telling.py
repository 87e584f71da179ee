"""Programs are told what happens: in order, signed, again when they did not hear, never inwards."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from consistori.cases.services import open_case, rename_case
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, NotPermitted
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import head_seq, recent
from consistori.webhooks import delivering, sending, services
from consistori.webhooks.delivering import deliver, secrets_of
from consistori.webhooks.jobs import tell
from consistori.webhooks.models import Attempt, Endpoint
from consistori.webhooks.selectors import endpoint_of


@pytest.fixture
def administrator(other_town, hire):
    return hire(other_town, "administrator", "Aina", "Prat")


@pytest.fixture
def clerk_there(other_town, hire):
    return hire(other_town, "processor", "Pol", "Riu")


@pytest.fixture
def told(other_town, administrator, listener, inside):
    """An endpoint of the town that has everything that happened before."""
    with working_for(other_town):
        return services.add_endpoint(by=administrator, name="Gestor d’actes", url=listener.url)


def _again(endpoint):
    return Endpoint.objects.get(pk=endpoint.pk)


def _open(town, by, title="Gual"):
    with working_for(town):
        return open_case(by=by, title=title)


def test_what_happens_is_told_in_order_and_signed(other_town, clerk_there, told, listener):
    case = _open(other_town, clerk_there)
    with working_for(other_town):
        rename_case(case, by=clerk_there, title="Gual al carrer Nou")

    tell(entity=other_town)

    kinds = [json.loads(body)["type"] for _, body in listener.heard]
    assert kinds == ["cases.CaseOpened", "cases.CaseRenamed"]
    headers, body = listener.heard[0]
    secret = secrets_of(told)[0].removeprefix("whsec_")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert json.loads(body)["data"]["case_id"] == str(case.pk)
    assert "Gual" not in body.decode()


def test_only_the_facts_that_it_asked_for_are_told(other_town, administrator, clerk_there, told, listener):
    with working_for(other_town):
        services.change_endpoint(told, by=administrator, kinds=["cases.CaseRenamed"])
    case = _open(other_town, clerk_there)
    with working_for(other_town):
        rename_case(case, by=clerk_there, title="Un altre títol")

    tell(entity=other_town)

    assert [json.loads(body)["type"] for _, body in listener.heard] == ["cases.CaseRenamed"]
    with working_for(other_town):
        assert _again(told).sent_seq == head_seq()


def test_what_was_not_heard_waits_and_is_told_again_with_the_same_name(
    other_town, clerk_there, told, listener
):
    listener.status = 500
    _open(other_town, clerk_there, "Primer")
    _open(other_town, clerk_there, "Segon")

    left = deliver(other_town, told.pk)

    assert left is not None and left.tries == 1 and left.next_try_at > now()
    assert len(listener.heard) == 1
    listener.status = 204
    assert deliver(other_town, told.pk) is None
    names = [headers["webhook-id"] for headers, _ in listener.heard]
    assert len(names) == 3
    assert names[0] == names[1] != names[2]
    with working_for(other_town):
        assert _again(told).tries == 0
        assert [a.status for a in Attempt.objects.order_by("at", "id")] == [500, 204, 204]


def test_one_that_waits_is_not_hurried_by_what_happens_next(other_town, clerk_there, told, listener):
    listener.status = 503
    listener.retry_after = "600"
    _open(other_town, clerk_there)
    tell(entity=other_town)
    heard = len(listener.heard)

    _open(other_town, clerk_there)
    tell(entity=other_town)

    assert len(listener.heard) == heard == 1
    with working_for(other_town):
        assert _again(told).next_try_at > now() + timedelta(seconds=500)


def test_after_a_day_without_an_answer_it_is_told_no_more_and_it_is_known(
    other_town, clerk_there, told, listener
):
    listener.status = 500
    _open(other_town, clerk_there)
    with working_for(other_town):
        Endpoint.objects.filter(pk=told.pk).update(failing_since=now() - timedelta(hours=25), tries=30)

    assert deliver(other_town, told.pk) is None

    with working_for(other_town):
        stopped = _again(told)
        assert (stopped.state, stopped.stopped_because) == ("stopped", "HTTP 500")
        assert recent(limit=1)[0].kind == "webhooks.EndpointStopped"


def test_an_address_that_is_gone_is_told_no_more_at_once(other_town, clerk_there, told, listener):
    listener.status = 410
    _open(other_town, clerk_there)

    deliver(other_town, told.pk)

    with working_for(other_town):
        assert _again(told).state == "stopped"


def test_resumed_it_hears_all_that_it_missed(other_town, administrator, clerk_there, told, listener):
    with working_for(other_town):
        services.pause_endpoint(told, by=administrator)
    for n in range(3):
        _open(other_town, clerk_there, f"Expedient {n}")
    tell(entity=other_town)
    assert listener.heard == []

    with working_for(other_town):
        services.resume_endpoint(_again(told), by=administrator)
    tell(entity=other_town)

    assert len(listener.heard) == 3


def test_what_was_missed_is_told_again_from_a_fact_on(other_town, administrator, clerk_there, told, listener):
    for n in range(3):
        _open(other_town, clerk_there, f"Expedient {n}")
    tell(entity=other_town)
    seen = [json.loads(body)["data"]["seq"] for _, body in listener.heard]
    listener.heard.clear()

    with working_for(other_town):
        services.replay(_again(told), by=administrator, after=seen[0])
    tell(entity=other_town)

    assert [json.loads(body)["data"]["seq"] for _, body in listener.heard] == seen[1:]


def test_paused_or_removed_in_the_middle_it_hears_no_more(
    other_town, administrator, clerk_there, told, listener, monkeypatch
):
    for act in (services.pause_endpoint, services.remove_endpoint):
        for n in range(3):
            _open(other_town, clerk_there, f"Expedient {n}")
        send = sending.send

        def and_then(*sent, act=act, send=send):
            outcome = send(*sent)
            with working_for(other_town):
                act(_again(told), by=administrator)
            return outcome

        listener.heard.clear()
        with monkeypatch.context() as patch:
            patch.setattr(delivering, "send", and_then)
            assert deliver(other_town, told.pk) is None

        assert len(listener.heard) == 1
        if act is services.pause_endpoint:
            with working_for(other_town):
                services.resume_endpoint(_again(told), by=administrator)


def test_facts_that_nobody_asked_for_are_not_heard(other_town, administrator, clerk_there, told, listener):
    with working_for(other_town):
        services.change_endpoint(told, by=administrator, kinds=["cases.CaseRenamed"])
    _open(other_town, clerk_there)

    tell(entity=other_town)

    with working_for(other_town):
        assert _again(told).last_success_at is None
        assert _again(told).sent_seq == head_seq()


def test_a_redirection_is_not_followed(other_town, clerk_there, told, listener):
    listener.status, listener.location = 302, "http://127.0.0.1:1/inside"
    _open(other_town, clerk_there)

    deliver(other_town, told.pk)

    assert len(listener.heard) == 1
    with working_for(other_town):
        assert Attempt.objects.get().trouble == "HTTP 302"


def test_one_that_hangs_is_left(other_town, clerk_there, told, listener, monkeypatch):
    monkeypatch.setattr(sending, "MOST_SECONDS", 0.2)
    listener.hangs = 1.0
    _open(other_town, clerk_there)

    left = deliver(other_town, told.pk)

    assert left is not None
    with working_for(other_town):
        attempt = Attempt.objects.get()
        assert attempt.status is None and "Timeout" in attempt.trouble


def test_one_that_answers_a_letter_at_a_time_is_left_too(
    other_town, clerk_there, told, listener, monkeypatch
):
    monkeypatch.setattr(sending, "MOST_SECONDS", 0.4)
    listener.drips = 3.0
    _open(other_town, clerk_there)

    assert deliver(other_town, told.pk) is not None

    with working_for(other_town):
        attempt = Attempt.objects.get()
        assert attempt.status is None and "Timeout" in attempt.trouble


def test_a_try_left_from_before_does_not_add_to_those_after_it(other_town, clerk_there, told, listener):
    listener.status = 500
    listener.retry_after = "600"
    _open(other_town, clerk_there)
    deliver(other_town, told.pk)

    tell(entity=other_town, endpoint_id=str(told.pk))

    assert len(listener.heard) == 1


def test_one_that_turned_inwards_is_not_told(other_town, clerk_there, told, listener, settings):
    _open(other_town, clerk_there)
    settings.WEBHOOK_NETWORKS = []

    deliver(other_town, told.pk)

    assert listener.heard == []
    with working_for(other_town):
        assert "127.0.0.1" in Attempt.objects.get().trouble


def test_the_secret_before_serves_for_a_day(other_town, administrator, told, listener):
    before = secrets_of(told)
    with working_for(other_town):
        services.rotate_secret(told, by=administrator)

    outcome = services.try_endpoint(other_town, told, by=administrator)

    assert outcome.was_heard
    assert secrets_of(told)[1] == before[0]
    assert len(listener.heard[0][0]["webhook-signature"].split(" ")) == 2
    told.rotated_at = now() - timedelta(hours=25)
    assert len(secrets_of(told)) == 1


def test_a_town_without_anybody_to_tell_leaves_no_job(
    other_town, clerk_there, administrator, told, statements
):
    from procrastinate.contrib.django.models import ProcrastinateJob

    def jobs():
        return ProcrastinateJob.objects.filter(task_name="webhooks.tell").count()

    before = jobs()
    _open(other_town, clerk_there)
    assert jobs() == before + 1

    with working_for(other_town):
        services.remove_endpoint(_again(told), by=administrator)
    after = jobs()
    _open(Entity.objects.get(pk=other_town.pk), clerk_there)
    assert jobs() == after


def test_only_the_administrator_decides_who_is_told(other_town, clerk_there, listener, inside):
    with working_for(other_town), pytest.raises(NotPermitted):
        services.add_endpoint(by=clerk_there, name="Un altre", url=listener.url)


def test_the_outsider_has_nothing_told_and_hears_nothing(town, other_town, told, hire, listener):
    town.modality = "basic"
    town.save()
    outsider = hire(town, "administrator", "Nil", "Coll")
    with working_for(town):
        assert Endpoint.objects.count() == 0
        open_case(by=outsider, title="Un expedient d’un altre poble")
        with pytest.raises(NotHere):
            endpoint_of(outsider, told.pk)

    tell(entity=town)
    tell(entity=other_town)

    assert listener.heard == []
