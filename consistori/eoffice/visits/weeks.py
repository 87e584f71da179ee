"""A week of hours as a page draws it: days in columns, each hour a link, and why a day has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from consistori.appointments import selectors
from consistori.appointments.models import Service
from consistori.appointments.rules.slots import DayOffer, Why, week_of
from consistori.eoffice.visits.addresses import day_of, hour_in, hour_of
from consistori.kernel.clock import today
from consistori.ui.dates import day_and_month, weekday_name


@dataclass(frozen=True)
class ShownHour:
    """An hour that can be chosen."""

    at: datetime
    said: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownDay:
    """A day of the week, with its hours or the reason."""

    on: date
    name: str
    hours: list[ShownHour]
    why: str


@dataclass(frozen=True)
class ShownWeek:
    """The week of a page; `before` and `after` are days of the neighbours, None where there is nothing to see."""

    title: str
    days: list[ShownDay]
    chosen: datetime | None
    was_taken: bool
    before: date | None
    after: date | None
    monday: date


def week_for(service: Service, asked_week: str, asked_hour: str) -> ShownWeek:
    """The week that was asked for, or the first with a free hour; and the hour that was chosen, if it is still free."""
    hour = hour_of(asked_hour)
    on = day_of(asked_week) or (hour.date() if hour else selectors.first_day_with_hours(service))
    on = max(min(on, today() + timedelta(days=service.days_ahead)), today())
    offered = selectors.week_offer(service, on)
    chosen = hour if any(hour in day.hours for day in offered) else None
    first, last = offered[0].on, offered[-1].on
    horizon = today() + timedelta(days=service.days_ahead)
    return ShownWeek(
        title=_title(first, last),
        days=[_day(day, service, chosen) for day in offered],
        chosen=chosen,
        was_taken=hour is not None and chosen is None,
        before=first - timedelta(days=7) if first > week_of(today())[0] else None,
        after=first + timedelta(days=7) if first + timedelta(days=7) <= horizon else None,
        monday=first,
    )


def _title(first: date, last: date) -> str:
    begins = str(first.day) if first.month == last.month else day_and_month(first)
    return _("From %(first)s to %(last)s") % {"first": begins, "last": day_and_month(last)}


def _day(day: DayOffer, service: Service, chosen: datetime | None) -> ShownDay:
    hours = [ShownHour(at, hour_in(at), at == chosen) for at in day.hours]
    return ShownDay(day.on, weekday_name(day.on.weekday()), hours, "" if hours else _why(day, service))


def _why(day: DayOffer, service: Service) -> str:
    if day.why is Why.HOLIDAY or day.why is Why.CLOSED:
        return day.words
    if day.why is Why.AWAY:
        desks = selectors.open_desks(service)
        if len(desks) == 1 and desks[0].person_id:
            return _("%(who)s is not here") % {"who": desks[0].name[:1].upper() + desks[0].name[1:]}
        return _("We do not attend")
    return {
        Why.PAST: _("It is past"),
        Why.NOT_YET: _("It cannot be asked for yet"),
        Why.FULL: _("No hour is left"),
        None: "",
    }[day.why]
