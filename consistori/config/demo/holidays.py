"""The calendars of the demo: those of everybody, and invented local holidays, kept by the province for its towns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from consistori.config.demo.people import PROVINCE, program
from consistori.config.demo.stories import read
from consistori.deadlines.models import CalendarVersion
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of, version_in_force
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


def put_up_calendars(entities: Mapping[str, Entity]) -> None:
    """Publish them; what is there stays."""
    province = entities[PROVINCE]
    adopt_standard_calendars(province, by=program(province))
    with working_for(province):
        for said in read("holidays.toml")["holidays"]:
            place, year = place_of(entities[said["town"]]), int(said["year"])
            if version_in_force(place.code, year, on=date.max) is None:
                publish_calendar(
                    place=place,
                    year=year,
                    holidays=read_list("\n".join(said["days"]), year),
                    source="Demostració: dates inventades",
                    published_on=date(year - 1, 9, 1),
                    standing=CalendarVersion.Standing.INVENTED,
                    by=program(province),
                )
