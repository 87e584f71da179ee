"""Letters of the demo: one that nobody took the first time, one to be announced, and the rest to be printed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from consistori.config.demo.moments import HERE, at, working_day
from consistori.config.demo.telling import Told
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.notifications.models import Notification, PaperTry
from consistori.notifications.paper.services import (
    AtTheDoor,
    announce_in_boe,
    print_letters,
    record_try,
    set_address,
    way_of,
)
from consistori.notifications.rules.states import State
from consistori.parties.rules.channels import Way
from consistori.tenancy.scope import working_for

CARRIER = AtTheDoor(carrier_name="Quim Vilella, agutzil")


def carry_letters(told: Told) -> None:
    """Take to the door what a town notified on paper, once."""
    by = Actor.program(told.entity.pk)
    with working_for(told.entity):
        waiting = Notification.objects.filter(channel=Way.PAPER, state=State.AVAILABLE)
        rows = (
            [] if PaperTry.objects.exists() else list(waiting.select_related("dispatch").order_by("number"))
        )
    for place, row in enumerate(rows):
        with working_for(told.entity), told.unless_refused(f"letter {row.number}"):
            _carry(row, place, by)


def _carry(row: Notification, place: int, by: Actor) -> None:
    way = way_of(row, by=by)
    if not way.has_address:
        set_address(
            way, by=by, lines=f"Carrer de la Font, {place + 3}", postcode="17999", place="Vall-llobera"
        )
    if place > 1:
        return
    day = working_day(3 if place else 1, today=today())
    if row.available_at is None or datetime.combine(day, time(9), HERE) < row.available_at:
        return
    with at(datetime.combine(day, time(9), HERE)):
        print_letters([way], by=by)
    with at(max(datetime.combine(day, time(14), HERE), now() - timedelta(minutes=1))):
        record_try(way, by=by, on=day, at=time(11, 40), result="unknown" if place else "absent", door=CARRIER)
        if place:
            announce_in_boe(way, by=by)
