"""Questions about calendars: which versions are in force, and the calendar of a place made of them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from consistori.deadlines import subjects
from consistori.deadlines.models import CalendarVersion, Deadline
from consistori.deadlines.rules.days import Calendar, NonWorkingDay
from consistori.deadlines.rules.places import Place
from consistori.deadlines.subjects import Subject, Told
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.kernel.text import fold
from consistori.tenancy.models import Entity
from consistori.tenancy.places import municipalities, municipality
from consistori.tenancy.scope import current_entity, current_scope


def place_of(entity: Entity) -> Place:
    """The municipality of the seat [seu / sede] of an entity; a trust without code has the one of whom it is."""
    if not entity.ine_code and entity.parent is not None:
        return place_of(entity.parent)
    return Place(entity.ine_code or entity.slug[:10], entity.short_name)


def in_force(codes: Iterable[str] = (), *, on: date | None = None) -> list[CalendarVersion]:
    """The version in force of each place and year: of the nearest entity, the last published. One statement."""
    rows = CalendarVersion.objects.published(on or today()).select_related("entity", "adapts")
    if codes:
        rows = rows.filter(place__in=set(codes))
    near: dict[Any, int] = {pk: place for place, pk in enumerate(current_scope().lineage_ids)}
    best: dict[tuple[str, int], CalendarVersion] = {}
    for row in sorted(rows, key=lambda row: (near.get(row.entity_id, 99), -row.number)):
        best.setdefault((row.place, row.year), row)
    return sorted(best.values(), key=lambda row: (row.year, row.place))


def version_of(pk: UUID) -> CalendarVersion:
    """A version that is read here; `NotHere` if it is not."""
    found: CalendarVersion | None = (
        CalendarVersion.objects.select_related("entity", "adapts").filter(pk=pk).first()
    )
    if found is None:
        raise NotHere()
    return found


def version_in_force(place: str, year: int, *, on: date | None = None) -> CalendarVersion | None:
    """The one in force of a place and a year, or None."""
    return next((row for row in in_force([place], on=on) if row.year == year), None)


def history(place: str, year: int) -> list[CalendarVersion]:
    """Every version of a place and a year read here, the last first."""
    return list(
        CalendarVersion.objects.select_related("entity").filter(place=place, year=year).order_by("-made_at")
    )


def calendars_of(places: Iterable[Place], *, on: date | None = None) -> list[Calendar]:
    """The calendar of each place, with the versions in force on a day. One statement for all."""
    places = list(places)
    rows = in_force({code for place in places for code in place.above}, on=on)
    return [calendar_from(place, rows) for place in places]


def days_of_seat() -> Container[date]:
    """The non-working days at the seat of the entity of the scope. One statement."""
    return calendars_of([place_of(current_entity())])[0].days


def calendars_of_versions(places: Iterable[Place], ids: Iterable[UUID]) -> list[Calendar]:
    """The same from the versions that a sum kept: it gives the same sum for ever."""
    rows = list(CalendarVersion.objects.filter(pk__in=set(ids)))
    return [calendar_from(place, rows) for place in places]


def calendar_from(place: Place, rows: Iterable[CalendarVersion]) -> Calendar:
    """One calendar of the State, the community and the municipality; it knows the years that have all three."""
    language = get_language() or "ca"
    mine = [row for row in rows if row.place in place.above]
    days = [
        NonWorkingDay(holiday.on, holiday.name(language), row.at.layer, row.place_name)
        for row in mine
        for holiday in row.holidays
    ]
    layers: dict[int, set[str]] = {}
    for row in mine:
        layers.setdefault(row.year, set()).add(row.place)
    known = [year for year, there in layers.items() if there >= set(place.above)]
    return Calendar.of(place.name, days, known, [row.used for row in mine])


def known_places() -> list[Place]:
    """The municipalities whose local days are read here, by name."""
    rows = CalendarVersion.objects.exclude(place__startswith="ES").values_list("place", "place_name")
    return sorted({Place(*row) for row in rows.distinct()}, key=lambda place: fold(place.name))


def place_named(text: str) -> Place | None:
    """The municipality of that name or code: one with calendar here, or one of Catalonia; None if there is none."""
    asked = fold(text.strip())
    if not asked:
        return None
    for place in known_places():
        if asked in (place.code, fold(place.name)):
            return place
    found = municipality(text) or next((one for one in municipalities() if one.ine_code == asked), None)
    return Place(found.ine_code, found.name) if found else None


def terms_of(kind: str, subject_id: UUID) -> list[Deadline]:
    """The terms of a thing: those that run first, by their end, then the rest. One statement."""
    rows = Deadline.objects.of(kind, [subject_id]).select_related("party")
    return sorted(rows, key=lambda term: (not term.is_running, not term.is_main, term.not_before))


def deadline_for(pk: UUID, actor: Actor) -> tuple[Deadline, Told]:
    """A term and its thing, for whoever sees the thing; `NotHere` for the rest."""
    term: Deadline | None = Deadline.objects.select_related("party").filter(pk=pk).first()
    told = subjects.tell_one(actor, Subject(term.subject_kind, term.subject_id)) if term else None
    if term is None or told is None:
        raise NotHere()
    return term, told
