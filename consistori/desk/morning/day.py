"""What there is today in the calendar: the events of the town in which she is, or the whole team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from consistori.desk.addresses import address_in
from consistori.desk.calendar.layers import DAY
from consistori.desk.calendar.models import CalendarEvent, EventPerson
from consistori.kernel.clock import today
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.ui.dates import hour

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

EVENT, HOUR = "event", "hour"


@dataclass(frozen=True)
class Event:
    """A line of the side: when, what, where."""

    entity: Entity
    at: str
    title: str
    where: str
    url: str


def arm(person_id: UUID) -> Any:
    """Of today, as the rows of the UNION of Today. Those of others stay in the calendar."""
    seats = EventPerson.objects.filter(event=OuterRef("pk"), person_id=person_id)
    rows = CalendarEvent.objects.standing().between(today(), today() + DAY)
    hers = rows.filter(Q(is_of_all=True) | Q(Exists(seats))).order_by()
    timed = Case(When(starts_at=None, then=Value("")), default=Value(HOUR), output_field=CharField())
    return hers.values_list(
        "entity_id", Value(1), Coalesce("starts_at", "made_at"), Value(EVENT), F("pk"),
        Coalesce("room__name", "place", output_field=CharField()), Value(""), F("title"), F("starts_on"), timed,
    )  # fmt: skip


def events_of(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Event]:
    """The whole days first, then by the hour."""
    here = [one for one in waiting if one.what == EVENT and one.entity_id in entities]
    here = [one for one in here if modality.is_on(entities[one.entity_id], "calendar")]
    here.sort(key=lambda one: (one.note == HOUR, one.oldest))
    return [_event(one, entities[one.entity_id]) for one in here]


def _event(one: Waiting, entity: Entity) -> Event:
    return Event(
        entity=entity,
        at=hour(one.oldest) if one.note == HOUR else _("all day"),
        title=one.title,
        where=one.name,
        url=address_in(entity, "desk:calendar_event", one.key),
    )
