"""What holds of every term: a second, naive counter says the same, and more holidays never bring the end nearer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from consistori.deadlines.rules import (
    Calendar,
    Cause,
    Extension,
    Layer,
    NonWorkingDay,
    Sum,
    Suspension,
    Term,
    Unit,
    Whose,
    last_day,
    last_moment,
    union_for,
)

DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
CALENDARS = st.sets(st.dates(date(2024, 1, 1), date(2032, 12, 31)), max_size=40)
UNITS = st.sampled_from([Unit.WORKING_DAYS, Unit.NATURAL_DAYS, Unit.MONTHS])
TERMS = st.builds(Term, amount=st.integers(1, 40), unit=UNITS, start_on=DAYS)
STOPS = st.builds(
    lambda since, length: Suspension(cause=Cause.TESTS, since=since, until=since + DAY * length),
    DAYS,
    st.integers(0, 90),
)
QUICK = settings(max_examples=60, deadline=None, derandomize=True)


def of(days: set[date], place: str = "Seu") -> Calendar:
    holidays = [NonWorkingDay(day, "festa", Layer.TOWN, place) for day in days]
    return Calendar.of(place, holidays, range(2023, 2045))


def naive(term: Term, closed: set[date]) -> date:
    """Day by day, with no cleverness: the law as one would do it with a finger on a calendar on the wall."""
    day = term.start_on
    if term.unit is Unit.WORKING_DAYS:
        counted = 0
        while counted < term.amount:
            day += DAY
            counted += day.weekday() < 5 and day not in closed
    elif term.unit is Unit.NATURAL_DAYS:
        for _ in range(term.amount):
            day += DAY
    else:
        wanted, turns = day.day, 0
        while turns < term.amount:
            day += DAY
            turns += day.day == 1
        while day.day < wanted and (day + DAY).day != 1:
            day += DAY
    while day.weekday() > 4 or day in closed:
        day += DAY
    return day


@QUICK
@given(TERMS, CALENDARS)
def test_a_naive_counter_gives_the_same_day(term: Term, closed: set[date]) -> None:
    assert last_day(term, [of(closed)]).last_day == naive(term, closed)


@QUICK
@given(TERMS, CALENDARS, CALENDARS, st.lists(STOPS, max_size=3))
def test_more_holidays_never_bring_the_end_nearer(
    term: Term, seat: set[date], residence: set[date], stops: list[Suspension]
) -> None:
    alone = last_day(term, [of(seat)], suspensions=stops)
    both = union_for(Whose.PARTY, seat=of(seat), residences=[of(residence, "Altra")])

    assert last_day(term, both, suspensions=stops).not_before >= alone.not_before


@QUICK
@given(TERMS, CALENDARS, STOPS)
def test_a_suspension_never_brings_it_nearer_and_twice_the_same_counts_once(
    term: Term, closed: set[date], stop: Suspension
) -> None:
    plain = last_day(term, [of(closed)])
    once = last_day(term, [of(closed)], suspensions=[stop])
    twice = last_day(term, [of(closed)], suspensions=[stop, stop])

    assert once.not_before >= plain.not_before
    assert twice.not_before == once.not_before


@QUICK
@given(TERMS, CALENDARS, st.integers(0, 30))
def test_a_later_start_never_ends_before(term: Term, closed: set[date], later: int) -> None:
    moved = Term(amount=term.amount, unit=term.unit, start_on=term.start_on + DAY * later)

    assert last_day(moved, [of(closed)]).not_before >= last_day(term, [of(closed)]).not_before


@QUICK
@given(TERMS, CALENDARS, st.lists(STOPS, max_size=2), st.integers(1, 200))
def test_counted_again_it_gives_the_same_sum_and_its_lines_add_up(
    term: Term, closed: set[date], stops: list[Suspension], decided: int
) -> None:
    def count() -> Sum:
        extension = Extension(decided_on=term.start_on + DAY * decided)
        return last_day(term, [of(closed)], suspensions=stops, extensions=[extension])

    found = count()

    assert found == count()
    assert found.steps[-1].on == found.not_before
    assert found.not_before.weekday() < 5 and found.not_before not in closed
    assert len(set(found.counted)) == len(found.counted)


@QUICK
@given(DAYS, st.integers(0, 1439), st.integers(1, 24), CALENDARS)
def test_hours_end_on_a_working_day_and_more_hours_never_end_before(
    day: date, minute: int, hours: int, closed: set[date]
) -> None:
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    found = last_moment(Term(amount=hours, unit=Unit.HOURS, start_on=day), start, [of(closed)])
    shorter = last_moment(Term(amount=max(1, hours - 1), unit=Unit.HOURS, start_on=day), start, [of(closed)])

    assert found.last_at is not None and shorter.last_at is not None
    assert found.last_at >= shorter.last_at
    assert found.not_before.weekday() < 5 and found.not_before not in closed
    assert found.last_at - start >= timedelta(hours=hours)


@QUICK
@given(TERMS, st.integers(2024, 2032))
def test_a_year_that_is_not_known_gives_no_day_and_never_a_later_one(term: Term, year: int) -> None:
    whole = of(set())
    part = Calendar(whole.place, whole.days, whole.years - {year})
    found = last_day(term, [part])

    assert found.not_before == last_day(term, [whole]).last_day
    assert found.is_sure == (found.last_day is not None)
    if found.not_before.year == year:
        assert found.last_day is None
