"""What is offered, who attends and when: kept by the secretary, the registrar or the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from consistori.appointments.events import DaysClosed, DeskChanged, ServiceChanged
from consistori.appointments.models import ClosedDay, Desk, Service, ServiceDesk
from consistori.appointments.models.offer import Way
from consistori.appointments.policies import may_keep
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure
from consistori.kernel.hours import WEEK, HoursFault, read_day, read_week
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def save_service(
    *, by: Actor, name_ca: str, minutes: int, ways: Iterable[str], desks: Iterable[Desk],
    service: Service | None = None, key: str = "", **said: Any,
) -> Service:  # fmt: skip
    """Offer something, or change what is offered. `said`: the other fields of `Service`. The key never changes.

    Raises `BadInput` (`name_ca`, `minutes`, `ways`, `desks`, `key`).
    """
    ensure(may_keep(by))
    ways, desks = [way for way in Way.values if way in set(ways)], list(desks)
    _look_at(name_ca, minutes, ways, desks)
    row = service or Service(key=_new_key(key or name_ca))
    row.name_ca, row.minutes, row.ways = name_ca.strip(), minutes, ways
    for field, value in said.items():
        setattr(row, field, value)
    row.save()
    ServiceDesk.objects.filter(service=row).exclude(desk__in=desks).delete()
    there = set(ServiceDesk.objects.filter(service=row).values_list("desk_id", flat=True))
    for desk in desks:
        if desk.pk not in there:
            ServiceDesk.objects.create(service=row, desk=desk)
    announce(ServiceChanged(service_id=row.pk, name=row.name_ca), by=by)
    return row


def _look_at(name: str, minutes: int, ways: list[str], desks: list[Desk]) -> None:
    if not name.strip():
        raise BadInput(_("Write its name, as people say it."), field="name_ca")
    if not 5 <= minutes <= 240:
        raise BadInput(_("From five minutes to four hours."), field="minutes")
    if not ways:
        raise BadInput(_("Say how they meet: at least one way."), field="ways")
    if not desks:
        raise BadInput(_("Say who attends it: at least one desk."), field="desks")


def _new_key(name: str) -> str:
    key = slugify(name)[:40].strip("-") or "servei"
    if Service.objects.filter(key=key).exists():
        raise BadInput(_("There is already one with that key: give it another name."), field="name_ca")
    return key


@act
def save_desk(
    *, by: Actor, name_ca: str, hours: Iterable[str], desk: Desk | None = None,
    person: Person | None = None, **said: Any,
) -> Desk:  # fmt: skip
    """Put a desk, or change its hours: seven texts, Monday first. What was given stays given.

    Raises `BadInput` (`name_ca`, `day_0` to `day_6`).
    """
    ensure(may_keep(by))
    hours = [text.strip() for text in hours]
    _read_hours(hours)
    if not name_ca.strip():
        raise BadInput(_("Write its name, as a sign would."), field="name_ca")
    entity = current_entity()
    row = desk or Desk(number=(Desk.objects.aggregate(last=Max("number"))["last"] or 0) + 1, entity=entity)
    row.name_ca, row.hours, row.person = name_ca.strip(), hours, person
    for field, value in said.items():
        setattr(row, field, value)
    row.save()
    announce(DeskChanged(desk_id=row.pk, name=row.name_ca), by=by)
    return row


def _read_hours(hours: list[str]) -> None:
    if len(hours) != WEEK:
        raise BadInput(_("A week has seven days."), field="day_0")
    for n, text in enumerate(hours):
        try:
            read_day(text)
        except HoursFault as fault:
            raise BadInput(
                _("“%(said)s” is not an hour to another: write 9.00-14.00, 16.00-19.00") % {"said": fault},
                field=f"day_{n}",
            ) from fault
    read_week(hours)


@act
def close_days(
    *, by: Actor, first_on: date, last_on: date, reason_ca: str, reason_es: str = "",
    hours: str = "", desk: Desk | None = None,
) -> ClosedDay:  # fmt: skip
    """Say that some days are closed, or have other hours, for a desk or for all. What was given is not touched: the
    agenda shows it, so that somebody calls.
    """
    ensure(may_keep(by))
    if last_on < first_on:
        raise BadInput(_("It ends before it begins."), field="last_on")
    if not reason_ca.strip():
        raise BadInput(_("Say why: everybody will read it."), field="reason_ca")
    try:
        read_day(hours)
    except HoursFault as fault:
        raise BadInput(
            _("“%(said)s” is not an hour to another: write 9.00-14.00, 16.00-19.00") % {"said": fault},
            field="hours",
        ) from fault
    row: ClosedDay = ClosedDay.objects.create(
        desk=desk, first_on=first_on, last_on=last_on, hours=hours.strip(),
        reason_ca=reason_ca.strip(), reason_es=reason_es.strip(),
    )  # fmt: skip
    _tell(row, by)
    return row


@act
def open_days_again(closed: ClosedDay, *, by: Actor) -> None:
    """Take back what was said of some days."""
    ensure(may_keep(by))
    _tell(closed, by)
    closed.delete()


def _tell(row: ClosedDay, by: Actor) -> None:
    event = DaysClosed(
        closed_id=row.pk,
        first_on=row.first_on.isoformat(),
        last_on=row.last_on.isoformat(),
        reason=row.reason_ca,
    )
    announce(event, by=by)
