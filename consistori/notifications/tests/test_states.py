"""The state is a function of time: day 11 at 00:00, whatever was written (R-NOT-14, E40, E42)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from consistori.notifications.rules.lapse import HERE, expires_at, last_day
from consistori.notifications.rules.states import FINAL, MOVES, PRACTISED, State, What, allowed, standing


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HERE)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("available", "last", "rejected"),
    [
        pytest.param(at(2026, 6, 1, 10), date(2026, 6, 11), at(2026, 6, 12), id="E40"),
        pytest.param(at(2026, 12, 18, 9), date(2026, 12, 28), at(2026, 12, 29), id="E42"),
        pytest.param(at(2026, 6, 1, 0, 0), date(2026, 6, 11), at(2026, 6, 12), id="first instant of a day"),
        pytest.param(
            at(2026, 6, 1, 23, 59, 59), date(2026, 6, 11), at(2026, 6, 12), id="last second of a day"
        ),
        pytest.param(
            at(2026, 3, 20, 12), date(2026, 3, 30), at(2026, 3, 31), id="a night of 23 hours within"
        ),
        pytest.param(
            at(2026, 3, 18, 12), date(2026, 3, 28), at(2026, 3, 29), id="ends when the clocks go forward"
        ),
        pytest.param(at(2026, 10, 14, 12), date(2026, 10, 24), at(2026, 10, 25), id="ends when they go back"),
        pytest.param(at(2026, 10, 15, 12), date(2026, 10, 25), at(2026, 10, 26), id="day ten has 25 hours"),
        pytest.param(at(2028, 2, 20, 8), date(2028, 3, 1), at(2028, 3, 2), id="leap year"),
    ],
)
def test_ten_natural_days_end_at_midnight_of_day_eleven(
    available: datetime, last: date, rejected: datetime
) -> None:
    assert last_day(available) == last
    assert expires_at(available) == rejected
    assert standing(State.AVAILABLE, rejected, rejected - timedelta(microseconds=1)) == State.AVAILABLE
    assert standing(State.AVAILABLE, rejected, rejected) == State.LAPSED


def test_day_ten_of_the_night_of_25_hours_is_whole() -> None:
    expires = expires_at(at(2026, 10, 15, 12))

    day = expires.astimezone(UTC) - at(2026, 10, 25).astimezone(UTC)

    assert day == timedelta(hours=25)
    assert expires.astimezone(UTC) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_it_is_counted_in_madrid_wherever_the_clock_was() -> None:
    # 22:30 in Greenwich is half past midnight of the next day in Madrid: day 1 is the one after that.
    assert last_day(datetime(2026, 6, 1, 22, 30, tzinfo=UTC)) == date(2026, 6, 12)


def test_an_incident_gives_days_and_never_takes_them() -> None:
    assert last_day(at(2026, 6, 1, 10), date(2026, 6, 15)) == date(2026, 6, 15)
    assert last_day(at(2026, 6, 1, 10), date(2026, 6, 3)) == date(2026, 6, 11)


def test_without_an_instant_time_rejects_nothing() -> None:
    assert standing(State.AVAILABLE, None, at(2036, 1, 1)) == State.AVAILABLE


def test_what_was_opened_stays_opened() -> None:
    assert standing(State.ACCESSED, at(2026, 6, 12), at(2026, 7, 1)) == State.ACCESSED


def test_each_move_has_its_article_and_nothing_moves_what_arrived() -> None:
    assert all(move.article.startswith("Llei 39/2015, art. ") for move in MOVES)
    assert all(allowed(state, what) is None for state in FINAL for what in What)
    assert {move.end for move in MOVES} == PRACTISED | {State.AVAILABLE, State.WITHDRAWN}
    assert len({(move.start, move.what) for move in MOVES}) == len(MOVES)
