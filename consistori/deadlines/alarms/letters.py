"""The letters of the alarms: one digest a person a day over all her towns, and apart what cannot wait for it.

A letter says numbers and days, never titles. It is written down when it has gone: killed in between, it goes twice
rather than never.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from consistori.deadlines.alarms import ports
from consistori.deadlines.alarms.selectors import Line, lines_of, unsent_for
from consistori.deadlines.models import Alarm, AlarmLetter
from consistori.deadlines.rules.days import Watcher
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.directory.models import Person
from consistori.directory.selectors import standings_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

MOST_LINES = 30
APART, DIGEST = AlarmLetter.How.APART, AlarmLetter.How.DIGEST


@dataclass(frozen=True)
class OfTown:
    """What a letter says of one town."""

    entity: Entity
    lines: list[Line]
    alarms: list[Alarm]

    @property
    def shown(self) -> list[Line]:
        """The first lines, by their day: a letter that nobody finishes tells nothing."""
        return self.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        """How many are left to the page."""
        return len(self.lines) - len(self.shown)

    @property
    def page(self) -> str:
        return f"{self.entity.public_url}{reverse('deadlines:alarms')}"


def write_to(person: Person, entity: Entity, *, how: str) -> int:
    """Write her what she was told and has not been written: of all her towns, or apart, only what is urgent in this.

    Returns how many alarms the letter had; 0 is no letter. Whoever does not work here any more is not written:
    the next round finds who can act.
    """
    if not person.is_active or (how == DIGEST and ports.is_told_elsewhere(person.pk)):
        return 0
    towns = [one.entity for one in standings_of(person).values()]
    if how == APART:
        towns = [one for one in towns if one.pk == entity.pk]
    found = [said for town in towns if (said := _of(town, person, urgent=how == APART)).alarms]
    if not found:
        return 0
    _send(person, found, how)
    for said in found:
        with working_for(said.entity):
            mark_sent(said.alarms, how=how, address=person.email)
    return sum(len(said.alarms) for said in found)


def _of(town: Entity, person: Person, *, urgent: bool) -> OfTown:
    with working_for(town), translation.override(person.language):
        alarms = unsent_for(person.pk, urgent=urgent)
        return OfTown(town, lines_of(alarms, Actor.program(town.pk)), alarms)


def mark_sent(alarms: Iterable[Alarm], *, how: str, address: str) -> None:
    """Write down that a letter went out with these alarms of the town of the scope."""
    rows = [AlarmLetter(alarm=one, how=how, address=address) for one in alarms]
    AlarmLetter.objects.bulk_create(rows, ignore_conflicts=True)


def _send(person: Person, found: list[OfTown], how: str) -> None:
    facts: dict[str, Any] = {
        "person": person,
        "towns": found,
        "is_apart": how == APART,
        "count": sum(len(said.lines) for said in found),
        "is_many": len(found) > 1,
    }
    with translation.override(person.language):
        subject = " ".join(render_to_string("deadlines/mail/alarms_subject.txt", facts).split())
        message = render_to_string("deadlines/mail/alarms_message.txt", facts).strip() + "\n"
    EmailMessage(subject, message, to=[person.email]).send()


def waiting_people(*, urgent: bool = False) -> list[UUID]:
    """Who has alarms in the town of the scope that no letter told; or of those only what cannot wait. One statement."""
    rows = Alarm.objects.not_written()
    if urgent:
        rows = rows.standing().filter(is_urgent=True, person__is_active=True)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def is_working_day(entity: Entity) -> bool:
    """Whether today somebody reads the digest in that town: no weekend and no holiday that we know."""
    return Watcher(tuple(calendars_of([place_of(entity)]))).is_working(today())
