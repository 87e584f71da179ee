"""Terms: how long one takes with its explanation, and a hundred thousand counted again when a calendar changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from secrets import token_hex
from uuid import UUID

from django.utils import translation

from consistori.cases.models import CaseFile
from consistori.config.bench.operations import Town
from consistori.config.bench.timing import repeat
from consistori.deadlines.asking import reckon
from consistori.deadlines.keeping import sum_to_data
from consistori.deadlines.models import CalendarVersion, Computation, Deadline
from consistori.deadlines.models import Suspension as StopRow
from consistori.deadlines.rules import (
    Calendar,
    Cause,
    Extension,
    ExtensionRule,
    Layer,
    NonWorkingDay,
    Sum,
    Suspension,
    Whose,
    last_day,
    union_for,
)
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.lists import Holiday
from consistori.deadlines.rules.places import Place
from consistori.deadlines.selectors import place_of
from consistori.deadlines.sentences import of_sum
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.deadlines.services.reckoning import computation_of, put_on, question_of
from consistori.deadlines.services.recounting import AT_ONCE, Calendars, recount_for
from consistori.deadlines.starter import standard_calendars
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for

ONE_MS, MANY, MANY_S = 1.0, 100_000, 60
FIRST = date(2026, 1, 8)
YEARS = (2026, 2027)
DAY = timedelta(days=1)

Tell = Callable[[str], None]


@dataclass(frozen=True)
class _Asked:
    """A term of those that a town hall counts every day, and what happened to it."""

    kind: str
    start_on: date
    with_home: bool = False
    is_stopped: bool = False
    is_extended: bool = False


def measure_deadlines(*, share: int, tell: Tell) -> dict[str, str]:
    """One term explained, and many counted again; in words, by their names. Nothing is asked of the database."""
    facts = {
        "a term with its explanation": _one(2000 // share),
        "terms counted again": _many(MANY // share),
    }
    for name, said in facts.items():
        tell(f"  {name}: {said}")
    return facts


def _one(times: int) -> str:
    """The sum, and every line of it in the words of a secretary."""
    seat, home = _calendar("Vall-llobera", (1, 20), (8, 31)), _calendar("Riubrugent", (5, 25), (9, 21))
    asked = list(islice(_everyday(), 240))
    with translation.override("ca"):
        figure = repeat(
            "explain", times, lambda n: of_sum(_counted(asked[n % len(asked)], seat, home)), warm=60
        )
    return f"{figure.p50:.2f} ms, p95 {figure.p95:.2f} ({ONE_MS:g} at most)"


def _many(amount: int) -> str:
    """A local holiday comes late: each one is counted again, written as data, and compared with the day it had."""
    before, after = _calendar("Vall-llobera", (1, 20)), _calendar("Vall-llobera", (1, 20), (8, 31))
    home = _calendar("Riubrugent", (5, 25), (9, 21))
    had = [_counted(one, before, home).not_before for one in islice(_everyday(), 2400)]
    moved, began = 0, time.monotonic()
    for one, day in zip(islice(_everyday(), amount), cycle(had), strict=False):
        found = _counted(one, after, home)
        sum_to_data(found)
        moved += found.not_before != day
    seconds = time.monotonic() - began
    return f"{amount} in {seconds:.1f} s, {moved} moved ({MANY_S} s at most for {MANY})"


def measure_recount(town: Town, *, share: int, tell: Tell) -> dict[str, str]:
    """The same over rows: terms of a town's cases that run, and the job that a late local holiday leaves."""
    entity, amount = town.entity, MANY // share
    place, home = place_of(entity), Place("99901", "Riubrugent")
    keeper = entity.parent or entity
    by, keeping = Actor.system("bench", entity.pk), Actor.system("bench", keeper.pk)
    with working_for(keeper):
        adopt_standard_calendars(keeper, keeping)
        for year in YEARS:
            _publish(place, year, keeping, (20, 1))
            _publish(home, year, keeping, (25, 5), (21, 9))
    with working_for(entity):
        cases = list(CaseFile.objects.values_list("pk", flat=True)[:1000])
    asked = _everyday()
    for _ in range(0, amount, AT_ONCE):
        with working_for(entity):
            _put_in(list(islice(asked, min(AT_ONCE, amount))), cases, place, home, by)
    with working_for(keeper):
        late = _publish(place, FIRST.year, keeping, (20, 1), (31, 8))
    began = time.monotonic()
    tally = recount_for(entity, late.pk)
    seconds = time.monotonic() - began
    said = f"{tally.looked_at} in {seconds:.1f} s, {tally.moved} moved ({MANY_S} s at most for {MANY})"
    tell(f"  kept terms counted again: {said}")
    return {"kept terms counted again": said}


