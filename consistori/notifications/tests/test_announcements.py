"""The announcement in the BOE: who is named and how, what it says, when it notifies; the board never instead of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from consistori.deadlines.rules import Calendar
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.notifications.models import Announcement, Notification, PaperWay
from consistori.notifications.paper.services import (
    CannotAnnounce,
    announce_in_boe,
    make_board_paper,
    mark_sent_to_boe,
    record_publication,
    record_try,
    set_tax,
    settle_published,
    way_of,
)
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import State
from consistori.parties.rules.masking import tells_too_much
from consistori.parties.services import add_address, add_party

SEAT = [Calendar.of("Vall-llobera", [], [2026])]


@pytest.fixture(autouse=True)
def calendars(monkeypatch: Any) -> None:
    for module in ("carrying", "announcing"):
        monkeypatch.setattr(f"consistori.notifications.paper.services.{module}.calendars_here", lambda: SEAT)


@pytest.fixture
def unknown(sent: Any, clerk: Any, secretary: Any, clock: Any) -> Any:
    """`unknown(pere)`: nobody knows them at their address."""

    def make(party: Any, *, is_tax: bool = False, **said: Any) -> PaperWay:
        add_address(party, by=secretary, lines="Carrer Major, 14", postcode="17999", place="Vall-llobera")
        clock.is_at(2026, 6, 1, 9)
        (row,) = sent(party, **said)
        clock.is_at(2026, 6, 5, 21)
        way = way_of(row, by=clerk)
        if is_tax:
            set_tax(way, by=clerk, is_tax=True)
        record_try(way, by=clerk, on=date(2026, 6, 4), at=time(11), result="unknown")
        return way

    return make


def test_it_names_by_the_whole_number_and_by_no_name(unknown: Any, pere: Any, clerk: Any) -> None:
    made = announce_in_boe(unknown(pere), by=clerk)

    people = [(pere.display_name, pere.identifier)]
    assert made.who == "39000001M"
    for text in (made.text, made.text_ca):
        assert "39000001M" in text and "Casadevall" not in text
        assert not tells_too_much(text, people)
        assert "Llicència d’obres a Escoles 8" in text
    assert not made.is_brief


def test_whoever_has_no_document_is_named_by_name(unknown: Any, secretary: Any, clerk: Any) -> None:
    amadou = add_party(by=secretary, name="Amadou", surname1="Diallo", identifier="")

    made = announce_in_boe(unknown(amadou), by=clerk)

    assert made.who == "Amadou Diallo"


def test_what_would_harm_says_only_where_to_appear(unknown: Any, pere: Any, clerk: Any) -> None:
    made = announce_in_boe(unknown(pere), by=clerk, would_harm=True)

    assert made.is_brief and made.article == "Llei 39/2015, art. 46"
    assert "Llicència" not in made.text and "10" in made.text


def test_a_title_with_a_name_in_it_is_announced_in_brief(unknown: Any, pere: Any, clerk: Any) -> None:
    made = announce_in_boe(unknown(pere, title="Sanció a Pere Casadevall"), by=clerk)

    assert made.is_brief and "Casadevall" not in made.text + made.text_ca


def test_while_one_may_still_go_there_nothing_is_announced(
    sent: Any, pere: Any, clerk: Any, secretary: Any
) -> None:
    add_address(pere, by=secretary, lines="Carrer Major, 14", postcode="17999", place="Vall-llobera")
    (row,) = sent(pere)

    with pytest.raises(CannotAnnounce) as refused:
        announce_in_boe(way_of(row, by=clerk), by=clerk)

    assert refused.value.article == "Llei 39/2015, art. 44"


def test_of_whom_no_address_is_known_it_is_announced_at_once(sent: Any, pere: Any, clerk: Any) -> None:
    (row,) = sent(pere)

    assert announce_in_boe(way_of(row, by=clerk), by=clerk).who == "39000001M"


def test_the_day_of_the_journal_notifies(unknown: Any, pere: Any, clerk: Any, clock: Any) -> None:
    made = announce_in_boe(unknown(pere), by=clerk)
    clock.is_at(2026, 6, 15, 12)
    mark_sent_to_boe(made, by=clerk, on=date(2026, 6, 8))

    record_publication(
        made, by=clerk, published_on=date(2026, 6, 15), issue="145", reference="BOE-N-2026-123456"
    )

    row = Notification.objects.get()
    assert (row.state, row.practised_by) == (State.PUBLISHED, "boe")
    assert row.practised_at == datetime(2026, 6, 15, tzinfo=HERE)
    with pytest.raises(AlreadyDone):
        announce_in_boe(made.way, by=clerk)


def test_a_tax_is_notified_the_day_after_fifteen_natural_days_and_not_before(
    unknown: Any, pere: Any, clerk: Any, clock: Any, town: Any
) -> None:
    made = announce_in_boe(unknown(pere, is_tax=True), by=clerk)
    assert made.is_brief and "112" in made.article and "15" in made.text
    clock.is_at(2026, 10, 5, 12)

    record_publication(made, by=clerk, published_on=date(2026, 10, 5), issue="240", reference="BOE-N-2026-1")

    kept = Announcement.objects.get()
    assert (kept.appear_by, kept.notified_on) == (date(2026, 10, 20), date(2026, 10, 21))  # E57
    assert Notification.objects.get().standing() == State.AVAILABLE
    clock.is_at(2026, 10, 20, 23, 59)
    assert settle_published(town) == 0
    clock.is_at(2026, 10, 21, 0, 5)
    assert settle_published(town) == 1
    assert settle_published(town) == 0
    assert Notification.objects.get().practised_at == datetime(2026, 10, 21, tzinfo=HERE)


def test_what_was_published_says_where_and_its_day_has_come(unknown: Any, pere: Any, clerk: Any) -> None:
    made = announce_in_boe(unknown(pere), by=clerk)

    with pytest.raises(BadInput) as no_number:
        record_publication(made, by=clerk, published_on=date(2026, 6, 5), issue="1", reference=" ")
    with pytest.raises(BadInput) as tomorrow:
        record_publication(made, by=clerk, published_on=date(2026, 6, 6), issue="1", reference="BOE-N-2026-1")

    assert (no_number.value.field, tomorrow.value.field) == ("reference", "published_on")


def test_its_paper_for_the_board_is_made_once_and_lies_beside_the_act(
    unknown: Any, pere: Any, clerk: Any, monkeypatch: Any
) -> None:
    filed: list[Any] = []
    monkeypatch.setattr(
        "consistori.notifications.counter.filing.file_beside", lambda *said, by: filed.append(said)
    )
    way = unknown(pere)
    made = announce_in_boe(way, by=clerk)

    paper = make_board_paper(made, by=clerk)

    assert make_board_paper(made, by=clerk) == paper
    assert filed == [(way.notification.dispatch.document, [paper])]
    assert Notification.objects.get().standing() == State.AVAILABLE  # the board alone never notifies


def test_the_outsider_announces_nothing(unknown: Any, pere: Any, outsider: Any) -> None:
    with pytest.raises(NotPermitted):
        announce_in_boe(unknown(pere), by=outsider)
