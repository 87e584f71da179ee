"""Opening and rejecting: after the warning, by whoever it is for; the first channel wins (R-NOT-12, 14, 15, 18)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consistori.deadlines.models import Deadline
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, NotHere, NotPermitted, Refusal, Verdict
from consistori.notifications import ports
from consistori.notifications.evidencing import broken_at
from consistori.notifications.models import Evidence, Leg, Notification
from consistori.notifications.readers import Reader, may_read
from consistori.notifications.rules.contents import TermAsked
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import State
from consistori.notifications.services import (
    LapsedAlready,
    NotWarned,
    fail_leg,
    record_access,
    record_attempt,
    record_delivery,
    record_published,
    record_refused_access,
    record_warning,
    reject,
)
from consistori.notifications.services.practising import NotSo
from consistori.notifications.tests.conftest import reader_of

APPEAL = (TermAsked(rule="appeal_same_body"),)


def _kinds(row: Any) -> list[str]:
    return list(Evidence.objects.filter(notification=row).order_by("number").values_list("kind", flat=True))


@pytest.fixture
def office(town: Any) -> Actor:
    return Actor(None, "Laia Riubrugent Pou", town.pk, channel="eoffice")


def test_opened_it_is_notified_and_its_terms_run(
    sent: Any, laia: Any, open_it: Any, clock: Any, errand: Any, calendars: Any
) -> None:
    (row,) = sent((laia, {"chose": "electronic"}), terms=APPEAL)
    at = clock.is_at(2026, 6, 5, 20, 15)

    opened = open_it(row, reader_of(laia))

    assert (opened.state, opened.practised_at, opened.practised_by) == (State.ACCESSED, at, "office")
    term = Deadline.objects.get(subject_id=errand.id, rule="appeal_same_body")
    assert (term.party_id, term.reference, term.last_day.isoformat()) == (laia.pk, row.number, "2026-07-06")
    assert _kinds(row) == ["prepared", "available", "warned", "accessed"]
    said = Evidence.objects.get(notification=row, kind="accessed").said
    assert (said["identifier"], said["method"], said["level"]) == (laia.identifier, "certificate", "high")


def test_nobody_opens_it_without_the_warning(sent: Any, laia: Any, office: Any, clock: Any) -> None:
    (row,) = sent((laia, {"chose": "electronic"}))
    hers = reader_of(laia)

    with pytest.raises(NotWarned) as refused:
        record_access(row, by=office, reader=hers, warned_at=None)
    with pytest.raises(NotWarned):
        record_access(row, by=office, reader=hers, warned_at=clock.moment)
    warned = record_warning(row, by=office, reader=hers)
    clock.goes_on(minutes=31)
    with pytest.raises(NotWarned):
        reject(row, by=office, reader=hers, warned_at=warned)

    assert refused.value.article == "RD 203/2021, art. 45.1"
    row.refresh_from_db()
    assert row.state == State.AVAILABLE


def test_warned_twice_in_half_an_hour_it_is_one_warning(
    sent: Any, laia: Any, office: Any, clock: Any
) -> None:
    (row,) = sent((laia, {"chose": "electronic"}))
    first = record_warning(row, by=office, reader=reader_of(laia))
    clock.goes_on(minutes=10)

    assert record_warning(row, by=office, reader=reader_of(laia)) == first
    assert _kinds(row).count("warned") == 1


def test_for_another_citizen_it_does_not_exist(
    sent: Any, laia: Any, pere: Any, office: Any, clock: Any
) -> None:
    (row,) = sent((laia, {"chose": "electronic"}))

    for act in (
        lambda: record_warning(row, by=office, reader=reader_of(pere)),
        lambda: record_access(row, by=office, reader=reader_of(pere), warned_at=clock.moment),
        lambda: reject(row, by=office, reader=reader_of(pere), warned_at=clock.moment),
    ):
        with pytest.raises(NotHere):
            act()
    assert _kinds(row) == ["prepared", "available"]


def test_what_has_not_left_does_not_exist_either(prepared: Any, laia: Any, office: Any) -> None:
    row = prepared((laia, {"chose": "electronic"})).notifications.get()

    with pytest.raises(NotHere):
        record_warning(row, by=office, reader=reader_of(laia))


def test_a_cheque_is_not_in_the_office(sent: Any, laia: Any, office: Any) -> None:
    (row,) = sent((laia, {"chose": "electronic"}), pays=True)

    with pytest.raises(NotHere):
        record_warning(row, by=office, reader=reader_of(laia))
    assert list(Leg.objects.filter(notification=row).values_list("carrier", flat=True)) == ["paper"]
    assert not Notification.objects.shown_in_office().exists()


@pytest.mark.parametrize(
    ("answers", "opens", "words"),
    [
        ([None, Verdict(True)], True, ""),
        ([Verdict(False, "El poder es va revocar fa una hora.")], False, "revocar"),
        ([None], False, "registre d’apoderaments"),
        ([], False, "registre d’apoderaments"),
    ],
)
def test_a_power_is_asked_when_it_is_used(
    sent: Any, firm: Any, monkeypatch: Any, clock: Any, answers: Any, opens: bool, words: str, office: Any
) -> None:
    (row,) = sent(firm)
    monkeypatch.setattr(ports, "representation", [lambda *_, given=one: given for one in answers])
    proxy = Reader(
        "Marta Vilà", "12345678Z", "valid", "substantial", for_identifier=firm.identifier,
        for_name=firm.display_name, basis="power", power="7",
    )  # fmt: skip

    verdict = may_read(proxy, row, clock.moment)

    assert bool(verdict) is opens
    if opens:
        return
    assert words in str(verdict.reason)
    with pytest.raises(NotPermitted):
        record_warning(row, by=office, reader=proxy)
    record_refused_access(row, by=office, reader=proxy, reason=str(verdict.reason))
    assert _kinds(row)[-1] == "access_refused"


def test_who_only_says_to_act_for_another_opens_nothing(sent: Any, firm: Any, clock: Any) -> None:
    (row,) = sent(firm)
    said = Reader("Marta", "12345678Z", "valid", "high", for_identifier=firm.identifier, basis="declared")

    verdict = may_read(said, row, clock.moment)

    assert not verdict
    assert verdict.article == "Llei 39/2015, art. 5.4"


def test_rejected_expressly_the_step_is_done(
    sent: Any, firm: Any, office: Any, clock: Any, errand: Any
) -> None:
    (row,) = sent(firm, terms=APPEAL)
    clock.is_at(2026, 6, 3, 9)
    warned = record_warning(row, by=office, reader=reader_of(firm))

    rejected = reject(row, by=office, reader=reader_of(firm), warned_at=warned)

    assert rejected.state == State.REJECTED
    assert (
        Deadline.objects.get(subject_id=errand.id, rule="appeal_same_body").start_on.isoformat()
        == "2026-06-03"
    )
    with pytest.raises(AlreadyDone):
        reject(row, by=office, reader=reader_of(firm), warned_at=warned)


@pytest.mark.parametrize("micro", [0, 900_000, 999_999])
def test_asked_for_in_the_last_second_of_day_ten_it_is_opened(
    sent: Any, firm: Any, office: Any, clock: Any, micro: int
) -> None:
    (row,) = sent(firm)
    asked = datetime(2026, 6, 11, 23, 59, 59, micro, tzinfo=HERE)
    clock.moment = asked - timedelta(minutes=5)
    warned = record_warning(row, by=office, reader=reader_of(firm))
    clock.is_at(2026, 6, 12, 0, 0, 1)  # the answer comes after midnight: the request came before

    opened = record_access(row, by=office, reader=reader_of(firm), warned_at=warned, at=asked)

    assert (opened.state, opened.practised_at) == (State.ACCESSED, asked)


def test_asked_for_at_midnight_it_is_rejected_and_may_be_read(
    sent: Any, firm: Any, office: Any, clock: Any
) -> None:
    (row,) = sent(firm)
    clock.is_at(2026, 6, 12)

    with pytest.raises(LapsedAlready):
        reject(row, by=office, reader=reader_of(firm), warned_at=clock.moment)
    read = record_access(row, by=office, reader=reader_of(firm), warned_at=None)

    assert read.standing() == State.LAPSED
    assert read.state == State.AVAILABLE
    assert _kinds(row) == ["prepared", "available", "read_again"]


def test_a_letter_opened_first_at_the_office_is_notified_there(
    sent: Any, pere: Any, open_it: Any, clerk: Any, clock: Any
) -> None:
    (row,) = sent(pere)
    clock.is_at(2026, 7, 1, 12)  # a month later: time rejects nothing to whoever did not choose
    assert row.standing() == State.AVAILABLE

    open_it(row, reader_of(pere))

    assert dict(Leg.objects.filter(notification=row).values_list("carrier", "state")) == {
        "office": "done", "paper": "closed",
    }  # fmt: skip
    with pytest.raises(AlreadyDone) as refused:
        record_delivery(row, by=clerk, at=clock.moment, carrier="paper", receiver={"name": "Pere"})
    assert refused.value.article == "Llei 39/2015, art. 41.7"


def test_delivered_first_it_is_read_at_the_office_without_changing_its_day(
    sent: Any, pere: Any, office: Any, clerk: Any, clock: Any
) -> None:
    (row,) = sent(pere)
    at = clock.is_at(2026, 6, 4, 12)
    record_delivery(row, by=clerk, at=at, carrier="paper", receiver={"name": "Maria Casadevall", "age": 20})
    clock.is_at(2026, 6, 9, 12)

    read = record_access(row, by=office, reader=reader_of(pere), warned_at=None)

    assert (read.state, read.practised_at, read.practised_by) == (State.DELIVERED, at, "paper")
    assert _kinds(row) == ["prepared", "available", "delivered", "read_again"]


def test_delivered_before_it_was_opened_and_written_after_the_first_day_counts(
    sent: Any, pere: Any, open_it: Any, clerk: Any, clock: Any, errand: Any, calendars: Any
) -> None:
    (row,) = sent(pere, terms=APPEAL)
    clock.is_at(2026, 6, 5, 12)
    open_it(row, reader_of(pere))
    clock.is_at(2026, 6, 8, 9)
    postman = datetime(2026, 6, 3, 11, tzinfo=HERE)

    done = record_delivery(row, by=clerk, at=postman, carrier="paper", receiver={"name": "Pere Casadevall"})

    assert (done.state, done.practised_at, done.practised_by) == (State.DELIVERED, postman, "paper")
    running = Deadline.objects.running().get(subject_id=errand.id, rule="appeal_same_body")
    assert (running.start_on, running.last_day) == (date(2026, 6, 3), date(2026, 7, 3))
    assert dict(Leg.objects.filter(notification=row).values_list("carrier", "state"))["office"] == "closed"


def test_two_attempts_a_return_and_the_boe(sent: Any, pere: Any, clerk: Any, clock: Any) -> None:
    (row,) = sent(pere, terms=APPEAL)
    record_attempt(row, by=clerk, at=clock.is_at(2026, 6, 4, 11, 30), outcome="absent")
    record_attempt(row, by=clerk, at=clock.is_at(2026, 6, 5, 17, 0), outcome="absent")
    fail_leg(row, by=clerk, carrier="paper", reason="absent")
    clock.is_at(2026, 6, 20, 9)

    done = record_published(
        row, by=clerk, published_on=clock.moment.date(), practised_on=clock.moment.date(), reference="BOE-N-2026-1"
    )  # fmt: skip

    assert (done.state, done.practised_by) == (State.PUBLISHED, "boe")
    assert _kinds(row) == ["prepared", "available", "attempt", "attempt", "leg_failed", "published"]


def test_nothing_electronic_is_announced_in_the_boe(sent: Any, firm: Any, clerk: Any, clock: Any) -> None:
    (row,) = sent(firm)
    clock.is_at(2026, 6, 20, 9)

    with pytest.raises(NotSo):
        record_published(
            row, by=clerk, published_on=clock.moment.date(), practised_on=clock.moment.date(), reference="X"
        )


def test_no_attempt_in_the_future_nor_before_it_left(sent: Any, pere: Any, clerk: Any, clock: Any) -> None:
    (row,) = sent(pere)
    for at in (clock.moment + timedelta(hours=1), clock.moment - timedelta(days=1)):
        with pytest.raises(Refusal):
            record_attempt(row, by=clerk, at=at, outcome="absent")


def test_the_chain_of_evidence_shows_whoever_touches_it(sent: Any, laia: Any, open_it: Any) -> None:
    (row,) = sent((laia, {"chose": "electronic"}))
    open_it(row, reader_of(laia))
    lines = list(Evidence.objects.filter(notification=row))

    assert broken_at(lines) is None
    lines[2].said = {**lines[2].said, "identifier": "00000000T"}
    assert broken_at(lines) == 3
    assert broken_at([lines[0], *lines[2:]]) == 3


def test_an_outsider_writes_nothing_of_it(sent: Any, pere: Any, hire: Any, town: Any, clock: Any) -> None:
    (row,) = sent(pere)
    auditor = hire(town, "auditor", "Aina", "Mira")

    for act in (
        lambda: record_delivery(row, by=auditor, at=clock.moment, carrier="paper", receiver={"name": "X"}),
        lambda: record_attempt(row, by=auditor, at=clock.moment, outcome="absent"),
        lambda: fail_leg(row, by=auditor, carrier="paper", reason="x"),
    ):
        with pytest.raises(NotPermitted):
            act()
