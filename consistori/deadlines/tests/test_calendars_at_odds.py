"""Calendars that disagree, that come late or that are not there; stops left open; the hour that the clocks change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consistori.deadlines.rules import (
    Calendar,
    Cause,
    Extension,
    ExtensionRule,
    Incident,
    Layer,
    Missing,
    NonWorkingDay,
    StepKind,
    Suspension,
    Term,
    Unit,
    VersionUsed,
    last_day,
    last_moment,
)
from consistori.deadlines.rules.extensions import most
from consistori.deadlines.tests.examples import NONE, SEAT, day
from consistori.deadlines.tests.reading import calendars

MADRID = ZoneInfo("Europe/Madrid")


def ten(start: str, **more: object) -> Term:
    return Term(amount=10, unit=Unit.WORKING_DAYS, start_on=day(start), **more)  # type: ignore[arg-type]


def months(amount: int, start: str, **more: object) -> Term:
    return Term(amount=amount, unit=Unit.MONTHS, start_on=day(start), **more)  # type: ignore[arg-type]


def version(number: int, *local: str) -> Calendar:
    """The calendar of a town in its first version or in one that came late."""
    days = [NonWorkingDay(day(one), "Festa major", Layer.TOWN, "Vall-llobera") for one in local]
    used = VersionUsed("Vall-llobera", 2026, number, f"v{number}")
    return Calendar.of("Vall-llobera", days, [2026], [used])


@pytest.mark.parametrize(
    "late,last",
    [
        ("10-06-2026", "16-06-2026"),  # Jun 2 3 4 5 / 8 9 (10) 11 12 / 15 16
        ("15-06-2026", "16-06-2026"),  # its last day
        ("01-06-2026", "15-06-2026"),  # the day of the notification, which does not count
        ("16-06-2026", "15-06-2026"),  # the day after
        ("13-06-2026", "15-06-2026"),  # a Saturday
    ],
)
def test_a_local_holiday_published_late_makes_another_sum_and_leaves_the_first(late: str, last: str) -> None:
    before, after = version(1), version(2, late)
    first, second = last_day(ten("01-06-2026"), [before]), last_day(ten("01-06-2026"), [after])

    assert (first.last_day, second.last_day) == (day("15-06-2026"), day(last))
    assert [used.number for used in first.versions + second.versions] == [1, 2]
    assert last_day(ten("01-06-2026"), [before]) == first


def test_two_published_calendars_that_disagree_give_two_days_and_each_says_its_own() -> None:
    """The holiday of Sant Narcís of 2024 is told as 29 October by one seat and as the 30th by another."""
    one, other = calendars("Girona"), calendars("Girona segons el Patronat")
    found = [last_day(months(1, start), where).last_day for start in ("29-09-2024", "30-09-2024")
             for where in (one, other)]  # fmt: skip

    assert found == [day("30-10-2024"), day("29-10-2024"), day("30-10-2024"), day("31-10-2024")]
    assert last_day(months(1, "29-09-2024"), [*one, *other]).last_day == day("31-10-2024")


def test_a_day_that_one_layer_calls_by_another_name_is_skipped_once() -> None:
    calendar = Calendar.of(
        "Seu",
        [
            NonWorkingDay(day("10-06-2026"), "Sant Joan", Layer.TOWN, "Seu"),
            NonWorkingDay(day("10-06-2026"), "San Juan", Layer.REGION),
        ],
        [2026],
    )
    found = last_day(ten("01-06-2026"), [calendar])

    assert found.last_day == day("16-06-2026")
    assert [step.holiday.name for step in found.steps if step.holiday] == ["San Juan"]


def test_in_aran_saint_stephen_is_a_working_day_and_is_not_for_who_lives_below() -> None:
    three = Term(amount=3, unit=Unit.WORKING_DAYS, start_on=day("22-12-2025"))

    assert last_day(three, calendars("Aran")).last_day == day("26-12-2025")
    assert last_day(three, calendars("Catalunya")).last_day == day("29-12-2025")
    assert last_day(three, calendars("Aran + Catalunya")).last_day == day("29-12-2025")


@pytest.mark.parametrize(
    "start,missing",
    [
        (
            "15-12-2026",
            [2027],
        ),  # Dec 16 17 18 / 21 22 23 24 (25) / 28 29 30: it ends before, and looks no further
        ("20-12-2026", [2027]),
    ],
)
def test_a_year_without_local_days_gives_no_day_only_where_it_is_looked_at(
    start: str, missing: list[int]
) -> None:
    known = Calendar("Vall-llobera", SEAT.days, frozenset({2026}))
    found = last_day(ten(start), [known])
    needs = found.not_before.year == 2027

    assert (found.last_day is None) == needs
    assert list(found.missing) == ([Missing("Vall-llobera", year) for year in missing] if needs else [])


def test_of_two_towns_the_one_without_its_days_is_named() -> None:
    seat = Calendar("Seu", SEAT.days, frozenset({2026, 2027}))
    home = Calendar("Altra", SEAT.days, frozenset({2026}))
    found = last_day(months(3, "30-10-2026"), [seat, home])

    assert (found.last_day, found.missing) == (None, (Missing("Altra", 2027),))
    assert found.effects_from is None


def open_stop(since: str = "01-05-2026") -> Suspension:
    return Suspension(cause=Cause.RECUSATION, since=day(since))


def test_while_it_is_stopped_it_does_not_end_and_may_be_extended() -> None:
    longer = Extension(decided_on=day("15-06-2026"), amount=1, rule=ExtensionRule.TO_RESOLVE)
    found = last_day(months(3, "02-03-2026"), [SEAT], suspensions=[open_stop()], extensions=[longer])

    assert (found.last_day, found.not_before, found.is_stopped) == (None, day("02-07-2026"), True)
    assert found.step(StepKind.EXTENSION_VOID) is None


def test_another_stop_within_one_left_open_is_not_told_that_it_had_ended() -> None:
    other = Suspension(cause=Cause.TESTS, since=day("01-07-2026"), until=day("10-07-2026"))
    found = last_day(months(3, "02-03-2026"), [SEAT], suspensions=[open_stop(), other])

    assert found.step(StepKind.SUSPENSION_VOID) is None
    assert found.last_day is None


def test_a_stop_left_open_after_the_end_stops_nothing() -> None:
    found = last_day(months(3, "02-03-2026"), [SEAT], suspensions=[open_stop("03-06-2026")])

    assert found.last_day == day("02-06-2026")
    assert found.step(StepKind.SUSPENSION_VOID).code == "expired"  # type: ignore[union-attr]


INCIDENT = Incident(since=day("15-06-2026"), until=day("16-06-2026"), extended_to=day("17-06-2026"))


def test_what_an_incident_extended_had_not_ended() -> None:
    """It ended on the 15th and the office extended it to the 17th: on the 16th it may still be stopped or extended."""
    half = Extension(decided_on=day("16-06-2026"), amount=3)
    stop = Suspension(cause=Cause.TESTS, since=day("17-06-2026"), until=day("19-06-2026"))
    longer = last_day(ten("01-06-2026"), [SEAT], extensions=[half], incidents=[INCIDENT])
    stopped = last_day(ten("01-06-2026"), [SEAT], suspensions=[stop], incidents=[INCIDENT])

    assert longer.last_day == day("18-06-2026")
    assert stopped.step(StepKind.SUSPENSION_VOID) is None
    assert last_day(ten("01-06-2026"), [SEAT], extensions=[half]).last_day == day("15-06-2026")


def test_an_incident_extended_to_a_holiday_goes_on_to_the_next_working_day() -> None:
    to_holiday = Incident(since=day("22-06-2026"), until=day("23-06-2026"), extended_to=day("24-06-2026"))

    assert last_day(ten("08-06-2026"), [SEAT], incidents=[to_holiday]).last_day == day("25-06-2026")


@pytest.mark.parametrize(
    "term,longest",
    [
        (ten("01-06-2026"), 5),
        (ten("01-06-2026", urgent=True), 2),  # of five, two
        (months(3, "02-03-2026"), 45),  # to 2 July a month, 30 days, and half a month
        (months(3, "02-03-2026", urgent=True), 22),  # of a month and 15 days: 15 and 7
        (months(2, "02-03-2026", urgent=True), 15),
        (Term(amount=1, unit=Unit.YEARS, start_on=day("02-03-2026"), urgent=True), 91),
    ],
)
def test_an_extension_is_half_of_what_there_is(term: Term, longest: int) -> None:
    assert most(last_day(term, [NONE]).nominal, term, ExtensionRule.HALF) == longest


def test_urgency_in_hours_and_in_odd_months_says_each_part() -> None:
    day_and_night = Term(amount=24, unit=Unit.HOURS, start_on=day("01-06-2026"), urgent=True)
    found = last_moment(day_and_night, datetime(2026, 6, 1, 9, 0), [SEAT])
    odd = last_day(months(3, "02-03-2026", urgent=True), [SEAT])

    assert found.last_at == datetime(2026, 6, 1, 21, 0)
    lengths = [(step.days, step.code) for step in odd.steps if step.kind is StepKind.LENGTH]
    assert lengths == [(1, Unit.MONTHS), (15, Unit.NATURAL_DAYS)]


@pytest.mark.parametrize(
    "start,hours,end",
    [
        (datetime(2026, 3, 27, 12, 0), 24, datetime(2026, 3, 30, 12, 0)),  # spring: the Sunday has 23 hours
        (datetime(2026, 3, 29, 1, 30), 5, datetime(2026, 3, 30, 5, 0)),  # begun in the hour before the change
        (datetime(2026, 3, 29, 2, 30), 5, datetime(2026, 3, 30, 5, 0)),  # at an hour that did not exist
        (datetime(2026, 10, 23, 12, 0), 24, datetime(2026, 10, 26, 12, 0)),  # autumn: it has 25
        (datetime(2026, 10, 25, 2, 30), 5, datetime(2026, 10, 26, 5, 0)),  # at an hour that was twice
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_the_hours_of_the_wall_are_hours_whatever_the_clocks_do(
    start: datetime, hours: int, end: datetime, fold: int
) -> None:
    begins = start.replace(tzinfo=MADRID, fold=fold)
    found = last_moment(Term(amount=hours, unit=Unit.HOURS, start_on=start.date()), begins, [SEAT])

    assert found.last_at is not None
    assert found.last_at.replace(tzinfo=None) == end
    assert found.last_at.utcoffset() == end.replace(tzinfo=MADRID).utcoffset()


def test_the_clocks_change_on_a_sunday_every_year_that_a_term_may_see() -> None:
    """On which the sum of hours rests."""
    for year in range(2024, 2045):
        first = date(year, 1, 1)
        changes = [
            one
            for one in (first + timedelta(days=n) for n in range(364))
            if datetime(one.year, one.month, one.day, tzinfo=MADRID).utcoffset()
            != datetime.combine(one + timedelta(days=1), datetime.min.time(), MADRID).utcoffset()
        ]
        assert [one.weekday() for one in changes] == [6, 6]


def test_half_a_month_is_extended_once_by_as_much() -> None:
    twice = [Extension(decided_on=day("10-03-2026"), rule=ExtensionRule.TO_RESOLVE)] * 2
    found = last_day(months(1, "02-03-2026", urgent=True), [NONE], extensions=twice)

    assert found.last_day == day("01-04-2026")
    assert found.step(StepKind.EXTENSION_VOID).code == "already_extended"  # type: ignore[union-attr]