def _publish(place: Place, year: int, by: Actor, *days: tuple[int, int]) -> CalendarVersion:
    return publish_calendar(
        place=place,
        year=year,
        holidays=[Holiday(date(year, month, day), "Festa local") for day, month in days],
        source=f"bench {token_hex(4)}",
        published_on=FIRST,
        by=by,
    )


def _put_in(asked: list[_Asked], cases: list[UUID], place: Place, home: Place, by: Actor) -> None:
    """Rows as opening each term would have left them: the term, and its first sum."""
    calendars = Calendars()
    seat, residence = calendars.of(place), calendars.of(home)
    terms, sums, stops = [], [], []
    for n, one in enumerate(asked):
        fixed = known(one.kind)
        if fixed is None:
            raise LookupError(one.kind)
        term = Deadline(
            subject_kind="case", subject_id=cases[n % len(cases)], purpose=one.kind, rule=one.kind,
            amount=fixed.amount, unit=fixed.unit, article=fixed.article, ending=fixed.ending, whose=fixed.whose,
            start=fixed.start, start_on=one.start_on, seat_code=place.code, seat_name=place.name,
            residences=[{"code": home.code, "name": home.name}] if one.with_home else [],
        )  # fmt: skip
        told = one.start_on + DAY * 14
        mine = [
            StopRow(deadline=term, cause=Cause.CORRECTION, since=told, until=told + DAY * 9, communicated_on=told)
        ] * one.is_stopped  # fmt: skip
        question = question_of(term, mine)
        found = reckon(question, seat, [residence] if one.with_home else [], ())
        put_on(term, found)
        terms.append(term)
        stops += mine
        sums.append(computation_of(term, question, found, reason=Computation.Reason.OPENED, by=by))
    Deadline.objects.bulk_create(terms)
    StopRow.objects.bulk_create(stops)
    Computation.objects.bulk_create(sums)


def _everyday() -> Iterator[_Asked]:
    """The same 2,400 again and again: of each kind, from each day of some months."""
    shapes = (
        ("correction", True, False, False),
        ("resolve", False, True, False),
        ("appeal_above", True, False, False),
        ("public_information", True, False, False),
        ("resolve", False, True, True),
        ("hearing", True, False, True),
        ("inactivity", True, False, False),
        ("open_notification", False, False, False),
    )
    for n in cycle(range(300)):
        for kind, with_home, is_stopped, is_extended in shapes:
            yield _Asked(kind, FIRST + DAY * n, with_home, is_stopped, is_extended)


def _counted(asked: _Asked, seat: Calendar, home: Calendar) -> Sum:
    fixed, start = known(asked.kind), asked.start_on
    if fixed is None:
        raise LookupError(asked.kind)
    told = start + DAY * 14
    stop = Suspension(
        cause=Cause.CORRECTION,
        since=told,
        until=told + DAY * 9,
        communicated_on=told,
        justification="S2026000123",
    )
    rule = ExtensionRule.TO_RESOLVE if fixed.whose is Whose.ADMINISTRATION else ExtensionRule.HALF
    return last_day(
        fixed.since(start),
        union_for(fixed.whose, seat=seat, residences=[home] if asked.with_home else []),
        registry=seat,
        suspensions=[stop] if asked.is_stopped else [],
        extensions=[Extension(decided_on=start + DAY * 5, rule=rule)] if asked.is_extended else [],
    )


def _calendar(place: str, *local: tuple[int, int]) -> Calendar:
    """The general days that come with the house, and some of its own each year."""
    layers = {"ES": Layer.STATE, "ES-CT": Layer.REGION}
    general = standard_calendars()
    years = {one.year for one in general}
    days = [
        NonWorkingDay(holiday.on, holiday.name("ca"), layers[one.place.code])
        for one in general
        for holiday in one.holidays
    ]
    days += [
        NonWorkingDay(date(year, month, number), "Festa local", Layer.TOWN, place)
        for year in years
        for month, number in local
    ]
    return Calendar.of(place, days, years)
