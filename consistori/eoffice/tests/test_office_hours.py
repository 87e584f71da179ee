"""The hours of the counter: what is written, and what the door says at each moment."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from consistori.eoffice.office.hours import HoursFault, Span, at_the_door, read_day, read_week, together

WEEK = read_week(["9.00-14.00", "9-14", "9:00 a 14:00", "9-14, 16-19", "9-14", "", ""])
NINE, TWO, FOUR, SEVEN = time(9), time(14), time(16), time(19)


@pytest.mark.parametrize("wrong", ["matí", "14-9", "9-25", "9-14, 13-19", "9-"])
def test_what_is_not_hours_is_refused_with_what_was_written(wrong):
    with pytest.raises(HoursFault):
        read_day(wrong)


def test_a_day_may_have_two_spans_or_none():
    assert read_day("9.00-14.00, 16.30-19") == (Span(NINE, TWO), Span(time(16, 30), SEVEN))
    assert read_day("") == ()
    assert read_week([""] * 7) == ()


@pytest.mark.parametrize(
    ("moment", "is_open", "until", "next_day", "next_at"),
    [
        (datetime(2026, 11, 26, 9, 0), True, TWO, None, None),
        (datetime(2026, 11, 26, 14, 0), False, None, date(2026, 11, 26), FOUR),
        (datetime(2026, 11, 26, 18, 59), True, SEVEN, None, None),
        (datetime(2026, 11, 27, 15, 0), False, None, date(2026, 11, 30), NINE),
        (datetime(2026, 11, 28, 10, 0), False, None, date(2026, 11, 30), NINE),
    ],
)
def test_the_door_says_until_when_it_is_open_or_when_it_opens(moment, is_open, until, next_day, next_at):
    door = at_the_door(WEEK, moment)

    assert door is not None
    assert (door.is_open, door.until, door.next_day, door.next_at) == (is_open, until, next_day, next_at)


def test_a_holiday_is_closed_and_says_its_name():
    def holiday(day):
        return "La Puríssima" if day == date(2026, 12, 8) else ""

    door = at_the_door(WEEK, datetime(2026, 12, 8, 10, 0), holiday)

    assert door is not None
    assert (door.is_open, door.holiday, door.next_day) == (False, "La Puríssima", date(2026, 12, 9))


def test_where_nobody_said_the_hours_the_door_says_nothing():
    assert at_the_door((), datetime(2026, 11, 26, 9, 0)) is None


def test_days_alike_are_said_together():
    assert together(WEEK) == [([0, 1, 2, 3, 4], Span(NINE, TWO)), ([3], Span(FOUR, SEVEN))]
