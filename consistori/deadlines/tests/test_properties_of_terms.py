"""What holds of every term: a second, naive counter says the same, and more holidays never bring the end nearer."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from consistori.deadlines.rules import (
    Calendar,
    Cause,
    Extension,
    Layer,
    NonWorkingDay,
    StepKind,
    Sum,
    Suspension,
    Term,
    Unit,
    Whose,
    court_term,
    last_day,
    last_day_to_call,
    last_moment,
    union_for,
)
from consistori.deadlines.rules.extensions import most
from consistori.deadlines.rules.values import ExtensionRule
from consistori.deadlines.tests import naive

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


def by_finger(term: Term, closed: set[date]) -> date:
    """Day by day, with no cleverness: the law as one would do it with a finger on a calendar on the wall."""
    if term.unit is Unit.WORKING_DAYS:
        return naive.working_days(term.start_on, term.amount, closed)[-1]
    if term.unit is Unit.NATURAL_DAYS:
        return naive.passed(naive.natural_days(term.start_on, term.amount)[-1], closed)[-1]
    return naive.passed(naive.months(term.start_on, term.amount), closed)[-1]


@QUICK
@given(TERMS, CALENDARS)
def test_a_naive_counter_gives_the_same_day(term: Term, closed: set[date]) -> None:
    assert last_day(term, [of(closed)]).last_day == by_finger(term, closed)


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


@QUICK
@given(TERMS, st.lists(STOPS, max_size=4))
def test_the_days_stopped_are_those_that_a_finger_marks_once(term: Term, stops: list[Suspension]) -> None:
    plain = last_day(term, [of(set())]).nominal
    inside = [
        (max(one.since, term.start_on), one.until)
        for one in stops
        if one.until is not None and one.until > term.start_on
    ]
    marked = naive.stopped(term.start_on, plain, inside, set())

    assert last_day(term, [of(set())], suspensions=stops).nominal == plain + DAY * marked


@QUICK
@given(TERMS, CALENDARS, st.lists(STOPS, max_size=4), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_told_does_not_matter(
    term: Term, closed: set[date], stops: list[Suspension], chance: random.Random
) -> None:
    told = last_day(term, [of(closed)], suspensions=stops)
    chance.shuffle(stops)

    assert last_day(term, [of(closed)], suspensions=stops) == told


@QUICK
@given(TERMS, CALENDARS, CALENDARS)
def test_it_does_not_matter_which_town_is_named_first(
    term: Term, seat: set[date], residence: set[date]
) -> None:
    two = [of(seat), of(residence, "Altra")]

    assert last_day(term, two).last_day == last_day(term, two[::-1]).last_day
    assert last_day(term, two).last_day == last_day(term, [of(seat | residence)]).last_day


@QUICK
@given(TERMS, CALENDARS)
def test_urgency_never_ends_later(term: Term, closed: set[date]) -> None:
    urgent = replace(term, urgent=True)

    assert last_day(urgent, [of(closed)]).not_before <= last_day(term, [of(closed)]).not_before


@QUICK
@given(TERMS, CALENDARS, st.integers(0, 60), st.sampled_from(ExtensionRule), st.integers(0, 30))
def test_an_extension_never_ends_before_nor_goes_beyond_the_most(
    term: Term, closed: set[date], decided: int, rule: ExtensionRule, amount: int
) -> None:
    plain = last_day(term, [of(closed)])
    one = Extension(decided_on=term.start_on + DAY * decided, rule=rule, amount=amount)
    found = last_day(term, [of(closed)], extensions=[one])
    is_void = one.decided_on > plain.not_before or amount > most(plain.nominal, term, rule)

    assert found.not_before >= plain.not_before
    assert (found.step(StepKind.EXTENSION) is None) == is_void
    if is_void:
        assert found.last_day == plain.last_day


@QUICK
@given(TERMS, CALENDARS, st.lists(STOPS, max_size=3), STOPS)
def test_what_was_not_told_changes_nothing(
    term: Term, closed: set[date], stops: list[Suspension], untold: Suspension
) -> None:
    silent = replace(untold, cause=Cause.MANDATORY_REPORT)
    found = last_day(term, [of(closed)], suspensions=[*stops, silent])

    assert found.not_before == last_day(term, [of(closed)], suspensions=stops).not_before


@QUICK
@given(DAYS, st.integers(0, 1439), st.integers(1, 24), CALENDARS)
def test_hours_are_those_of_a_finger_on_each_minute(
    day: date, minute: int, hours: int, closed: set[date]
) -> None:
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    found = last_moment(Term(amount=hours, unit=Unit.HOURS, start_on=day), start, [of(closed)])

    assert found.last_at == naive.hours(start, hours, closed)


@QUICK
@given(DAYS, st.integers(1, 12))
def test_months_of_the_courts_leave_august_out(day: date, amount: int) -> None:
    asked = Term(amount=amount, unit=Unit.MONTHS, start_on=day)
    found = court_term(asked, [of(set())])

    assert found.nominal == naive.court_months(day, amount)
    assert found.nominal >= last_day(asked, [of(set())]).nominal


@QUICK
@given(DAYS, st.integers(0, 12), CALENDARS)
def test_a_call_leaves_whole_working_days_between(session: date, working: int, closed: set[date]) -> None:
    assert last_day_to_call(session, working, [of(closed)]) == naive.before_session(session, working, closed)
