"""Questions: what is offered, which hours are free, who comes on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from consistori.appointments.models import Appointment, ClosedDay, Desk, Service
from consistori.appointments.models.offer import Way
from consistori.appointments.ports import is_counter_closed
from consistori.appointments.rules.slots import DayOffer, DeskDay, Terms, days_shown, offer
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.directory.models import Absence
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere
from consistori.kernel.hours import HoursFault, Span, read_day
from consistori.tenancy.scope import current_entity

Taken = list[tuple[datetime, datetime]]


def offered_services() -> list[Service]:
    """What anybody can ask for, with the desks that attend it. Two statements."""
    rows = list(Service.objects.offered().prefetch_related("desks"))
    return [service for service in rows if ways_of(service) and open_desks(service)]


def service_named(key: str, *, also_closed: bool = False) -> Service:
    """The service of that key; `NotHere` if there is none, or it is not offered."""
    rows = Service.objects.all() if also_closed else Service.objects.offered()
    found: Service | None = rows.prefetch_related("desks").filter(key=key).first()
    if found is None:
        raise NotHere()
    return found


def service_of_sheet(key: str) -> Service | None:
    """The service that a sheet of a procedure names, if it is offered here. Two statements."""
    if not key:
        return None
    found: Service | None = Service.objects.offered().prefetch_related("desks").filter(key=key).first()
    return found if found is not None and ways_of(found) and open_desks(found) else None


def open_desks(service: Service) -> list[Desk]:
    """The desks that attend it, by number."""
    return sorted((desk for desk in service.desks.all() if desk.is_open), key=lambda desk: desk.number)


def ways_of(service: Service) -> list[str]:
    """How it can be now: no video without a server of it, and no counter while it attends only by phone."""
    ways = [way.value for way in Way if way.value in service.ways]
    if Way.VIDEO in ways and not settings.VIDEO_ROOMS_URL:
        ways.remove(Way.VIDEO)
    if Way.COUNTER in ways and is_counter_closed():
        ways = [Way.PHONE.value, *(way for way in ways if way not in (Way.COUNTER, Way.PHONE))]
    return ways


def week_offer(service: Service, on: date, *, at_once: bool = False) -> list[DayOffer]:
    """The days of the week of `on` as they are offered; five statements at most. `at_once`: also what is nearer than
    the service asks, as whoever is at the counter may have it.
    """
    desks = open_desks(service)
    days = days_shown(on, lambda weekday: any(_attends_on(desk, weekday) for desk in desks))
    return _offers(service, desks, days, at_once)


def day_offer(service: Service, on: date, *, at_once: bool = False) -> DayOffer:
    """What is offered of one day."""
    return _offers(service, open_desks(service), [on], at_once)[0]


def first_day_with_hours(service: Service, *, at_once: bool = False) -> date:
    """The first day that has a free hour in the next weeks; today if none has."""
    desks = open_desks(service)
    days = [today() + timedelta(days=n) for n in range(min(service.days_ahead, 42) + 1)]
    return next((day.on for day in _offers(service, desks, days, at_once) if day.hours), today())


def terms_of(service: Service, *, at_once: bool = False) -> Terms:
    """How it gives its hours, as the rules take it."""
    notice = 0 if at_once else service.notice_hours
    return Terms(service.minutes, service.break_minutes, notice, service.days_ahead)


def _attends_on(desk: Desk, weekday: int) -> bool:
    week = week_of(desk)
    return bool(week) and bool(week[weekday])


def week_of(desk: Desk) -> tuple[tuple[Span, ...], ...]:
    """The hours of a desk; none when nobody has said them, or what is kept cannot be read."""
    try:
        return desk.week
    except HoursFault:
        return ()


def _offers(service: Service, desks: Sequence[Desk], days: Sequence[date], at_once: bool) -> list[DayOffer]:
    if not days:
        return []
    first, last = min(days), max(days)
    taken = _taken([desk.pk for desk in desks], first, last)
    closed = list(ClosedDay.objects.between(first, last))
    absences = _absences([desk.person_id for desk in desks if desk.person_id], first, last)
    holidays = calendars_of([place_of(current_entity())])[0].days
    zone, moment = timezone.get_current_timezone(), now()

    def holiday(day: date) -> str:
        return holidays[day].name if day in holidays else ""

    return [
        offer(
            day,
            [_desk_day(desk, day, taken.get(desk.pk, []), closed, absences) for desk in desks],
            terms_of(service, at_once=at_once),
            now=moment,
            zone=zone,
            holiday=holiday,
        )
        for day in days
    ]


def _desk_day(
    desk: Desk, day: date, taken: Taken, closed: Iterable[ClosedDay], absences: Iterable[Absence]
) -> DeskDay:
    week = week_of(desk)
    spans = week[day.weekday()] if week else ()
    here = [one for one in closed if one.first_on <= day <= one.last_on and one.desk_id in (None, desk.pk)]
    own = next((one for one in here if one.desk_id), here[0] if here else None)
    is_away = any(
        one.person_id == desk.person_id
        and one.starts_on <= day
        and (one.ends_on is None or day < one.ends_on)
        for one in absences
    )
    if own is not None:
        said = _read(own.hours)
        if own.desk_id or not said:
            return DeskDay(desk.number, said, tuple(taken), closed="" if said else own.reason)
        # Said for everybody, they shorten those of each desk: they open none that does not attend that day, nor bring
        # back whoever is absent.
        spans = _common(spans, said)
    if is_away:
        return DeskDay(desk.number, is_away=True)
    return DeskDay(desk.number, spans, tuple(taken), is_away=not spans)


def _common(own: Iterable[Span], said: Iterable[Span]) -> tuple[Span, ...]:
    """The part of its own hours that falls inside those that were said."""
    return tuple(
        Span(max(one.opens, other.opens), min(one.closes, other.closes))
        for one in own
        for other in said
        if max(one.opens, other.opens) < min(one.closes, other.closes)
    )


def _read(text: str) -> tuple[Span, ...]:
    try:
        return read_day(text)
    except HoursFault:
        return ()


def _absences(people: Sequence[Any], first: date, last: date) -> list[Absence]:
    if not people:
        return []
    rows = Absence.objects.told().filter(person_id__in=people, starts_on__lte=last)
    return list(rows.filter(Q(ends_on=None) | Q(ends_on__gt=first)))


def _taken(desks: Sequence[Any], first: date, last: date) -> dict[Any, Taken]:
    """What of each desk is taken between two days, breaks included; what was held too long is free."""
    begins, ends = midnight(first), midnight(last + timedelta(days=1))
    rows = Appointment.objects.taking().filter(desk_id__in=desks, starts_at__gte=begins, starts_at__lt=ends)
    rows = rows.filter(Q(held_until=None) | Q(held_until__gt=now()))
    found: dict[Any, Taken] = {}
    for desk_id, at, stretch in rows.values_list("desk_id", "starts_at", "occupied"):
        length = timedelta(minutes=stretch.upper - stretch.lower)
        found.setdefault(desk_id, []).append((at, at + length))
    return found


def midnight(day: date) -> datetime:
    """The first instant of a day of the town hall."""
    return timezone.make_aware(datetime.combine(day, time.min))


def agenda(day: date, *, desk: UUID | None = None) -> list[Appointment]:
    """Who comes on a day, in the order of the hours. One statement."""
    rows = Appointment.objects.standing().on(day).select_related("service", "desk", "party")
    if desk:
        rows = rows.filter(desk_id=desk)
    return list(rows.order_by("starts_at", "desk__number"))


def appointment_of(pk: UUID) -> Appointment:
    """An appointment of this town; `NotHere` if it is not."""
    found: Appointment | None = (
        Appointment.objects.select_related("service", "desk", "party").filter(pk=pk).first()
    )
    if found is None:
        raise NotHere()
    return found


def with_seal(pk: UUID, seal: str) -> Appointment:
    """The appointment of a link that was sent; `NotHere` for any other seal, as if it did not exist."""
    found = appointment_of(pk)
    if not found.is_sealed_by(seal):
        raise NotHere()
    return found


def of_parties(ids: Iterable[UUID], *, most: int = 20) -> list[Appointment]:
    """Those of a person, the last first. One statement."""
    rows = Appointment.objects.filter(party_id__in=list(ids), held_until=None)
    return list(rows.select_related("service", "desk").order_by("-starts_at")[:most])


def of_owner(owner: str, parties: Iterable[UUID] = ()) -> QuerySet[Appointment]:
    """Those of whoever has come in: what they asked for, and what was given to them."""
    rows: QuerySet[Appointment] = Appointment.objects.filter(
        Q(owner=owner) | Q(party_id__in=list(parties)), held_until=None
    ).select_related("service", "desk")
    return rows.order_by("starts_at")


def still_to_come(email: str, phone: str, owner: str) -> int:
    """How many appointments one line or one person has ahead, with those whose code is awaited. One statement."""
    theirs = Q()
    for condition in (Q(email=email) if email else None, Q(phone=phone) if phone else None,
                      Q(owner=owner) if owner else None):  # fmt: skip
        if condition is not None:
            theirs |= condition
    if not theirs:
        return 0
    rows = Appointment.objects.taking().filter(Q(held_until=None) | Q(held_until__gt=now()))
    return int(rows.filter(theirs, starts_at__gt=now()).count())


def on_screen() -> tuple[list[Appointment], list[Appointment]]:
    """What the waiting screen shows of today: those called and not yet attended, the last first; and those who wait."""
    rows = list(Appointment.objects.waiting().on(today()).exclude(way=Way.VIDEO).select_related("desk"))
    called = sorted((r for r in rows if r.called_at), key=lambda r: r.called_at, reverse=True)
    here = sorted((r for r in rows if r.arrived_at and not r.called_at), key=lambda r: r.starts_at)
    return called[:6], here[:12]


def figures(year: int) -> list[dict[str, int]]:
    """By month of a year: given, attended, missed, cancelled, and those of which nothing was written. One statement."""
    begins, ends = midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1))
    rows = Appointment.objects.filter(held_until=None, starts_at__gte=begins, starts_at__lt=ends)
    counted = (
        rows.annotate(month=ExtractMonth("starts_at"))
        .values("month")
        .annotate(
            given=Count("pk"),
            attended=Count("pk", filter=Q(attended_at__isnull=False)),
            missed=Count("pk", filter=Q(missed_at__isnull=False)),
            cancelled=Count("pk", filter=Q(cancelled_at__isnull=False)),
        )
        .order_by("month")
    )
    return list(counted)
