"""Publishing a version of a calendar: nothing is changed, the next one follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consistori.deadlines.events import CalendarPublished
from consistori.deadlines.models import CalendarVersion
from consistori.deadlines.policies import may_publish_for
from consistori.deadlines.rules.lists import Holiday, difference
from consistori.deadlines.rules.places import STATE, Place
from consistori.deadlines.selectors import version_in_force
from consistori.deadlines.starter import standard_calendars
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce


class NothingChanges(AlreadyDone):
    """The version in force says the same, from the same source."""


@act
def publish_calendar(
    *,
    place: Place,
    year: int,
    holidays: Iterable[Holiday],
    source: str,
    published_on: date,
    by: Actor,
    standing: str = CalendarVersion.Standing.PUBLISHED,
    note: str = "",
) -> CalendarVersion:
    """Publish the holidays of a place in a year, as the next version of this entity.

    `source` is the reference of the gazette. What was counted before keeps the version it used. Raises
    `NothingChanges`, and `BadInput` for a day of another year or a calendar without source.
    """
    entity = current_entity()
    ensure(may_publish_for(by, place, entity))
    holidays = tuple(sorted(holidays))
    _look_at(holidays, year, source)
    before = version_in_force(place.code, year, on=date.max)
    if before and not difference(before.holidays, holidays) and before.source == source.strip():
        raise NothingChanges(_("The version in force says the same, with the same source."))
    mine = CalendarVersion.objects.filter(entity=entity, place=place.code, year=year)
    version: CalendarVersion = CalendarVersion.objects.create(
        place=place.code,
        place_name=place.name,
        year=year,
        number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
        days=[{"on": h.on.isoformat(), "ca": h.ca, "es": h.es} for h in holidays],
        standing=standing,
        source=source.strip(),
        published_on=published_on,
        note=note.strip(),
        adapts=_above(before, entity),
        made_by=by.person_id,
        made_by_name=by.name,
    )
    announce(
        CalendarPublished(
            calendar_id=version.pk,
            place=place.name,
            year=year,
            number=version.number,
            days=[h.on.isoformat() for h in holidays],
            source=version.source,
        ),
        by=by,
    )
    return version


def _look_at(holidays: tuple[Holiday, ...], year: int, source: str) -> None:
    if not source.strip():
        raise BadInput(
            _("Write where it is published: the gazette, its number and its date."),
            field="source",
            article="Llei 39/2015, art. 30.7",
        )
    if any(holiday.on.year != year for holiday in holidays):
        raise BadInput(_("All its days are of one year."), field="days")
    if len({holiday.on for holiday in holidays}) != len(holidays):
        raise BadInput(_("A day is there twice."), field="days")


def _above(before: CalendarVersion | None, entity: Entity) -> CalendarVersion | None:
    """The inherited version that this one comes from."""
    if before is None:
        return None
    return before.adapts if before.entity_id == entity.pk else before


def adopt_standard_calendars(entity: Entity, by: Actor) -> list[CalendarVersion]:
    """Publish, as of the entity, the general calendars that come with the house and are not here yet."""
    ensure(may_publish_for(by, Place(STATE, STATE), entity))
    with working_for(entity):
        missing = [
            one
            for one in standard_calendars()
            if version_in_force(one.place.code, one.year, on=date.max) is None
        ]
        return [
            publish_calendar(
                place=one.place,
                year=one.year,
                holidays=one.holidays,
                source=one.source,
                published_on=one.published_on,
                standing=one.standing,
                by=by,
            )
            for one in missing
        ]
