"""Mail that comes back: reports of RFC 3464, bounces in words, machines that answer, and letters of people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistori.formats.bounces import Fate, read

TOKEN = "retorns+3-abc@vall-llobera.example"

POSTFIX = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {TOKEN}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

<gone@example.org>: host mx.example.org said: 550 5.1.1 User unknown

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon,  1 Jun 2026 10:00:03 +0200 (CEST)

Final-Recipient: rfc822; gone@example.org
Action: {{action}}
Status: {{status}}
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>: Recipient address rejected

--B
Content-Type: text/rfc822-headers

Message-ID: <notice-1@vall-llobera.example>
Subject: Teniu una notificació

--B--
"""

QMAIL = f"""\
Return-Path: <>
From: MAILER-DAEMON@old.example
To: {TOKEN}
Subject: failure notice

Hi. This is the qmail-send program at old.example.

<full@example.org>:
452 4.2.2 Mailbox full

--- Below this line is a copy of the message.

Message-ID: <notice-2@vall-llobera.example>
"""

AWAY = f"""\
From: Maria <maria@example.org>
To: {TOKEN}
Auto-Submitted: auto-replied (vacation)
In-Reply-To: <notice-3@vall-llobera.example>
Subject: De vacances

Torno el dia 15.
"""

LETTER = f"""\
From: Maria <maria@example.org>
To: {TOKEN}
Subject: Re: Teniu una notificació

No la puc obrir.
"""


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.1.1", Fate.FAILED),
        ("delayed", "4.4.1", Fate.DELAYED),
        ("delivered", "2.0.0", Fate.DELIVERED),
        ("relayed (to mailer)", "2.0.0", Fate.DELIVERED),
    ],
)
def test_a_report_says_what_became_of_it_of_whom_and_of_which_letter(action, status, fate):
    told = read(POSTFIX.format(action=action, status=status).encode())

    assert (told.fate, told.recipient, told.status) == (fate, "gone@example.org", status)
    assert told.told_to == (TOKEN,)
    assert told.message_ids == ("<notice-1@vall-llobera.example>",)
    assert "Recipient address rejected" in told.said


def test_a_report_that_brings_the_whole_letter_back_names_it_too():
    whole = POSTFIX.format(action="failed", status="5.1.1").replace("text/rfc822-headers", "message/rfc822")

    assert read(whole.encode()).message_ids == ("<notice-1@vall-llobera.example>",)


def test_a_server_that_writes_no_report_is_understood_by_its_words():
    told = read(QMAIL.encode())

    assert (told.fate, told.status, told.recipient) == (Fate.DELAYED, "4.2.2", "full@example.org")
    assert told.said == "452 4.2.2 Mailbox full"


def test_a_basic_code_alone_tells_its_class():
    told = read(QMAIL.replace("452 4.2.2 Mailbox full", "550 No such user").encode())

    assert (told.fate, told.status) == (Fate.FAILED, "5.0.0")


def test_somebody_who_is_away_has_received_it():
    told = read(AWAY.encode())

    assert (told.fate, told.message_ids) == (Fate.ANSWERED, ("<notice-3@vall-llobera.example>",))


def test_a_letter_that_a_person_wrote_bounces_nothing():
    assert read(LETTER.encode()).fate == Fate.OTHER


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report; boundary=\n\n--",
        b"Content-Type: message/delivery-status\n\nAction: failed\n\nAction: failed",
        b"From: <>\nMessage-ID: <" + b"a" * 5000,
        b"Content-Type: multipart/report; boundary=B\n\n"
        + b"--B\nContent-Type: message/delivery-status\n\n" * 5000,
    ],
)
def test_whatever_comes_breaks_nothing(raw):
    assert read(raw).fate in Fate


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw):
    for head in (
        b"",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n",
    ):
        assert read(head + raw).fate in Fate
