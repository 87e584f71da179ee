"""Which hours of a day can be given, and why a day has none. Plain Python, without a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from consistori.kernel.hours import Span


class Why(StrEnum):
    """Why no hour of a day can be chosen."""

    PAST = "past"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    AWAY = "away"
    NOT_YET = "not_yet"
    FULL = "full"


@dataclass(frozen=True)
class Terms:
    """How a service gives its hours: minutes of each and between two, from how many hours on, for how many days."""

    minutes: int
    break_minutes: int = 0
    notice_hours: int = 0
    days_ahead: int = 60


@dataclass(frozen=True)
class DeskDay:
    """A desk on a day: when it attends, what of it is taken, and why it does not attend when it has no span."""

    desk: int
    spans: tuple[Span, ...] = ()
    taken: tuple[tuple[datetime, datetime], ...] = ()
    closed: str = ""
    is_away: bool = False


@dataclass(frozen=True)
class DayOffer:
    """A day as it is offered: each hour with the desks that could attend then, or why it has none."""

    on: date
    hours: Mapping[datetime, tuple[int, ...]] = field(default_factory=dict)
    why: Why | None = None
    words: str = ""


def starts_of(
    spans: Iterable[Span], terms: Terms, on: date, zone: tzinfo, taken: Sequence[tuple[datetime, datetime]]
) -> list[datetime]:
    """The hours at which somebody could be attended whole: from the opening, and from the end of each other."""
    length = timedelta(minutes=terms.minutes)
    whole = length + timedelta(minutes=terms.break_minutes)
    found: list[datetime] = []
    for span in spans:
        at, closes = _instant(on, span.opens, zone), _instant(on, span.closes, zone)
        while at + length <= closes:
            busy = max((end for begin, end in taken if begin < at + whole and end > at), default=None)
            if busy is None:
                found.append(at)
                at += whole
            else:
                at = busy.astimezone(zone)
    return found


def offer(
    on: date,
    desks: Sequence[DeskDay],
    terms: Terms,
    *,
    now: datetime,
    zone: tzinfo,
    holiday: Callable[[date], str] = lambda day: "",
) -> DayOffer:
    """What is offered of a day at this moment; `holiday` says the name of a non-working day, or nothing."""
    today = now.astimezone(zone).date()
    if on < today:
        return DayOffer(on, why=Why.PAST)
    if name := holiday(on):
        return DayOffer(on, why=Why.HOLIDAY, words=name)
    if on > today + timedelta(days=terms.days_ahead):
        return DayOffer(on, why=Why.NOT_YET)
    earliest = now + timedelta(hours=terms.notice_hours)
    hours: dict[datetime, list[int]] = {}
    for desk in desks:
        for at in starts_of(desk.spans, terms, on, zone, desk.taken):
            if at >= earliest and at > now:
                hours.setdefault(at, []).append(desk.desk)
    if hours:
        return DayOffer(on, {at: tuple(hours[at]) for at in sorted(hours)})
    return _none(on, desks)


def _none(on: date, desks: Sequence[DeskDay]) -> DayOffer:
    if any(desk.spans for desk in desks):
        return DayOffer(on, why=Why.FULL)
    closed = [desk.closed for desk in desks if desk.closed]
    if closed and len(closed) == len(desks):
        return DayOffer(on, why=Why.CLOSED, words=closed[0])
    return DayOffer(on, why=Why.AWAY)


def _instant(on: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(on, at, tzinfo=zone)


def week_of(on: date) -> list[date]:
    """Monday to Friday of the week of a day; of the next one when it is a weekend."""
    monday = on - timedelta(days=on.weekday())
    if on.weekday() > 4:
        monday += timedelta(days=7)
    return [monday + timedelta(days=n) for n in range(5)]


def days_shown(on: date, opens_on_weekend: Callable[[int], bool]) -> list[date]:
    """The days of a page: Monday to Friday, and the weekend only where some desk attends on it."""
    days = week_of(on if not (opens_on_weekend(5) or opens_on_weekend(6)) else _monday(on))
    return days + [days[0] + timedelta(days=n) for n in (5, 6) if opens_on_weekend(n)]


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
