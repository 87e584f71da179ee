"""Two attempts: days, bands and hours as Llei 39/2015, art. 42.2 says, with the examples E44 and E45."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consistori.deadlines.rules import Calendar, Layer, NonWorkingDay
from consistori.notifications.paper.rules.attempts import (
    Fault,
    Next,
    Result,
    Try,
    course_of,
    fault_of,
    window_after,
)

SANT_JOAN = NonWorkingDay(date(2026, 6, 24), "Sant Joan", Layer.REGION)
SEAT = [Calendar.of("Vall-llobera", [SANT_JOAN], [2026])]
UNLOADED = [Calendar.of("Vall-llobera", [], [2025])]


def on(day: int, hour: str = "11:30", result: Result = Result.ABSENT, place: str = "home", month=6) -> Try:
    return Try(date(2026, month, day), time.fromisoformat(hour), result, place)


def june(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 6, day) for day in days)


WINDOWS = [
    # the first attempt     the days of the second     from      to
    (on(4, "11:30"), june(5, 8, 9), "15:00", "23:59"),  # E44
    (on(4, "14:00"), june(5, 8, 9), "17:00", "23:59"),  # E45
    (on(4, "12:00"), june(5, 8, 9), "15:00", "23:59"),
    (on(4, "12:01"), june(5, 8, 9), "15:01", "23:59"),
    (on(4, "14:59"), june(5, 8, 9), "17:59", "23:59"),
    (on(4, "15:00"), june(5, 8, 9), "00:00", "12:00"),
    (on(4, "16:20"), june(5, 8, 9), "00:00", "13:20"),
    (on(4, "18:00"), june(5, 8, 9), "00:00", "14:59"),
    (on(4, "20:30"), june(5, 8, 9), "00:00", "14:59"),
    (on(22, "11:30"), june(23, 25, 26), "15:00", "23:59"),  # Sant Joan between
]


@pytest.mark.parametrize("first,days,since,until", WINDOWS)
def test_the_second_attempt_has_its_days_and_its_hours(first, days, since, until):
    window = window_after(first, SEAT)

    assert (window.days, f"{window.since:%H:%M}", f"{window.until:%H:%M}") == (days, since, until)
    assert window.article == "Llei 39/2015, art. 42.2"


SECONDS = [
    # first               second              why it does not count
    (on(4, "11:30"), on(5, "15:00"), None),  # E44
    (on(4, "11:30"), on(9, "20:00"), None),
    (on(4, "11:30"), on(10, "16:00"), Fault.TOO_LATE),
    (on(4, "11:30"), on(6, "16:00"), Fault.NON_WORKING),
    (on(4, "11:30"), on(4, "16:00"), Fault.NOT_AFTER),
    (on(4, "11:30"), on(5, "14:59"), Fault.SAME_BAND),
    (on(4, "14:00"), on(5, "15:30"), Fault.TOO_NEAR),  # E45
    (on(4, "14:00"), on(5, "16:59"), Fault.TOO_NEAR),
    (on(4, "14:00"), on(5, "17:00"), None),
    (on(4, "16:00"), on(5, "13:00"), None),
    (on(4, "16:00"), on(5, "13:30"), Fault.TOO_NEAR),
    (on(4, "16:00"), on(5, "19:30"), Fault.SAME_BAND),
    (on(4, "15:00"), on(5, "12:00"), None),
    (on(22, "11:30"), on(24, "16:00"), Fault.NON_WORKING),
    (on(22, "11:30"), on(26, "16:00"), None),
]


@pytest.mark.parametrize("first,second,fault", SECONDS)
def test_a_second_attempt_counts_only_in_its_days_band_and_hours(first, second, fault):
    assert fault_of(first, second, window_after(first, SEAT)) == fault


HOURS = some.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(HOURS, HOURS)
def test_what_the_window_lets_is_exactly_what_the_law_says_in_words(first, second):
    one, other = on(4, f"{first:%H:%M}"), on(5, f"{second:%H:%M}")
    minutes = [at.hour * 60 + at.minute for at in (first, second)]
    as_the_law = (minutes[0] < 900) != (minutes[1] < 900) and abs(minutes[0] - minutes[1]) >= 180

    assert (fault_of(one, other, window_after(one, SEAT)) is None) == as_the_law


COURSES = [
    # what happened                                                    on   tax    next            reason
    ([], 4, False, Next.FIRST, "nobody_went"),
    ([on(4)], 4, False, Next.SECOND, "nobody_took_it"),
    ([on(4)], 9, False, Next.SECOND, "nobody_took_it"),
    ([on(4)], 10, False, Next.AGAIN, "window_passed"),
    ([on(4), on(5, "16:00")], 5, False, Next.ANNOUNCE, "twice"),
    ([on(4), on(5, "16:00")], 5, True, Next.ANNOUNCE, "twice"),
    ([on(4), on(5, "12:00")], 5, False, Next.SECOND, "nobody_took_it"),
    ([on(4), on(5, "12:00"), on(8, "16:00")], 8, False, Next.ANNOUNCE, "twice"),
    ([on(4), on(10, "16:00")], 10, False, Next.SECOND, "nobody_took_it"),
    ([on(4), on(10, "16:00"), on(11, "10:00")], 11, False, Next.ANNOUNCE, "twice"),
    ([on(4), on(5, "16:00", Result.DELIVERED)], 5, False, Next.DONE, "delivered"),
    ([on(4), on(5, "12:00", Result.DELIVERED)], 5, False, Next.DONE, "delivered"),
    ([on(4, result=Result.REFUSED)], 4, False, Next.REJECTED, "refused"),
    ([on(4, result=Result.NOT_TAKEN)], 4, False, Next.SECOND, "nobody_took_it"),
    ([on(4, result=Result.UNKNOWN)], 4, False, Next.ANNOUNCE, "unknown"),
    ([on(4, result=Result.UNKNOWN)], 4, True, Next.ANNOUNCE, "unknown"),
    ([on(4, result=Result.WRONG_ADDRESS)], 4, False, Next.ANNOUNCE, "wrong_address"),
    ([on(4, result=Result.DECEASED)], 4, False, Next.ASK, "deceased"),
    ([on(4, result=Result.UNKNOWN), on(8, place="other")], 8, False, Next.SECOND, "nobody_took_it"),
    ([on(4), on(5, "16:00", place="other")], 5, False, Next.SECOND, "nobody_took_it"),
]


@pytest.mark.parametrize("tries,day,is_tax,what,reason", COURSES)
def test_the_paper_way_says_what_is_next(tries, day, is_tax, what, reason):
    course = course_of(tries, SEAT, on=date(2026, 6, day), is_tax=is_tax)

    assert (course.next, course.reason) == (what, reason)
    assert course.article.startswith("Llei 58/2003" if is_tax else "Llei 39/2015")


def test_an_attempt_that_does_not_count_is_kept_with_its_reason():
    course = course_of([on(4, "14:00"), on(5, "15:30"), on(5, "17:00")], SEAT, on=date(2026, 6, 5))

    assert [(one.turn, one.fault) for one in course.judged] == [(1, None), (0, Fault.TOO_NEAR), (2, None)]


def test_after_a_window_that_passed_one_begins_anew():
    course = course_of([on(4), on(10, "16:00")], SEAT, on=date(2026, 6, 10))

    assert [one.turn for one in course.judged] == [1, 1]
    assert course.window is not None and course.window.days == june(11, 12, 15)


def test_while_a_calendar_is_missing_no_window_is_said_to_be_over():
    course = course_of([on(4)], UNLOADED, on=date(2026, 6, 30))

    assert course.next is Next.SECOND
    assert course.window is not None and course.window.missing[0].year == 2026


def test_nothing_after_the_delivery_changes_it():
    tries = [on(4, result=Result.DELIVERED), on(5, "16:00", Result.UNKNOWN)]

    assert course_of(tries, SEAT, on=date(2026, 6, 5)).next is Next.DONE
