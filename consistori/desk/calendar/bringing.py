"""Acts on calendars that are brought in, of a file or an address: read and shown first, then kept; again each night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consistori.desk.calendar import ical
from consistori.desk.calendar.models import CalendarEvent, Source
from consistori.desk.calendar.policies import may_keep
from consistori.desk.calendar.ports import readers
from consistori.desk.calendar_events import CalendarBroughtIn, CalendarLetGo
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, Unavailable, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

FIELDS = ("title", "text", "place", "starts_on", "ends_on", "starts_at", "ends_at")
MOST_SOURCES = 40


@dataclass(frozen=True)
class Brought:
    """What a reading did: new events, changed ones, and those that are there no more."""

    source: Source
    added: int
    changed: int
    gone: int


def fetched(url: str) -> bytes:
    """The bytes of an address (outside any transaction). Raises a `Refusal` at `url`."""
    if not readers:
        raise Unavailable(_("No calendar of an address is read here."), field="url")
    return readers[0].read(
        readers[0].checked(url.strip().replace("webcal://", "https://", 1)), most=ical.MOST_BYTES
    )


@act
def bring_in(
    *, by: Actor, name: str, layer: str, events: Iterable[ical.Read], url: str = ""
) -> Brought:  # fmt: skip
    """Keep a calendar that was read, in a layer. Raises `BadInput` at `name` or `layer`."""
    ensure(may_keep(by))
    name = name.strip()[:120]
    if not name:
        raise BadInput(_("Say how it is called."), field="name")
    if layer not in CalendarEvent.Layer.values or layer == CalendarEvent.Layer.TELEWORK:
        raise BadInput(_("Choose its layer."), field="layer")
    if Source.objects.filter(removed_at=None).count() >= MOST_SOURCES:
        raise BadInput(_("There are too many already: take one out."), field="name")
    source: Source = Source.objects.create(
        name=name, layer=layer, url=url.strip()[:500], brought_by_name=by.name, read_at=now()
    )
    return _keep(source, events, by)


@act
def read_again(source: Source, events: Iterable[ical.Read], *, by: Actor) -> Brought:
    """What the calendar says now takes the place of what it said; nothing of ours is touched."""
    ensure(may_keep(by))
    row = _standing(source)
    row.read_at, row.fault = now(), ""
    row.save(update_fields=["read_at", "fault"])
    return _keep(row, events, by)


@act
def let_go(source: Source, *, by: Actor) -> int:
    """Take out a calendar with all that it brought; it says how many."""
    ensure(may_keep(by))
    row = _standing(source)
    row.removed_at = at = now()
    row.save(update_fields=["removed_at"])
    gone: int = CalendarEvent.objects.standing().filter(source=row).update(cancelled_at=at, moved_at=at)
    announce(CalendarLetGo(source_id=row.pk, name=row.name), by=by)
    return gone


def could_not_read(source: Source, refusal: Refusal) -> None:
    """Say why the last reading failed; what was read before stays."""
    Source.objects.filter(pk=source.pk).update(fault=str(refusal)[:300])


def _standing(source: Source) -> Source:
    row: Source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if row.removed_at is not None:
        raise AlreadyDone(_("Somebody had taken it out already."))
    return row


def _keep(source: Source, events: Iterable[ical.Read], by: Actor) -> Brought:
    """Write what is new, change what changed, take out what is there no more. Statements do not grow with it."""
    there = {row.uid: row for row in CalendarEvent.objects.standing().filter(source=source)}
    wanted = {one.uid: one for one in events}
    at, entity = now(), current_entity()
    new, changed = [], []
    for uid, one in wanted.items():
        said = {name: getattr(one, name) for name in FIELDS}
        row = there.get(uid)
        if row is None:
            new.append(CalendarEvent(
                entity=entity, source=source, uid=uid, layer=source.layer, made_by_name=by.name, moved_at=at, **said
            ))  # fmt: skip
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            row.moved_at = at
            changed.append(row)
    gone = [row.pk for uid, row in there.items() if uid not in wanted]
    CalendarEvent.objects.bulk_create(new, batch_size=500)
    CalendarEvent.objects.bulk_update(changed, [*FIELDS, "moved_at"], batch_size=500)
    CalendarEvent.objects.filter(pk__in=gone).update(cancelled_at=at, moved_at=at)
    if new or changed or gone:
        announce(
            CalendarBroughtIn(
                source_id=source.pk, name=source.name, added=len(new), changed=len(changed), gone=len(gone)
            ),
            by=by,
        )  # fmt: skip
    return Brought(source, len(new), len(changed), len(gone))


def read_of(data: bytes) -> ical.Reading:
    """A reading of today."""
    return ical.read(data, on=today())
