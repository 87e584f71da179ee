"""A power opens what is sent to whoever gave it, asked when it is used; and each one says where they want notices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consistori.eoffice.identity.powers import ChangeKind
from consistori.eoffice.tests.notifications.conftest import ADA, LAIA, ROOT
from consistori.eoffice.tests.notifications.test_open_a_notification import kinds, open_it
from consistori.notifications.models import Notice
from consistori.notifications.notices.services import known_of
from consistori.parties.lines.services import code_of
from consistori.parties.models import LineCode
from consistori.tenancy.scope import current_scope

WISHES = "/e/vall-llobera/carpeta/avisos/"


@pytest.fixture
def power(town: Any, firm: Any, laia: Any, secretary: Any, signed: Any) -> Any:
    """`power("b")` is a power that the firm gave Laia, registered a month ago; it gives her, acting by it."""
    from consistori.eoffice.models import RegisteredPower
    from consistori.kernel.clock import now, today
    from consistori.registry.services import EntryPersonSaid, register_entry

    def give(kind: str = "b", procedures: tuple[str, ...] = ()) -> Any:
        from consistori.kernel.actor import Actor

        entry = register_entry(
            by=Actor.program(town.pk), subject="Apoderament", people=[EntryPersonSaid(party=firm)],
            documents=[signed("Apoderament")],
        )  # fmt: skip
        row = RegisteredPower.objects.create(
            year=2026, number=1, reference="AP2026-1", grantor=firm, grantor_name=firm.display_name,
            grantor_identifier=firm.identifier, proxy=laia, proxy_name=laia.display_name,
            proxy_identifier=laia.identifier, kind=kind, body=town.dir3 if kind == "b" else "",
            procedures=list(procedures), filed_on=today(), registered_at=now(), registered_on=today(),
            origin="office", entry=entry, document=signed("El poder"),
        )  # fmt: skip
        acting = replace(
            LAIA, basis="power", power=str(row.pk), power_kind=kind, firm=firm.display_name,
            firm_identifier=firm.identifier,
        )  # fmt: skip
        return row, acting

    return give


def revoke(row: Any) -> None:
    from consistori.eoffice.models import PowerChange
    from consistori.kernel.clock import now, today

    PowerChange.objects.create(
        power=row, kind=ChangeKind.REVOCATION, filed_on=today(), registered_at=now(), registered_on=today(),
        entry=row.entry,
    )  # fmt: skip


def test_whoever_has_a_power_opens_what_is_sent_to_the_firm(
    sent: Any, firm: Any, power: Any, inside: Any, address: Any
) -> None:
    _row, acting = power()
    (notification,) = sent(firm)
    browser = inside(acting)

    assert notification.number in browser.get(ROOT).content.decode()
    open_it(browser, address(notification))

    notification.refresh_from_db()
    assert notification.state == "accessed"


def test_a_power_revoked_an_hour_ago_opens_nothing_says_so_and_stays_written(
    sent: Any, firm: Any, power: Any, inside: Any, address: Any, clock: Any
) -> None:
    row, acting = power()
    (notification,) = sent(firm)
    clock.goes_on(days=2)
    browser = inside(acting)
    browser.get(address(notification))
    revoke(row)
    clock.goes_on(hours=1)

    answer = browser.post(address(notification), {"warned_at": clock.moment.isoformat()})
    every = browser.get(ROOT).content.decode()

    notification.refresh_from_db()
    assert answer.status_code == 403 and "va revocar" in answer.content.decode()
    assert notification.state == "available"
    assert kinds(notification)[-1] == "access_refused"
    assert notification.number not in every and "no hi veieu res" in every.lower()
    told = [one.event.kind() for one in current_scope().pending]
    assert "notifications.AccessRefused" in told


def test_a_power_for_some_procedures_opens_only_what_is_of_those(
    sent: Any, firm: Any, power: Any, inside: Any, address: Any
) -> None:
    _row, acting = power("c", ("OBR-01",))
    (hers,) = sent(firm, procedure="OBR-01")
    (other,) = sent(firm, procedure="TAX-02", title="Un tribut")
    browser = inside(acting)

    every = browser.get(ROOT).content.decode()

    assert hers.number in every and other.number not in every
    open_it(browser, address(hers))
    hers.refresh_from_db()
    assert hers.state == "accessed"
    assert browser.get(address(other)).status_code == 403


def test_saying_that_one_acts_for_a_firm_tells_nothing_of_what_it_was_sent(
    sent: Any, firm: Any, inside: Any, address: Any
) -> None:
    (notification,) = sent(firm)
    said = replace(ADA, basis="declared", firm=firm.display_name, firm_identifier=firm.identifier)
    browser = inside(said)

    assert browser.get(address(notification)).status_code == 404
    assert browser.get(f"{ROOT}N2026-999999/").status_code == 404
    assert kinds(notification) == []


def test_somebody_says_where_they_want_notices_and_where_not(
    sent: Any, laia: Any, secretary: Any, inside: Any, mailoutbox: Any, run_jobs: Any
) -> None:
    from consistori.parties.services import add_channel

    add_channel(laia, by=secretary, kind="email", value="vell@example.cat")
    browser = inside(LAIA)
    me = {"whose": str(laia.pk)}

    browser.post(WISHES, {**me, "line": "email:vell@example.cat", "off": "1"})
    asked = browser.post(WISHES, {**me, "add": "1", "value": "nou@example.cat"})
    row = LineCode.objects.get()
    wrong = browser.post(asked["Location"], {"code": "000000" if code_of(row) != "000000" else "111111"})
    right = browser.post(asked["Location"], {"code": code_of(row)})
    browser.post(WISHES, {**me, "language": "es"})
    sent((laia, {"chose": "electronic"}))

    assert (wrong.status_code, right.status_code) == (422, 302)
    (known,) = [one for one in known_of([laia.pk])[laia.pk] if one.wanted]
    assert known.value == "nou@example.cat"
    assert list(Notice.objects.values_list("value", flat=True)) == ["nou@example.cat"]
    laia.refresh_from_db()
    assert laia.language == "es"


def test_nobody_turns_the_notices_of_somebody_else(laia: Any, firm: Any, secretary: Any, inside: Any) -> None:
    browser = inside(LAIA)

    stolen = browser.post(
        WISHES, {"whose": str(firm.pk), "line": "email:avisos@pontvell.example", "off": "1"}
    )
    unknown = browser.post(
        WISHES, {"whose": str(laia.pk), "line": "email:avisos@pontvell.example", "off": "1"}
    )
    nobody = inside(ADA).get(WISHES)

    assert stolen.status_code == 404 and unknown.status_code == 422
    assert nobody.status_code == 200 and "pontvell" not in nobody.content.decode()
