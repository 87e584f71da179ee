"""Questions of the calendar: what there is on some days, and who is here on one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from consistori.deadlines.rules.days import Calendar
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.desk.calendar.layers import DAY, Happening, Layer, layers
from consistori.desk.calendar.own import own_between, own_of_towns
from consistori.desk.calendar.presence import Presence, who_are_here, who_is_here
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity

WEEK = 7 * DAY

__all__ = ["CalendarDay", "Holidays", "happenings", "holidays_of", "today_of_towns", "week_of", "who_is_here"]


@dataclass(frozen=True)
class Holidays:
    """The holidays [festius / festivos] of a town by day, and the years whose calendar is whole."""

    names: dict[date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    calendar: Calendar | None = None

    def name_of(self, day: date) -> str:
        return self.names.get(day, "")


@dataclass(frozen=True)
class CalendarDay:
    """A day with what there is on it, and who is here when that was asked."""

    on: date
    holiday: str = ""
    happenings: tuple[Happening, ...] = ()
    here: tuple[Presence, ...] = ()

    @property
    def is_weekend(self) -> bool:
        return self.on.weekday() > 4


def week_of(actor: Actor, monday: date, *, only: Collection[str] | None = None) -> list[CalendarDay]:
    """The seven days from that Monday, each with what happens, its holiday and who is here: for the weekly meeting.

    In the scope of the town of the actor. `only` are names of layers; without it, those that show by themselves.
    """
    entity = current_entity()
    found = happenings(actor, monday, monday + WEEK, of=_chosen(entity, only))
    holidays = holidays_of(entity)
    days = [monday + DAY * n for n in range(7)]
    here = who_are_here(entity, days)
    return [CalendarDay(day, holidays.name_of(day), on_day(found, day), tuple(here[day])) for day in days]


def happenings(
    actor: Actor, first: date, until: date, *, of: Iterable[Layer] | None = None
) -> list[Happening]:
    """All that touches the days from `first` until `until`, not inside, in order."""
    chosen = list(layers if of is None else of)
    found = [one for layer in chosen if layer.between for one in layer.between(actor, first, until)]
    found += own_between(actor, first, until, {layer.name for layer in chosen if layer.is_event})
    return sorted(found, key=lambda one: one.order)


def today_of_towns(actors: Sequence[Actor], day: date) -> list[Happening]:
    """The own events of a day in several towns of a person, in order, for Today: those of her, of her team or of all.
    Two statements, however many towns.
    """
    found = own_of_towns(actors, day, day + DAY)
    return sorted(found, key=lambda one: one.order)


def on_day(found: Sequence[Happening], day: date) -> tuple[Happening, ...]:
    """What of that is on a day."""
    return tuple(one for one in found if one.is_on(day))


def holidays_of(entity: Entity) -> Holidays:
    """The holidays of the town, by the calendars in force. One statement."""
    calendar = calendars_of([place_of(entity)])[0]
    return Holidays({day: one.name for day, one in calendar.days.items()}, calendar.years, calendar)


def _chosen(entity: Entity, only: Collection[str] | None) -> list[Layer]:
    here = layers.here(entity)
    return [one for one in here if (one.name in only if only is not None else one.is_shown)]
