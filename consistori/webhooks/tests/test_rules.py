"""The form of a message (Standard Webhooks 1.0.0) and the patience with whoever does not answer."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from consistori.webhooks import rules

AT = datetime(2021, 2, 25, 14, 15, 30, tzinfo=UTC)
SUBJECT = UUID("018f0000-0000-7000-8000-000000000001")


def test_a_message_is_signed_as_the_example_of_the_standard():
    signed = rules.headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        AT,
        b'{"test": 2432232314}',
    )

    assert signed["webhook-timestamp"] == "1614262530"
    assert rules.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    ) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="  # fmt: skip


def test_while_a_secret_changes_there_are_two_signatures():
    secrets = [rules.secret_of("house", SUBJECT, n) for n in (2, 1)]

    signed = rules.headers(secrets, "msg_1", AT, b"{}")["webhook-signature"].split(" ")

    assert len(set(signed)) == 2
    assert signed[1] == rules.signature(secrets[1], "msg_1", int(AT.timestamp()), b"{}")


def test_each_endpoint_and_each_house_has_its_own_secret():
    assert len({rules.secret_of(h, e, 1) for h in ("a", "b") for e in (SUBJECT, UUID(int=7))}) == 4


def test_what_is_told_speaks_of_nobody():
    body = rules.body_of(
        "cases.CaseOpened", AT, "vall", 7, SUBJECT,
        {"case_id": str(SUBJECT), "number": "X2026000001", "title": "Ajut a Laia Riubrugent", "name": "Laia",
         "person_id": "x", "documents": 3, "reserved": True},
    )  # fmt: skip

    told = json.loads(body)

    assert told["type"] == "cases.CaseOpened"
    assert told["data"] == {
        "entity": "vall", "seq": 7, "subject_id": str(SUBJECT), "case_id": str(SUBJECT), "number": "X2026000001",
        "documents": 3, "reserved": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tries", "asked", "waits"),
    [
        (1, None, 5),
        (2, None, 30),
        (3, None, 120),
        (5, None, 1800),
        (6, None, 3600),
        (40, None, 3600),
        (1, 120, 120),
        (1, 1, 5),
        (1, 86_400, 3600),
    ],
)
def test_how_long_it_is_waited(tries, asked, waits):
    wait = rules.wait_before_try(tries, timedelta(seconds=asked) if asked else None)

    assert wait == timedelta(seconds=waits)


def test_it_stops_after_a_whole_day_without_an_answer():
    assert not rules.must_stop(None, AT)
    assert not rules.must_stop(AT, AT + timedelta(hours=23, minutes=59))
    assert rules.must_stop(AT, AT + timedelta(hours=24))
