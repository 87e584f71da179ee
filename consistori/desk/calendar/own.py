"""The town's own events as what happens: in whole for who may know it, as busy time for the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from consistori.desk.calendar.layers import Happening
from consistori.desk.calendar.models import CalendarEvent, EventPerson
from consistori.desk.calendar.policies import is_told
from consistori.kernel.actor import Actor


def own_between(actor: Actor, first: date, until: date, layers: Collection[str]) -> list[Happening]:
    """The events of the town of the actor in these layers. Two statements."""
    if not layers:
        return []
    rows = CalendarEvent.objects.standing().between(first, until).filter(
        entity_id=actor.entity_id, layer__in=list(layers)
    )  # fmt: skip
    return [as_happening(event, actor) for event in with_people(rows)]


def own_of_towns(actors: Sequence[Actor], first: date, until: date) -> list[Happening]:
    """Those of several towns in which the person of these actors is, or the whole team. Two statements."""
    by_town = {actor.entity_id: actor for actor in actors}
    hers = Q(is_of_all=True) | Q(seats__person_id__in=[actor.person_id for actor in actors])
    rows = CalendarEvent.objects.standing().between(first, until).filter(entity_id__in=list(by_town))
    return [
        as_happening(event, by_town[event.entity_id]) for event in with_people(rows.filter(hers).distinct())
    ]


def with_people(rows: Any) -> Any:
    """The events with their room and who is in them. Two statements."""
    seats = EventPerson.objects.select_related("person")
    return rows.select_related("room", "source").prefetch_related(Prefetch("seats", queryset=seats))


def as_happening(event: CalendarEvent, actor: Actor) -> Happening:
    """An event as that actor may know it: nobody reads the reason of a private one."""
    seats = list(event.seats.all())
    people = tuple(seat.person_id for seat in seats)
    told = is_told(actor, event, people)
    names = [seat.person.given_name for seat in seats]
    return Happening(
        layer=event.layer,
        title=event.title if told else _busy(names),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        note=_note(event, names) if told else "",
        about=event.text if told else "",
        url=event.get_absolute_url() if told else "",
        people=people,
        is_of_all=event.is_of_all,
        is_busy=not told,
        goal=event.goal if told else "",
        uid=f"event-{event.pk}",
        moved_at=event.moved_at,
        entity_id=event.entity_id,
    )


def _busy(names: list[str]) -> str:
    if names:
        return _("%(names)s: busy") % {"names": ", ".join(names)}
    return _("Busy")


def _note(event: CalendarEvent, names: list[str]) -> str:
    """«The whole team · plenary hall», «Arnau, Núria · the pavilion»."""
    who = _("the whole team") if event.is_of_all else ", ".join(names)
    where = event.room.name if event.room else event.place
    brought = event.source.name if event.source else ""
    return " · ".join(filter(None, [who, where, brought]))


def people_of(event: CalendarEvent) -> list[UUID]:
    """Who is in it. One statement."""
    return list(EventPerson.objects.filter(event=event).values_list("person_id", flat=True))
