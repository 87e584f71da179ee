"""Over five hundred examples of ours: each says its days, and the rules and the naive counter must tick the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from consistori.deadlines.rules import (
    Cause,
    Extension,
    ExtensionRule,
    Interruption,
    StepKind,
    Sum,
    Suspension,
    Term,
    Unit,
    court_term,
    last_day,
    last_day_to_call,
    last_moment,
)
from consistori.deadlines.starter import standard_calendars
from consistori.deadlines.tests import naive
from consistori.deadlines.tests.reading import (
    UNITS,
    calendars,
    closed,
    day,
    passed_over,
    published,
    rows,
    ticked,
)

DAYS = [row for name in ("working", "months", "on_published") for row in rows(name)]


def term(length: str, start: date, *, urgent: bool = False) -> Term:
    return Term(amount=int(length[:-1]), unit=UNITS[length[-1]], start_on=start, urgent=urgent)


def named(found: Sum) -> list[date]:
    """The holidays that its lines name, each with a line of its own."""
    return [step.holiday.on for step in found.steps if step.holiday]


def each(table: list[list[str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", table, ids=[row[0] for row in table])


@each(DAYS)
def test_a_term_ticks_the_days_of_its_example(row: list[str]) -> None:
    _number, start, length, places, days, last, shows = row
    begins, shut = day(start), closed(calendars(places))
    found = last_day(term(length, begins), calendars(places))

    if length.endswith("w"):
        counted, holidays = ticked(days, begins)
        assert counted == naive.working_days(begins, int(length[:-1]), shut)
        assert list(found.counted) == counted
        assert found.nominal == counted[-1]
    else:
        over, holidays = passed_over(days)
        amount = int(length[:-1]) * (12 if length.endswith("y") else 1)
        assert over == naive.passed(naive.months(begins, amount), shut)
        assert found.nominal == over[0]
    assert named(found) == holidays, shows
    assert found.last_day == day(last), shows


@each(rows("natural"))
def test_natural_days_all_count_and_the_last_may_roll(row: list[str]) -> None:
    _number, start, length, places, days, passed, shows = row
    begins, shut = day(start), closed(calendars(places))
    counted, _ = ticked(days, begins)
    over, holidays = passed_over(passed)
    found = last_day(term(length, begins), calendars(places))

    assert counted == naive.natural_days(begins, int(length[:-1]))
    assert over == naive.passed(counted[-1], shut)
    assert (found.nominal, found.last_day) == (counted[-1], over[-1]), shows
    assert named(found) == holidays


@each(rows("urgent"))
def test_urgency_halves_it(row: list[str]) -> None:
    _number, start, length, places, days, last, shows = row
    begins = day(start)
    found = last_day(term(length, begins, urgent=True), calendars(places))

    if length.endswith("w"):
        assert list(found.counted) == ticked(days, begins)[0]
    else:
        assert found.nominal == passed_over(days)[0][0]
    assert found.last_day == day(last), shows


@each(rows("courts"))
def test_august_is_no_month_of_the_courts(row: list[str]) -> None:
    _number, start, length, places, days, last, shows = row
    over, _ = passed_over(days)
    found = court_term(term(length, day(start)), calendars(places))

    assert naive.court_months(day(start), int(length[:-1])) == over[0]
    assert (found.nominal, found.last_day) == (over[0], day(last)), shows


@each(rows("calls"))
def test_whole_working_days_stand_between_the_call_and_the_session(row: list[str]) -> None:
    _number, session, length, places, between, last, _shows = row
    days, _ = passed_over(between)
    wanted = int(length[:-1])
    shut = closed(calendars(places))

    assert days == [day(last) + timedelta(days=n) for n in range(1, (day(session) - day(last)).days)]
    assert sum(naive.is_working(one, shut) for one in days) >= wanted
    assert naive.before_session(day(session), wanted, shut) == day(last)
    assert last_day_to_call(day(session), wanted, calendars(places)) == day(last)


@each(rows("hours"))
def test_hours_run_minute_by_minute_on_working_days(row: list[str]) -> None:
    _number, start, length, places, stretches, end, shows = row
    begins, ends = (datetime.strptime(one, "%a %d-%m-%Y %H:%M") for one in (start, end))
    wanted = int(length[:-1])
    written = [part.split()[-1].split(":") for part in stretches.split(",")]
    found = last_moment(
        Term(amount=wanted, unit=Unit.HOURS, start_on=begins.date()), begins, calendars(places)
    )

    assert sum(int(h) * 60 + int(m) for h, m in written) == wanted * 60
    assert naive.hours(begins, wanted, closed(calendars(places))) == ends
    assert found.last_at == ends, shows


def _date(written: str) -> date:
    parts = [int(one) for one in written.split("-")]
    return date(parts[2] if len(parts) == 3 else 2026, parts[1], parts[0])


def _happened(written: str) -> tuple[list[Suspension], list[Interruption], list[Extension], list[str]]:
    """`22.1.a 16-03..25-03 told 16-03`, `stop 10-05..20-05 again`, `ext half 10-06 3`, each with its `void why`."""
    pauses: list[Suspension] = []
    stops: list[Interruption] = []
    extensions: list[Extension] = []
    voids = []
    for one in written.split(";"):
        words = one.split()
        if "void" in words:
            voids.append(words[-1])
            words = words[:-2]
        if words[0] == "ext":
            rule = {"half": ExtensionRule.HALF, "abroad": ExtensionRule.ABROAD}.get(
                words[1], ExtensionRule.TO_RESOLVE
            )
            amount = int(words[3]) if len(words) > 3 else 0
            extensions.append(Extension(decided_on=_date(words[2]), amount=amount, rule=rule))
            continue
        since, until = words[1].split("..")
        if words[0] == "stop":
            stops.append(Interruption(since=_date(since), until=_date(until), counts_again="again" in words))
            continue
        said = dict(zip(words[2::2], words[3::2], strict=True))
        pauses.append(
            Suspension(
                cause=Cause(words[0]),
                since=_date(since),
                until=None if until == "?" else _date(until),
                communicated_on=_date(said["told"]) if "told" in said else None,
                granted_until=_date(said["granted"]) if "granted" in said else None,
            )
        )
    return pauses, stops, extensions, voids


@each(rows("stops"))
def test_what_stops_a_term_adds_the_days_of_its_example(row: list[str]) -> None:
    _number, start, length, places, happened, adds, last, shows = row
    begins = day(start)
    plain, stands = (day(one.split(" + ")[0]) for one in adds.split(" = "))
    added = int(adds.split(" + ")[1].split()[0])
    pauses, stops, extensions, voids = _happened(happened)
    found = last_day(
        term(length, begins),
        calendars(places),
        suspensions=pauses,
        interruptions=stops,
        extensions=extensions,
    )

    assert last_day(term(length, begins), calendars(places)).nominal == plain
    assert (stands - plain).days == added
    assert (found.nominal, found.last_day) == (stands, day(last)), shows
    void = (StepKind.SUSPENSION_VOID, StepKind.EXTENSION_VOID)
    assert [step.code for step in found.steps if step.kind in void] == voids
    if not stops and not extensions and not voids:
        stretches = [(one.since, one.ends_on) for one in pauses if one.ends_on]
        inside = [(max(since, begins), until) for since, until in stretches]
        assert naive.stopped(begins, plain, inside, closed(calendars(places))) == added


def test_there_are_four_hundred_and_a_hundred_on_published_calendars() -> None:
    names = ("working", "months", "on_published", "natural", "urgent", "courts", "calls", "hours", "stops")
    numbers = [row[0] for name in names for row in rows(name)]

    assert len(numbers) == len(set(numbers)) >= 400
    assert len(rows("on_published")) >= 100


def test_the_calendars_that_come_with_the_house_are_those_that_were_published() -> None:
    """Those of the law are reckoned: the year that has been published must say the same."""
    ours = {h.on for one in standard_calendars() if one.year == 2026 for h in one.holidays}
    (theirs,) = [one for one in published() if (one.place, one.year) == ("Catalunya", 2026)]

    assert {on for on in ours if on.weekday() != 6} == set(theirs.days)
