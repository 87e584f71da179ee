"""Which hours are given and why a day has none; the line of minutes; the codes of the screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consistori.appointments.rules.line import code_of, stretch
from consistori.appointments.rules.slots import DeskDay, Terms, Why, days_shown, offer
from consistori.kernel.hours import read_day

HERE = ZoneInfo("Europe/Madrid")
TUESDAY = date(2026, 11, 17)
MORNING = read_day("9.00-11.00")


def at(hour: int, minute: int = 0, day: int = 17) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


def hours_of(desks: list[DeskDay], terms: Terms, now: datetime | None = None) -> list[str]:
    found = offer(TUESDAY, desks, terms, now=now or at(8, day=16), zone=HERE)
    return [f"{one.hour}.{one.minute:02d}" for one in found.hours]


@pytest.mark.parametrize(
    "minutes,pause,taken,said",
    [
        (30, 0, [], ["9.00", "9.30", "10.00", "10.30"]),
        (50, 0, [], ["9.00", "9.50"]),
        (50, 10, [], ["9.00", "10.00"]),
        (60, 0, [(at(9, 30), at(10))], ["10.00"]),
        (30, 0, [(at(9), at(9, 20))], ["9.20", "9.50", "10.20"]),
        (30, 0, [(at(9), at(10)), (at(9, 30), at(10, 30))], ["10.30"]),
        (121, 0, [], []),
    ],
)
def test_an_hour_is_given_only_if_it_fits_whole(minutes, pause, taken, said):
    desk = DeskDay(1, MORNING, tuple(taken))

    assert hours_of([desk], Terms(minutes, pause)) == said


def test_two_desks_give_the_hour_until_both_are_taken():
    one, two = DeskDay(1, MORNING, ((at(9), at(10)),)), DeskDay(2, MORNING)

    found = offer(TUESDAY, [one, two], Terms(60), now=at(8, day=16), zone=HERE)

    assert dict(found.hours) == {at(9): (2,), at(10): (1, 2)}


def test_what_is_too_near_is_not_offered():
    assert hours_of([DeskDay(1, MORNING)], Terms(30, notice_hours=1), at(8, 45)) == ["10.00", "10.30"]


@pytest.mark.parametrize(
    "desks,now,holiday,why,words",
    [
        ([DeskDay(1, MORNING)], at(9, day=18), "", Why.PAST, ""),
        ([DeskDay(1, MORNING)], at(8, day=16), "Sant Andreu", Why.HOLIDAY, "Sant Andreu"),
        ([DeskDay(1, closed="Obres")], at(8, day=16), "", Why.CLOSED, "Obres"),
        ([DeskDay(1, is_away=True)], at(8, day=16), "", Why.AWAY, ""),
        ([DeskDay(1, MORNING, ((at(9), at(11)),))], at(8, day=16), "", Why.FULL, ""),
        ([DeskDay(1, closed="Obres"), DeskDay(2, is_away=True)], at(8, day=16), "", Why.AWAY, ""),
        ([DeskDay(1, MORNING)], at(8, day=1), "", Why.NOT_YET, ""),
    ],
)
def test_a_day_without_hours_says_why(desks, now, holiday, why, words):
    found = offer(TUESDAY, desks, Terms(30, days_ahead=10), now=now, zone=HERE, holiday=lambda day: holiday)

    assert (found.why, found.words, dict(found.hours)) == (why, words, {})


def test_the_day_when_the_clocks_change_has_its_hours_as_the_door_says_them():
    found = offer(
        date(2026, 10, 25), [DeskDay(1, read_day("1.00-4.00"))], Terms(60), now=at(8, day=1).replace(month=10),
        zone=HERE,
    )  # fmt: skip

    assert [one.hour for one in found.hours] == [1, 2, 3]


@pytest.mark.parametrize(
    "on,weekend,first,count",
    [(date(2026, 11, 18), (), 16, 5), (date(2026, 11, 21), (), 23, 5), (date(2026, 11, 21), (5,), 16, 6)],
)
def test_a_week_shows_the_weekend_only_where_somebody_attends(on, weekend, first, count):
    days = days_shown(on, lambda weekday: weekday in weekend)

    assert (days[0].day, len(days)) == (first, count)


LATER = some.integers(0, 3000)


@given(
    some.integers(1, 500), some.integers(1, 500), LATER, some.integers(1, 240), LATER, some.integers(1, 240)
)
def test_two_stretches_touch_only_if_they_are_of_one_desk_and_of_one_time(one, other, at1, long1, at2, long2):
    begins1, begins2 = at(0) + timedelta(minutes=at1), at(0) + timedelta(minutes=at2)
    ends1, ends2 = begins1 + timedelta(minutes=long1), begins2 + timedelta(minutes=long2)
    low1, high1 = stretch(7, one, begins1, ends1)
    low2, high2 = stretch(7, other, begins2, ends2)

    assert (low1 < high2 and low2 < high1) == (one == other and begins1 < ends2 and begins2 < ends1)


def test_the_line_parts_entities_and_fits_in_what_the_database_counts():
    _first, ends = stretch(7, 2**14 - 1, at(9), at(10))
    begins, _last = stretch(8, 1, at(9), at(10))

    assert ends < begins
    assert stretch(2**22, 2**14 - 1, at(9), at(10))[1] < 2**63
    with pytest.raises(ValueError, match="No desk"):
        stretch(1, 2**14, at(9), at(10))


def test_a_code_says_desk_and_hour_and_two_are_never_the_same():
    codes = {code_of(desk, at(9) + timedelta(minutes=n)) for desk in range(1, 60) for n in range(300)}

    assert (code_of(2, at(10, 20)), code_of(1, at(9)), code_of(27, at(9, 1))) == ("B124", "A108", "AA108a")
    assert len(codes) == 59 * 300
