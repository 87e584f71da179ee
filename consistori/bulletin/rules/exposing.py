"""How long an edict is exposed [exposició / exposición], and where it stands on a day (R-PUB-01 to 04, R-RGP-07).

Days come as arguments. Where an edict stands is a function of time: it leaves the board at the first instant of the day
after its last one, job or no job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consistori.deadlines.rules import Calendar, StartKind, Sum, Term, Unit, last_day

LONGEST_DAYS = 366
"""The longest that anything stays, in natural days: what must be known for ever is not of a board."""


class Standing(StrEnum):
    """Where an edict stands."""

    DRAFT = "draft"
    TO_COME = "to_come"
    EXPOSED = "exposed"
    ENDED = "ended"
    TAKEN_DOWN = "taken_down"


class Fault(StrEnum):
    """Why an exposure cannot be."""

    TOO_SHORT = "too_short"
    NO_LENGTH = "no_length"
    BACKWARDS = "backwards"
    PAST = "past"
    TOO_LONG = "too_long"
    NO_CALENDAR = "no_calendar"
    NO_JOURNAL = "no_journal"


@dataclass(frozen=True)
class Least:
    """The least that an article orders: `amount` of `unit`; 0 where nothing orders it."""

    amount: int = 0
    unit: Unit = Unit.WORKING_DAYS
    article: str = ""


@dataclass(frozen=True)
class Exposure:
    """The first and the last day of an edict, both whole; `sum` is how the last was counted, if it was."""

    starts_on: date
    until_on: date
    sum: Sum | None = None


class CannotExpose(ValueError):
    """`fault` says why, `article` by which law, `least_on` the first day that would do."""

    def __init__(self, fault: Fault, article: str = "", least_on: date | None = None) -> None:
        super().__init__(str(fault))
        self.fault, self.article, self.least_on = fault, article, least_on


def exposure(
    least: Least,
    starts_on: date,
    calendars: Iterable[Calendar],
    *,
    amount: int = 0,
    unit: Unit | None = None,
    until_on: date | None = None,
    today: date,
) -> Exposure:
    """From when until when. The term is counted from the day after it is published (Llei 39/2015, art. 30.3), and the
    edict stays the whole of its last day (R-PUB-03, R-PUB-04). More than the least may be said, never less.

    Raises `CannotExpose`.
    """
    if starts_on < today:
        raise CannotExpose(Fault.PAST)
    calendars = tuple(calendars)
    ordered = _counted(least, starts_on, calendars) if least.amount else None
    if until_on is not None:
        found = Exposure(starts_on, until_on, ordered)
    elif amount:
        said = _counted(
            Least(amount, unit or least.unit, least.article if least.amount else ""), starts_on, calendars
        )
        found = Exposure(starts_on, _sure(said, least), said)
    elif ordered is not None:
        found = Exposure(starts_on, _sure(ordered, least), ordered)
    else:
        raise CannotExpose(Fault.NO_LENGTH, least.article)
    _check(found, least, ordered)
    return found


def _check(found: Exposure, least: Least, ordered: Sum | None) -> None:
    if found.until_on < found.starts_on:
        raise CannotExpose(Fault.BACKWARDS)
    if (found.until_on - found.starts_on).days > LONGEST_DAYS:
        raise CannotExpose(Fault.TOO_LONG)
    if ordered is not None and found.until_on < ordered.not_before:
        raise CannotExpose(Fault.TOO_SHORT, least.article, ordered.not_before)


def _counted(length: Least, starts_on: date, calendars: tuple[Calendar, ...]) -> Sum:
    term = Term(
        amount=length.amount,
        unit=length.unit,
        start_on=starts_on,
        start=StartKind.PUBLICATION,
        article=length.article,
        # Natural days that no law orders end when they end: nobody is kept from doing anything by them.
        rolls=bool(length.article) or length.unit is not Unit.NATURAL_DAYS,
    )
    return last_day(term, calendars)


def _sure(said: Sum, least: Least) -> date:
    """A day that cannot be counted is typed by whoever publishes: nothing is guessed (a calendar is missing)."""
    if said.last_day is None:
        raise CannotExpose(Fault.NO_CALENDAR, least.article, said.not_before)
    return said.last_day


def standing(
    *,
    published_at: datetime | None,
    starts_on: date | None,
    until_on: date | None,
    taken_down_at: datetime | None,
    today: date,
) -> Standing:
    """Where it stands on a day of the town hall."""
    if published_at is None or starts_on is None or until_on is None:
        return Standing.DRAFT
    if taken_down_at is not None:
        return Standing.TAKEN_DOWN
    if today < starts_on:
        return Standing.TO_COME
    return Standing.EXPOSED if today <= until_on else Standing.ENDED
