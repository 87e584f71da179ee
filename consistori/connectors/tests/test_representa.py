"""Representa asked for real, on loopback: what counts here, what does not, and when it does not answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.connectors.representa.client import Representa
from consistori.connectors.representa.envelope import NotUnderstood, powers_in
from consistori.connectors.representa.fake import FakeRepresenta, answering
from consistori.eoffice.powers.ports import Asker, RegisterSilent

XENIA, BODY = "99001234B", "0910100001"
ASKER = Asker(BODY, "Ajuntament de Vall-llobera")
POWER = {
    "reference": "202600000377", "kind": "B", "grantor": "99000275H", "grantor_name": "Assumpta Corominola Font",
    "proxy": XENIA, "proxy_name": "Xènia Torrentó", "body": BODY, "since": "2026-01-15", "until": "2031-01-15",
}  # fmt: skip


def ask(*powers: dict[str, str], **said: Any) -> Any:
    fake = FakeRepresenta(powers, **said)
    with answering(fake) as url:
        return Representa(url, purpose="PROVES").powers_of(XENIA, asker=ASKER), fake


def test_a_power_before_this_body_counts_with_its_dates_and_the_answer_that_proves_it() -> None:
    [found], _fake = ask(POWER)

    assert (found.reference, found.grantor, found.grantor_name) == (
        "202600000377",
        "99000275H",
        "Assumpta Corominola Font",
    )
    assert (found.kind, found.since, found.until) == ("b", date(2026, 1, 15), date(2031, 1, 15))
    assert b"202600000377" in found.said


@pytest.mark.parametrize(
    ("changed", "counts"),
    {
        "general": ({"kind": "A", "body": ""}, True),
        "for one of our procedures": ({"kind": "C", "procedure": "URB-02"}, True),
        "for a procedure without code": ({"kind": "C"}, False),
        "before another body": ({"body": "1234567890"}, False),
        "before this one, whose first zero was lost": ({"body": BODY.lstrip("0")}, True),
        "revoked": ({"state": "REVOCADA"}, False),
        "waiting to be accepted": ({"state": "PENDENT_ACCEPTACIO"}, False),
        "only to look": ({"capacity": "CONSULTAR"}, False),
        "to do anything": ({"capacity": "GENERAL"}, True),
    }.values(),
)
def test_what_counts_here_and_what_does_not(changed: dict[str, str], counts: bool) -> None:
    found, _fake = ask(POWER | changed)

    assert bool(found) is counts


def test_nobody_has_powers_of_another() -> None:
    assert ask(POWER | {"proxy": "99000138L"})[0] == []


def test_it_is_asked_who_and_for_which_body_over_the_product_of_representa() -> None:
    _found, fake = ask(POWER)

    sent = fake.asked[0].decode()
    for words in (XENIA, BODY, "REPRESENTA_CONSULTA", "PROVES"):
        assert words in sent


@pytest.mark.parametrize("said", [{"state": "0502"}, {"code": "500"}, {"fault": "it is broken"}])
def test_a_failure_in_any_of_its_three_places_is_silence(said: dict[str, str]) -> None:
    with pytest.raises(RegisterSilent):
        ask(POWER, **said)


def test_an_address_where_nobody_answers_is_silence() -> None:
    with pytest.raises(RegisterSilent):
        Representa("http://127.0.0.1:1/").powers_of(XENIA, asker=ASKER)


def test_a_town_without_its_code_asks_nobody() -> None:
    assert Representa("http://127.0.0.1:1/").powers_of(XENIA, asker=Asker("", "Ajuntament")) == []


@pytest.mark.parametrize(
    "data", [b"", b"<a/>", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"]
)
def test_what_is_not_an_answer_is_not_understood(data: bytes) -> None:
    with pytest.raises(NotUnderstood):
        powers_in(data)
