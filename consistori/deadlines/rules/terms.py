"""The last day of a term [últim dia d'un termini / último día de un plazo], with every step of its sum.

Llei 39/2015, arts. 21-25 and 29-33. The order is: start, length, what stopped it, extensions, roll, incident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from consistori.deadlines.rules.counting import LPAC, START, Count, begin, count_length
from consistori.deadlines.rules.days import DAY, Calendar, Watcher
from consistori.deadlines.rules.extensions import extend
from consistori.deadlines.rules.pauses import Interruption, Suspension, new_days
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
    first = count.on
    count_length(count, term)
    is_stopped = _stop(count, term, first, tuple(suspensions), tuple(interruptions))
    for extension in sorted(extensions, key=lambda one: one.decided_on):
        extend(count, term, extension)
    nominal = count.on
    count.roll(term.rolls)
    for incident in sorted(incidents, key=lambda one: one.since):
        _move(count, incident, first)
    return finished(term, count, nominal, office, is_stopped=is_stopped)


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


def _stop(
    count: Count,
    term: Term,
    first: date,
    suspensions: tuple[Suspension, ...],
    interruptions: tuple[Interruption, ...],
) -> bool:
    """Put off the end by what stopped the count, in order; returns whether it is stopped still."""
    stopped: list[tuple[date, date]] = []
    is_open = False
    pauses: list[Suspension | Interruption] = sorted(
        (*suspensions, *interruptions), key=lambda one: (one.since, one.until or date.max)
    )
    for pause in pauses:
        since = max(pause.since, first)
        void = _why_void(count, pause, first)
        if void:
            article = pause.cause.article if isinstance(pause, Suspension) else f"{LPAC}25.2"
            count.tell(
                SumStep(StepKind.SUSPENSION_VOID, since=pause.since, until=pause.until, code=void,
                        article=article, note=pause.justification)
            )  # fmt: skip
        elif isinstance(pause, Interruption):
            _interrupt(count, term, pause, since, stopped)
        elif pause.ends_on is None:
            is_open = True
            count.tell(
                SumStep(StepKind.SUSPENSION_OPEN, since=since, code=pause.cause, article=pause.cause.article,
                        note=pause.justification)
            )  # fmt: skip
        else:
            _suspend(count, pause, since, pause.ends_on, stopped)
    return is_open


def _why_void(count: Count, pause: Suspension | Interruption, first: date) -> str:
    """Why it takes no day off: it was not told, it ended before the term began, or the term had already ended."""
    if isinstance(pause, Suspension) and not pause.is_effective:
        return "not_told"
    ends_on = pause.ends_on if isinstance(pause, Suspension) else pause.until
    if ends_on is not None and ends_on <= first:
        return "before_start"
    return "expired" if pause.since > count.watcher.roll(count.on) else ""


def _suspend(
    count: Count, pause: Suspension, since: date, until: date, stopped: list[tuple[date, date]]
) -> None:
    """Days = end - start, natural; what another suspension has already stopped is not added twice (R-SUS-03)."""
    days = new_days(stopped, since, until)
    stopped.append((since, until))
    count.on += DAY * days
    count.tell(
        SumStep(
            StepKind.SUSPENSION,
            on=count.on,
            days=days,
            article=pause.cause.article,
            code=f"{pause.cause}{'.capped' if pause.was_capped else ''}",
            note=pause.justification,
            since=since,
            until=until,
        )
    )


def _interrupt(
    count: Count, term: Term, pause: Interruption, since: date, stopped: list[tuple[date, date]]
) -> None:
    """The count goes on where it stood or, when so decided, begins anew on the day it goes on."""
    before = count.on
    if pause.counts_again:
        again = Count(count.watcher, pause.until)
        count_length(again, term)
        count.on, count.counted = max(again.on, before), again.counted
        stopped.clear()
    else:
        count.on += DAY * new_days(stopped, since, pause.until)
    stopped.append((since, pause.until))
    count.tell(
        SumStep(
            StepKind.INTERRUPTION,
            on=count.on,
            days=(count.on - before).days,
            article=f"{LPAC}25.2",
            code="again" if pause.counts_again else "goes_on",
            note=pause.justification,
            since=since,
            until=pause.until,
        )
    )


def _move(count: Count, incident: Incident, first: date) -> None:
    """The extension published for an incident holds for terms that had begun and not ended when it happened (32.4)."""
    if first > incident.until or not incident.since <= count.on < incident.extended_to:
        return
    count.tell(
        SumStep(
            StepKind.INCIDENT,
            on=incident.extended_to,
            days=(incident.extended_to - count.on).days,
            article=f"{LPAC}{'32.5' if incident.is_general else '32.4'}",
            note=incident.published,
            since=incident.since,
            until=incident.until,
        )
    )
    count.on = incident.extended_to


def last_moment(term: Term, start_at: datetime, calendars: Iterable[Calendar]) -> Sum:
    """The last instant of a term in hours, counted minute by minute inside working days only (30.1).

    `start_at` is by the clock of the town hall, with its zone or without it. The clocks change on Sundays, which do
    not count, so that an hour of the wall is always an hour.
    """
    if term.unit is not Unit.HOURS:
        raise TermFault("not_in_hours", f"{LPAC}30.1")
    count = Count(Watcher(tuple(calendars)), start_at.date())
    count.tell(SumStep(StepKind.START, on=start_at.date(), code=term.start, article=START[term.start]))
    count.tell(
        SumStep(StepKind.LENGTH, days=term.amount, code=term.unit, article=term.article or f"{LPAC}30.1")
    )
    moment, left = start_at, timedelta(hours=term.amount)
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
