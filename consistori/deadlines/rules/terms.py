"""The last day of a term [últim dia d'un termini / último día de un plazo], with every step of its sum.

Llei 39/2015, arts. 21-25 and 29-33. The order is: start, length, what stopped it and extended it by its day, roll,
incident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from consistori.deadlines.rules.counting import LPAC, START, Count, begin, count_length, length_of
from consistori.deadlines.rules.course import Course
from consistori.deadlines.rules.days import DAY, Calendar, Watcher
from consistori.deadlines.rules.pauses import Interruption, Suspension
from consistori.deadlines.rules.sums import StepKind, Sum, SumStep
from consistori.deadlines.rules.values import Extension, Incident, Term, TermFault, Unit


def last_day(
    term: Term,
    calendars: Iterable[Calendar],
    *,
    registry: Calendar | None = None,
    suspensions: Iterable[Suspension] = (),
    interruptions: Iterable[Interruption] = (),
    extensions: Iterable[Extension] = (),
    incidents: Iterable[Incident] = (),
) -> Sum:
    """The last day of a term in days, months or years, until 23:59:59 of it.

    `calendars` are those of `union_for`; `registry` the one of the e-office, which moves an entry made on a
    non-working day (31.2.b). Raises `TermFault` for what cannot be (hours are of `last_moment`).
    """
    if term.unit is Unit.HOURS:
        raise TermFault("hours_need_an_hour", f"{LPAC}30.1")
    watcher = Watcher(tuple(calendars))
    office = Watcher((registry,)) if registry is not None else None
    count = begin(term, watcher, office)
    published = tuple(sorted(incidents, key=lambda one: one.since))
    course = Course(count, term, first=count.on, incidents=published)
    count_length(count, term)
    course.goes_through([*suspensions, *interruptions], extensions)
    nominal = count.on
    count.roll(term.rolls)
    course.move_by_incidents()
    return finished(term, count, nominal, office, is_stopped=course.is_open)


def finished(
    term: Term, count: Count, nominal: date, office: Watcher | None = None, *, is_stopped: bool = False
) -> Sum:
    """The value, with the versions looked at and what was missing."""
    watchers = [count.watcher, *([office] if office else [])]
    missing = {lack for watcher in watchers for lack in watcher.missing}
    versions = {version for watcher in watchers for version in watcher.versions}
    count.tell(SumStep(StepKind.LAST, on=count.on, code=term.ending, article=f"{LPAC}30.1"))
    return Sum(
        term=term,
        steps=tuple(count.steps),
        nominal=nominal,
        not_before=count.on,
        versions=tuple(sorted(versions)),
        missing=tuple(sorted(missing)),
        is_stopped=is_stopped,
        counted=tuple(count.counted),
    )


def last_moment(term: Term, start_at: datetime, calendars: Iterable[Calendar]) -> Sum:
    """The last instant of a term in hours, counted minute by minute inside working days only (30.1).

    `start_at` is by the clock of the town hall, with its zone or without it. The clocks change on Sundays, which do
    not count, so that an hour of the wall is always an hour.
    """
    if term.unit is not Unit.HOURS:
        raise TermFault("not_in_hours", f"{LPAC}30.1")
    count = Count(Watcher(tuple(calendars)), start_at.date())
    count.tell(SumStep(StepKind.START, on=start_at.date(), code=term.start, article=START[term.start]))
    hours = length_of(term).amount
    if term.urgent:
        count.tell(SumStep(StepKind.HALVED, days=hours, code=term.unit, article=f"{LPAC}33.1"))
    count.tell(SumStep(StepKind.LENGTH, days=hours, code=term.unit, article=term.article or f"{LPAC}30.1"))
    moment, left = start_at, timedelta(hours=hours)
    while True:
        working = count.watcher.roll(moment.date())
        if working != moment.date():
            count.tell_skipped(moment.date(), working)
            moment = _midnight(working, moment)
        midnight = _midnight(working + DAY, moment)
        if moment + left <= midnight:
            break
        left -= midnight - moment
        moment = midnight
    count.on = working
    return replace(finished(term, count, working), last_at=moment + left)


def _midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time(), tzinfo=like.tzinfo)
