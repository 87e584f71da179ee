"""Who sees the calendar, who writes in it, and who may know what somebody else is doing."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.desk.calendar.models import CalendarEvent
from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict

YES = Verdict(True)
WORKS = frozenset({*PROCESSES, Role.MAYOR, Role.COUNCILLOR, Role.ARCHIVIST, Role.EXTERNAL})
"""Who works here and shares the calendar."""
KEEPS = frozenset({Role.SECRETARY, Role.ADMINISTRATOR})


def may_see(actor: Actor) -> Verdict:
    """Whoever works here, and the auditor."""
    if actor.is_system or actor.holds(*WORKS, Role.AUDITOR):
        return YES
    return Verdict(False, _("The calendar is of whoever works in the town hall."))


def may_write(actor: Actor) -> Verdict:
    """Anybody who works here writes in the calendar and books a room."""
    if actor.is_system or actor.holds(*WORKS):
        return YES
    return Verdict(False, _("Whoever works in the town hall writes in its calendar."))


def may_change(actor: Actor, event: CalendarEvent, people: Collection[UUID]) -> Verdict:
    """Who made it, who is in it, and whoever processes here, unless it is private: nobody's meeting waits for one
    person on leave. What was brought in is changed where it came from.
    """
    if event.source_id is not None:
        return Verdict(False, _("It comes from another calendar: change it there, and it changes here."))
    mine = actor.person_id is not None and actor.person_id in (event.made_by_id, *people)
    if actor.is_system or (actor.holds(*WORKS) and mine):
        return YES
    if event.is_private:
        return Verdict(False, _("It is private: whoever made it or is in it changes it."))
    if actor.holds(*PROCESSES):
        return YES
    return Verdict(False, _("Whoever made it, is in it or processes here changes it."))


def is_told(actor: Actor, event: CalendarEvent, people: Collection[UUID]) -> bool:
    """Whether the actor may know what it is: of a private one, who made it and who is in it."""
    if not event.is_private:
        return True
    return actor.person_id is not None and actor.person_id in (event.made_by_id, *people)


def may_keep(actor: Actor) -> Verdict:
    """Rooms, and calendars brought in: the secretary and the administrator."""
    if actor.is_system or actor.holds(*KEEPS):
        return YES
    return Verdict(
        False, _("Rooms and calendars from outside are kept by the secretary or the administrator.")
    )


def may_say_week(actor: Actor, person_id: UUID) -> Verdict:
    """Each one her week; the secretary and the administrator, anybody's."""
    if actor.is_system or actor.holds(*KEEPS):
        return YES
    if actor.person_id == person_id and actor.posts:
        return YES
    return Verdict(False, _("Each person says her own week; the secretary or the administrator, anybody's."))
