"""Day eleven: everybody reads it at 00:00; the job writes facts and terms after it (R-NOT-14, 18, 20; E40-E42)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consistori.deadlines.models import Deadline
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.notifications.models import Evidence, Notification
from consistori.notifications.rules.contents import TermAsked
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import PRACTISED, State
from consistori.notifications.selectors import count_open, open_since, timeline
from consistori.notifications.services import change_channel, extend_for_incident, settle_lapsed
from consistori.notifications.services.practising import NotSo
from consistori.tenancy.scope import working_for

INSTANTS = [
    datetime(2026, 6, 1, 10, tzinfo=HERE),
    datetime(2026, 6, 11, 23, 59, 59, 999_999, tzinfo=HERE),
    datetime(2026, 6, 12, tzinfo=HERE),
    datetime(2026, 6, 12, 0, 0, 0, 1, tzinfo=HERE),
    datetime(2026, 9, 1, tzinfo=HERE),
]


@pytest.mark.parametrize("at", INSTANTS)
def test_the_question_and_the_row_agree_at_each_instant(
    sent: Any, firm: Any, laia: Any, pere: Any, open_it: Any, at: datetime
) -> None:
    rows = sent(firm, (laia, {"chose": "electronic"}), pere)
    everything = Notification.objects.all()

    for row in rows:
        stands = row.standing(at)
        assert everything.with_standing(at).get(pk=row.pk).standing_now == stands
        for state in State:
            assert everything.standing_in([state], at).filter(pk=row.pk).exists() is (state == stands)
        assert everything.open(at).filter(pk=row.pk).exists() is row.is_open(at)
        assert everything.due(at).filter(pk=row.pk).exists() is (stands == State.LAPSED)
        assert row.is_practised(at) is (stands in PRACTISED)


def test_those_of_duty_and_of_choice_are_rejected_and_the_rest_go_on(
    sent: Any, town: Any, firm: Any, laia: Any, pere: Any, clock: Any, errand: Any, calendars: Any
) -> None:
    rows = sent(firm, (laia, {"chose": "electronic"}), pere, terms=(TermAsked(rule="appeal_same_body"),))
    clock.is_at(2026, 6, 12, 0, 5)

    assert settle_lapsed(town) == 2
    assert settle_lapsed(town) == 0

    states = [Notification.objects.get(pk=row.pk).state for row in rows]
    assert states == [State.LAPSED, State.LAPSED, State.AVAILABLE]
    first = Notification.objects.get(pk=rows[0].pk)
    assert first.practised_at == datetime(2026, 6, 12, tzinfo=HERE)
    terms = Deadline.objects.filter(subject_id=errand.id, rule="appeal_same_body")
    # E41: rejected on 12 June, one month ends on Sunday 12 July and moves to Monday 13.
    assert {term.last_day for term in terms} == {date(2026, 7, 13)}
    assert {term.party_id for term in terms} == {firm.pk, laia.pk}


def test_the_job_waits_for_whoever_asked_in_the_last_second(
    sent: Any, town: Any, firm: Any, clock: Any
) -> None:
    (row,) = sent(firm)
    clock.is_at(2026, 6, 12, 0, 1, 59)

    assert settle_lapsed(town) == 0
    assert row.standing() == State.LAPSED
    clock.goes_on(seconds=2)
    assert settle_lapsed(town) == 1


def test_nobody_has_written_it_and_its_life_says_so(sent: Any, firm: Any, clock: Any) -> None:
    (row,) = sent(firm)
    clock.is_at(2026, 6, 12)

    last = timeline(row)[-1]

    assert (last.kind, last.is_written, last.at) == ("lapsed", False, row.expires_at)
    assert count_open([firm.pk]) == 0


def test_one_that_stops_leaves_nothing_of_the_rest(
    sent: Any, town: Any, firm: Any, laia: Any, clock: Any, monkeypatch: Any
) -> None:
    from consistori.notifications.services import lapsing

    rows = sent(firm, (laia, {"chose": "electronic"}))
    clock.is_at(2026, 6, 13)
    real = lapsing.practise

    def stops_at_the_second(row: Any, *args: Any, **said: Any) -> Any:
        if row.pk == rows[1].pk:
            raise RuntimeError("killed")
        return real(row, *args, **said)

    monkeypatch.setattr(lapsing, "practise", stops_at_the_second)
    with pytest.raises(RuntimeError), working_for(town):
        lapsing._settle_some(town.pk, 50)
    assert not Evidence.objects.filter(kind="lapsed").exists()
    monkeypatch.undo()

    assert settle_lapsed(town) == 2


def test_settling_costs_the_same_statements_for_each(
    sent: Any, town: Any, firm: Any, laia: Any, clock: Any, statements: Any
) -> None:
    sent(firm, (laia, {"chose": "electronic"}))
    clock.is_at(2026, 6, 13)

    with statements() as asked:
        settle_lapsed(town)

    assert asked.count <= 32


def test_the_fifth_day_finds_those_not_opened(sent: Any, firm: Any, pere: Any, clock: Any) -> None:
    one, two = sent(firm, pere)
    clock.is_at(2026, 6, 6, 8)

    assert list(open_since(date(2026, 6, 1))) == [one, two]
    assert not open_since(date(2026, 5, 31)).exists()


def test_an_incident_gives_more_days_to_those_still_open(
    sent: Any, town: Any, firm: Any, secretary: Any, clerk: Any, clock: Any
) -> None:
    (row,) = sent(firm)
    clock.is_at(2026, 6, 11, 9)
    said = {
        "since": datetime(2026, 6, 10, 8, tzinfo=HERE),
        "until": datetime(2026, 6, 10, 20, tzinfo=HERE),
        "extended_to": date(2026, 6, 15),
        "reference": "Resolució 2026/44, a la seu",
    }

    with pytest.raises(NotPermitted):
        extend_for_incident(by=clerk, **said)
    with pytest.raises(BadInput):
        extend_for_incident(by=secretary, **{**said, "reference": " "})
    given = extend_for_incident(by=secretary, **said)
    again = extend_for_incident(by=secretary, **said)

    row.refresh_from_db()
    assert (given, again) == (1, 0)
    assert row.expires_at == datetime(2026, 6, 16, tzinfo=HERE)
    assert row.standing(datetime(2026, 6, 15, 23, 59, tzinfo=HERE)) == State.AVAILABLE


def test_what_had_lapsed_is_not_given_days(sent: Any, firm: Any, secretary: Any, clock: Any) -> None:
    (row,) = sent(firm)
    moment = clock.is_at(2026, 6, 12, 9)

    given = extend_for_incident(
        by=secretary,
        since=moment - timedelta(days=2),
        until=moment,
        extended_to=date(2026, 6, 20),
        reference="R",
    )

    row.refresh_from_db()
    assert (given, row.standing()) == (0, State.LAPSED)


def test_turned_to_paper_time_rejects_it_no_more(
    sent: Any, laia: Any, firm: Any, clerk: Any, clock: Any
) -> None:
    hers, of_firm = sent((laia, {"chose": "electronic"}), firm)
    clock.is_at(2026, 6, 8, 9)

    with pytest.raises(NotSo):
        change_channel(of_firm, by=clerk, to="paper", reason="ho demana")
    with pytest.raises(NotSo):
        change_channel(hers, by=clerk, to="paper", reason="ho demana", on=date(2026, 6, 9))
    changed = change_channel(hers, by=clerk, to="paper", reason="ho demana", on=date(2026, 6, 8))

    assert changed.standing(datetime(2026, 12, 1, tzinfo=HERE)) == State.AVAILABLE
    assert set(changed.legs.values_list("carrier", flat=True)) == {"office", "paper"}


def test_turned_electronic_its_ten_days_begin_then(sent: Any, pere: Any, clerk: Any, clock: Any) -> None:
    (row,) = sent(pere)
    clock.is_at(2026, 6, 20, 9)

    changed = change_channel(row, by=clerk, to="electronic", reason="ho demana a la seu")

    assert changed.expires_at == datetime(2026, 7, 1, tzinfo=HERE)
    assert dict(changed.legs.values_list("carrier", "state")) == {"office": "sent", "paper": "closed"}
