"""The calendars that come with the house, read from `data/calendars.toml`; each says from where it is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from consistori.deadlines.rules.lists import Holiday
from consistori.deadlines.rules.places import Place

DATA = Path(__file__).parent / "data" / "calendars.toml"


@dataclass(frozen=True)
class StandardCalendar:
    """The general holidays of the State or of Catalonia in a year."""

    place: Place
    year: int
    standing: str
    source: str
    published_on: date
    holidays: tuple[Holiday, ...]


def standard_calendars() -> list[StandardCalendar]:
    """All of them, by place and year."""
    with DATA.open("rb") as file:
        rows = tomllib.load(file)["calendar"]
    return [
        StandardCalendar(
            place=Place(row["place"], row["name"]),
            year=row["year"],
            standing=row["standing"],
            source=row["source"],
            published_on=row["published_on"],
            holidays=tuple(Holiday(one["on"], one["ca"], one["es"]) for one in row["days"]),
        )
        for row in rows
    ]
