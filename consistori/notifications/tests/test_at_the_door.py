"""What happened at the door, written as it was: what counts, what notifies, what comes next, what is taken back."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from consistori.deadlines.models import Deadline
from consistori.deadlines.rules import Calendar
from consistori.deadlines.services import open_deadline
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.notifications.models import Evidence, Leg, Notification, PaperTry, PaperWay
from consistori.notifications.paper.services import (
    AtTheDoor,
    annul_try,
    mark_returned,
    print_letters,
    record_try,
    set_address,
    way_of,
)
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import State
from consistori.notifications.services import change_channel
from consistori.notifications.tests.conftest import reader_of
from consistori.parties.services import add_address

SEAT = [Calendar.of("Vall-llobera", [], [2026])]
THURSDAY, FRIDAY = date(2026, 6, 4), date(2026, 6, 5)
JOAN = AtTheDoor(taker="at_home", taker_name="Joan Casadevall", taker_identifier="11111111H", is_over_14=True)


@pytest.fixture(autouse=True)
def calendars(monkeypatch: Any) -> None:
    for module in ("carrying", "announcing"):
        monkeypatch.setattr(f"consistori.notifications.paper.services.{module}.calendars_here", lambda: SEAT)


@pytest.fixture
def way(sent: Any, pere: Any, clerk: Any, secretary: Any, clock: Any) -> PaperWay:
    """The letter of a man of 84, sent on Monday 1; it is Friday 5, at nine in the evening."""
    add_address(pere, by=secretary, lines="Carrer Major, 14", postcode="17999", place="Vall-llobera")
    (row,) = sent(pere)
    made = way_of(row, by=clerk)
    print_letters([made], by=clerk)
    clock.is_at(2026, 6, 5, 21)
    return made


def stands(way: PaperWay) -> tuple[str, str]:
    found = PaperWay.objects.get(pk=way.pk)
    return found.next, found.reason


def test_nobody_at_home_says_when_to_go_again(way: Any, clerk: Any) -> None:
    record_try(way, by=clerk, on=THURSDAY, at=time(11, 30), result="absent")

    found = PaperWay.objects.get(pk=way.pk)
    assert (found.next, found.since, found.until) == ("second", FRIDAY, date(2026, 6, 9))
    assert (found.from_hour, found.to_hour) == (time(15), time(23, 59))  # E44
    assert Notification.objects.get().attempted_at is not None


def test_an_hour_that_does_not_count_is_written_with_its_reason_and_one_goes_again(
    way: Any, clerk: Any
) -> None:
    record_try(way, by=clerk, on=THURSDAY, at=time(14), result="absent")

    wrong = record_try(way, by=clerk, on=FRIDAY, at=time(15, 30), result="absent")

    assert (wrong.turn, wrong.fault) == (0, "too_near")  # E45
    assert stands(way) == ("second", "nobody_took_it")
    assert Evidence.objects.filter(kind="attempt").last().said["fault"] == "too_near"


def test_two_that_count_leave_only_the_announcement_and_the_letter_fails(way: Any, clerk: Any) -> None:
    record_try(way, by=clerk, on=THURSDAY, at=time(11, 30), result="absent")
    second = record_try(way, by=clerk, on=FRIDAY, at=time(16), result="absent")

    assert second.turn == 2
    assert stands(way) == ("announce", "twice")
    assert Leg.objects.get(carrier="paper").state == "failed"
    assert Notification.objects.get().standing() == State.AVAILABLE


def test_a_son_over_fourteen_takes_it_and_it_is_notified_at_that_hour(way: Any, clerk: Any) -> None:
    record_try(way, by=clerk, on=FRIDAY, at=time(10, 15), result="delivered", door=JOAN)

    row = Notification.objects.get()
    assert (row.state, row.practised_by) == (State.DELIVERED, "paper")
    assert row.practised_at == datetime(2026, 6, 5, 10, 15, tzinfo=HERE)
    assert Evidence.objects.last().said["receiver"]["name"] == "Joan Casadevall"


@pytest.mark.parametrize(
    "door,field",
    [
        (AtTheDoor(taker="at_home", taker_name="Nil", taker_identifier="11111111H"), "is_over_14"),
        (AtTheDoor(taker="at_home", taker_name="Joan", is_over_14=True), "taker_identifier"),
        (AtTheDoor(taker="porter", taker_name="Quim", taker_identifier="1", is_over_14=True), "taker"),
        (AtTheDoor(), "taker"),
    ],
)
def test_a_delivery_to_whoever_may_not_take_it_is_not_written(
    way: Any, clerk: Any, door: Any, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        record_try(way, by=clerk, on=FRIDAY, at=time(10, 15), result="delivered", door=door)

    assert refused.value.field == field
    assert not PaperTry.objects.exists()
    assert Notification.objects.get().standing() == State.AVAILABLE


def test_refused_by_its_addressee_it_is_done_and_refused_by_another_it_is_not(way: Any, clerk: Any) -> None:
    record_try(way, by=clerk, on=THURSDAY, at=time(11), result="not_taken")
    assert stands(way) == ("second", "nobody_took_it")

    record_try(way, by=clerk, on=FRIDAY, at=time(16), result="refused")

    assert Notification.objects.get().state == State.REFUSED
    assert stands(way) == ("rejected", "refused")


def test_what_happened_tomorrow_or_twice_is_not_written(way: Any, clerk: Any) -> None:
    record_try(way, by=clerk, on=THURSDAY, at=time(11), result="absent")

    with pytest.raises(AlreadyDone):
        record_try(way, by=clerk, on=THURSDAY, at=time(11), result="absent")
    with pytest.raises(BadInput):
        record_try(way, by=clerk, on=date(2026, 6, 6), at=time(11), result="absent")
    with pytest.raises(BadInput):
        record_try(way, by=clerk, on=date(2026, 5, 29), at=time(11), result="absent")


def test_opened_in_the_office_the_paper_is_not_needed_any_more(
    way: Any, clerk: Any, pere: Any, open_it: Any
) -> None:
    open_it(way.notification, reader_of(pere))

    with pytest.raises(AlreadyDone) as refused:
        record_try(way, by=clerk, on=FRIDAY, at=time(16), result="absent")

    assert refused.value.article == "Llei 39/2015, art. 41.7"


def test_a_delivery_of_before_that_is_written_late_is_the_one_that_counts(
    way: Any, clerk: Any, pere: Any, open_it: Any
) -> None:
    open_it(way.notification, reader_of(pere))

    record_try(way, by=clerk, on=THURSDAY, at=time(11), result="delivered", door=JOAN)

    row = Notification.objects.get()
    assert (row.state, row.practised_by) == (State.DELIVERED, "paper")
    assert row.practised_at == datetime(2026, 6, 4, 11, tzinfo=HERE)


def test_what_goes_electronic_now_is_not_taken_to_the_door(way: Any, clerk: Any) -> None:
    change_channel(way.notification, by=clerk, to="electronic", reason="Ho demana")

    assert not PaperWay.objects.carried().exists()
    with pytest.raises(AlreadyDone):
        record_try(way, by=clerk, on=FRIDAY, at=time(16), result="absent")


def test_an_attempt_written_late_changes_what_comes_after_it(way: Any, clerk: Any) -> None:
    later = record_try(way, by=clerk, on=FRIDAY, at=time(16), result="absent")
    assert later.turn == 1

    record_try(way, by=clerk, on=THURSDAY, at=time(11), result="absent")

    later.refresh_from_db()
    assert later.turn == 2
    assert stands(way) == ("announce", "twice")


def test_a_new_address_is_a_new_door_with_two_more_attempts_and_a_letter_more(way: Any, clerk: Any) -> None:
    record_try(way, by=clerk, on=THURSDAY, at=time(11), result="unknown")
    assert stands(way) == ("announce", "unknown")

    set_address(way, by=clerk, lines="Carrer Nou, 2", postcode="17999", place="Vall-llobera")

    found = PaperWay.objects.get(pk=way.pk)
    assert (found.next, found.door, found.printed_at) == ("first", 2, None)
    assert list(PaperWay.objects.to_print()) == [found]


def test_an_attempt_written_by_mistake_is_taken_back_and_the_term_that_it_met_runs_again(
    errand: Any, sent: Any, pere: Any, clerk: Any, clock: Any
) -> None:
    clock.is_at(2026, 6, 1, 9)
    term = open_deadline(by=clerk, subject=errand, start_on=date(2026, 4, 1), rule="resolve")
    (row,) = sent(pere, resolves=term)
    way = way_of(row, by=clerk)
    clock.is_at(2026, 6, 5, 21)
    one = record_try(way, by=clerk, on=FRIDAY, at=time(16), result="absent")
    term.refresh_from_db()
    assert term.state == Deadline.State.MET

    annul_try(one, by=clerk, reason="Era d’una altra carta")

    term.refresh_from_db()
    assert term.state == Deadline.State.RUNNING
    assert Notification.objects.get().attempted_at is None
    assert stands(way) == ("first", "nobody_went")
    assert Evidence.objects.last().kind == "attempt_annulled"


def test_what_has_notified_is_not_taken_back(way: Any, clerk: Any) -> None:
    one = record_try(way, by=clerk, on=FRIDAY, at=time(10), result="delivered", door=JOAN)

    with pytest.raises(AlreadyDone):
        annul_try(one, by=clerk, reason="Un error")


def test_a_letter_that_comes_back_is_written_once(way: Any, clerk: Any) -> None:
    mark_returned(way, by=clerk, note="Desconegut")
    mark_returned(way, by=clerk, note="Desconegut")

    assert Evidence.objects.filter(kind="letter_returned").count() == 1


def test_the_outsider_writes_nothing(way: Any, outsider: Any) -> None:
    with pytest.raises(NotPermitted):
        record_try(way, by=outsider, on=FRIDAY, at=time(16), result="absent")
