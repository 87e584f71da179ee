"""The rule of days [el regle], long: every day of a term as a tick, or every week while a tick would be too thin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from consistori.deadlines.rules.days import DAY, SATURDAY, Calendar
from consistori.deadlines.rules.sums import StepKind, Sum
from consistori.deadlines.rules.values import Unit
from consistori.ui import dates

MOST_DAYS = 72
"""More than these, and a tick is a week: a tick keeps five pixels in the box of an explanation."""
MOST_ON_PAGE = 120
"""The same on the page of a term, that is a phone too."""
STOPS = frozenset({StepKind.SUSPENSION, StepKind.INTERRUPTION, StepKind.SUSPENSION_OPEN})


@dataclass(frozen=True)
class Tick:
    """`kind`: passed, open, off (it does not count), paused; `is_last`: of the last tenth; `is_today`."""

    kind: str
    is_last: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Ruler:
    """Its ticks, the words under its ends, and the sentence for whoever hears the page."""

    ticks: tuple[Tick, ...]
    since: str
    until: str
    sentence: str


def ruler_of(
    found: Sum, calendars: Iterable[Calendar], today: date, *, is_ours: bool = True, most: int = MOST_DAYS
) -> Ruler:
    """The rule of a sum, a tick a day up to `most` days. Its last tenth is red if it is ours: another's never is."""
    first, last = found.term.start_on + DAY, max(found.not_before, found.term.start_on + DAY)
    days = (last - first).days + 1
    step = 1 if days <= most else 7
    closed = {day for calendar in calendars for day in calendar.days}
    stretches = stopped_in(found)
    working = found.term.unit is Unit.WORKING_DAYS
    red_from = last - timedelta(days=max(1, days // 10)) if is_ours else last
    ticks = []
    for n in range(0, days, step):
        day, end = first + DAY * n, first + DAY * min(n + step - 1, days - 1)
        ticks.append(
            Tick(
                _kind(day, end, today, stretches, is_off=working and step == 1 and _is_off(day, closed)),
                is_last=is_ours and end > red_from,
                is_today=day <= today <= end,
            )
        )
    said = _("From %(since)s to %(until)s: %(passed)s days have passed of %(all)s.") % {
        "since": dates.day_and_month(found.term.start_on), "until": dates.day_and_month(last),
        "passed": min(max(0, (today - found.term.start_on).days), days), "all": days,
    }  # fmt: skip
    return Ruler(tuple(ticks), dates.short_day(found.term.start_on), dates.short_day(last), said)


def stopped_in(found: Sum) -> list[tuple[date, date | None]]:
    """The stretches in which it did not run: until the day on which it goes on, that counts again."""
    return [(one.since, one.until) for one in found.steps if one.kind in STOPS and one.since is not None]


def is_stopped_on(day: date, stretches: Iterable[tuple[date, date | None]]) -> bool:
    return any(since <= day and (until is None or day < until) for since, until in stretches)


def _is_off(day: date, closed: set[date]) -> bool:
    return day.weekday() >= SATURDAY or day in closed


def _kind(
    day: date, end: date, today: date, stretches: list[tuple[date, date | None]], *, is_off: bool
) -> str:
    if is_stopped_on(day, stretches):
        return "paused"
    if is_off:
        return "off"
    return "passed" if end <= today else "open"
