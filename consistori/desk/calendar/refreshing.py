"""What the machine does for the calendar: every night, it reads again the calendars of an address."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.desk.calendar.bringing import could_not_read, fetched, read_again, read_of
from consistori.desk.calendar.models import Source
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, Refusal
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for


@by_the_clock("47 4 * * *", name="desk.read_calendars")
def read_every_night(timestamp: int) -> None:
    """Every night, town by town."""
    in_each_town(read_calendars)


def read_calendars(entity: Entity) -> int:
    """The calendars of an address of one town; how many were read. One that fails says why and leaves what it had."""
    if not modality.is_on(entity, "calendar"):
        return 0
    with working_for(entity):
        sources = list(Source.objects.filter(removed_at=None).exclude(url=""))
    done = 0
    for source in sources:
        try:
            refresh(source, entity)
            done += 1
        except Refusal as refusal:
            with working_for(entity):
                could_not_read(source, refusal)
    return done


def refresh(source: Source, entity: Entity) -> None:
    """Read one again: the network outside any transaction. What is no calendar changes nothing."""
    reading = read_of(fetched(source.url))
    if reading.faults and not reading.events:
        raise BadInput(
            _("Line %(line)s: %(why)s") % {"line": reading.faults[0].line, "why": reading.faults[0].sentence},
            field="url",
        )
    with working_for(entity):
        read_again(source, reading.events, by=Actor.program(entity.pk))
