"""Arithmetic of the calendar, without Django and without the clock: repeated days, weeks of a month, free hours."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from consistori.kernel.hours import Span

DAY = timedelta(days=1)
WEEK = 7 * DAY


class Every(StrEnum):
    """How often something comes again."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True)
class Repeat:
    """It comes again until a day, inside."""

    every: Every
    until: date


def days_of(first: date, repeat: Repeat) -> Iterator[date]:
    """The days on which it is: every so many weeks, or the same weekday of each month («the second Thursday», and the
    fifth is the last)."""
    if repeat.every is Every.MONTH:
        yield from _months(first, repeat.until)
        return
    step = WEEK if repeat.every is Every.WEEK else 2 * WEEK
    day = first
    while day <= repeat.until:
        yield day
        day += step


def _months(first: date, until: date) -> Iterator[date]:
    nth = (first.day - 1) // 7
    year, month = first.year, first.month
    while True:
        day = nth_weekday(year, month, first.weekday(), nth)
        if day > until:
            return
        if day >= first:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The weekday number `nth` (0 is the first) of a month; its last one when there are not so many."""
    begins = date(year, month, 1)
    day = begins + DAY * ((weekday - begins.weekday()) % 7) + WEEK * nth
    return day if day.month == month else day - WEEK


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - DAY * day.weekday()


def weeks_of_month(day: date) -> list[date]:
    """The Mondays of the weeks that a month touches: four to six."""
    first = monday_of(day.replace(day=1))
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return [first + WEEK * n for n in range((last - first).days // 7 + 1)]


def months_after(day: date, n: int) -> date:
    """The first day of the month `n` months away."""
    count = day.year * 12 + day.month - 1 + n
    return date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True)
class Bar:
    """Something of several days over a week: the column where it begins (1 to 7), how many, and its lane."""

    column: int
    width: int
    lane: int
    is_begun: bool
    is_ended: bool


def bars(monday: date, spans: Iterable[tuple[date, date]]) -> list[Bar | None]:
    """Where each stretch of days goes in a week, in the first lane that is free; None for one that is not in it."""
    taken: list[set[int]] = []
    found: list[Bar | None] = []
    for start, end in spans:
        first, last = max(start, monday), min(end, monday + WEEK)
        if first >= last:
            found.append(None)
            continue
        column, width = (first - monday).days + 1, (last - first).days
        cells = set(range(column, column + width))
        lane = next((n for n, used in enumerate(taken) if not used & cells), len(taken))
        if lane == len(taken):
            taken.append(set())
        taken[lane] |= cells
        found.append(Bar(column, width, lane, start >= monday, end <= monday + WEEK))
    return found


def free_spans(hours: Iterable[Span], busy: Iterable[Span], *, least: int = 15) -> list[Span]:
    """What is left of some hours once what is busy is taken away, of `least` minutes at least."""
    found: list[Span] = []
    taken = sorted(busy)
    for span in hours:
        at = span.opens
        for one in taken:
            if one.closes <= at or one.opens >= span.closes:
                continue
            if one.opens > at:
                found.append(Span(at, one.opens))
            at = max(at, one.closes)
        if at < span.closes:
            found.append(Span(at, span.closes))
    return [span for span in found if _minutes(span.closes) - _minutes(span.opens) >= least]


def common(spans: Iterable[Iterable[Span]]) -> list[Span]:
    """The hours that all have."""
    rows = [sorted(row) for row in spans]
    if not rows:
        return []
    found = rows[0]
    for row in rows[1:]:
        found = [
            Span(max(a.opens, b.opens), min(a.closes, b.closes))
            for a in found
            for b in row
            if max(a.opens, b.opens) < min(a.closes, b.closes)
        ]
    return found


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute
