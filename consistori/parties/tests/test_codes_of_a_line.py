"""A code sent to a line: it proves the line, for some uses, some minutes, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.parties.lines import rules
from consistori.parties.lines.jobs import forget_old_codes, send_the_code
from consistori.parties.lines.services import TooManyCodes, code_of, kinds_offered, prove, send_code
from consistori.parties.models import LineCode
from consistori.tenancy.scope import working_for

PURPOSE = rules.Use.APPOINTMENT


@pytest.fixture
def asked(at_work: Any) -> LineCode:
    return send_code("email", "laia@example.cat", purpose=PURPOSE)


@pytest.mark.parametrize(
    ("use", "serves"),
    [("appointment", True), ("information", True), ("reminder", True), ("line", True),
     ("file", False), ("read_a_case", False), ("notification", False), ("anything", False)],
)  # fmt: skip
def test_a_code_serves_for_a_line_and_never_to_file(use: str, serves: bool) -> None:
    verdict = rules.serves_for(use)

    assert bool(verdict) is serves
    assert serves or "39/2015" in verdict.article


def test_the_code_that_came_proves_the_line_once(asked: LineCode) -> None:
    said = f"{code_of(asked)[:3]} {code_of(asked)[3:]}"

    proof = prove(asked.pk, said, purpose=PURPOSE)

    assert (proof.ok, proof.value) == (True, "laia@example.cat")
    assert not prove(asked.pk, said, purpose=PURPOSE).ok


def test_five_wrong_tries_close_it(asked: LineCode) -> None:
    wrong = f"{(int(code_of(asked)) + 1) % 10**6:06d}"
    for _try in range(rules.MOST_TRIES):
        assert not prove(asked.pk, wrong, purpose=PURPOSE).ok

    assert not prove(asked.pk, code_of(asked), purpose=PURPOSE).ok


def test_it_serves_for_what_it_was_asked_and_ten_minutes(asked: LineCode) -> None:
    assert not prove(asked.pk, code_of(asked), purpose=rules.Use.REMINDER).ok
    LineCode.objects.filter(pk=asked.pk).update(expires_at=now() - timedelta(seconds=1))

    assert not prove(asked.pk, code_of(asked), purpose=PURPOSE).ok


def test_nobody_asks_for_a_code_to_file(at_work: Any) -> None:
    with pytest.raises(NotPermitted):
        send_code("email", "laia@example.cat", purpose=rules.Use.FILE)


def test_a_line_is_not_flooded(asked: LineCode) -> None:
    for _more in range(rules.MOST_A_LINE - 1):
        send_code("email", "laia@example.cat", purpose=PURPOSE)

    with pytest.raises(TooManyCodes):
        send_code("email", "laia@example.cat", purpose=PURPOSE)
    send_code("email", "pere@example.cat", purpose=PURPOSE)


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "laia@"), ("email", ""), ("mobile", "972 000 111"), ("fax", "1")]
)
def test_a_line_that_is_not_one_is_told_at_its_field(
    at_work: Any, settings: Any, kind: str, value: str
) -> None:
    settings.SMS_URL = "https://sms.example.cat"

    with pytest.raises(BadInput) as refused:
        send_code(kind, value, purpose=PURPOSE)

    assert refused.value.field in ("value", "kind")


def test_the_message_goes_in_the_language_of_whoever_asked(
    town: Any, asked: LineCode, mailoutbox: Any
) -> None:
    send_the_code(entity=town, code_id=str(asked.pk))
    send_the_code(entity=town, code_id=str(asked.pk))

    (message,) = mailoutbox
    assert message.to == ["laia@example.cat"]
    assert code_of(asked) in message.subject
    assert "Si no l’heu demanat" in message.body


def test_without_a_gateway_only_mail_is_offered(settings: Any) -> None:
    settings.SMS_URL = ""

    assert kinds_offered() == ["email"]


def test_the_other_town_never_saw_it(town: Any, other_town: Any) -> None:
    with working_for(town):
        row = send_code("email", "laia@example.cat", purpose=PURPOSE)

    with working_for(other_town):
        assert not prove(row.pk, code_of(row), purpose=PURPOSE).ok
    with working_for(town):
        assert prove(row.pk, code_of(row), purpose=PURPOSE).ok


def test_the_day_after_it_is_forgotten(town: Any, asked: LineCode) -> None:
    LineCode.objects.filter(pk=asked.pk).update(asked_at=now() - timedelta(days=2))

    forget_old_codes(town)

    assert not LineCode.objects.exists()
