"""Who sees the weekly meeting and who leads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.desk.meeting.models import Meeting
from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy import modality
from consistori.tenancy.models import Entity

YES = Verdict(True)
TEAM = frozenset({*PROCESSES, Role.MAYOR, Role.COUNCILLOR, Role.ARCHIVIST})
"""Who sits at the table: whoever sees every case that is not reserved."""


def may_see(actor: Actor) -> Verdict:
    """The team and the auditor. It is looked at by all of them at once, so nothing reserved is ever on it."""
    if actor.is_system or actor.holds(*TEAM, Role.AUDITOR):
        return YES
    return Verdict(False, _("The weekly meeting is of the team of the town hall."))


def may_lead(actor: Actor) -> Verdict:
    """Opening it, writing what is agreed, closing it: anybody of the team, one writes for all."""
    if actor.is_system or actor.holds(*TEAM):
        return YES
    return Verdict(False, _("What is agreed in the meeting is written by whoever is of the team."))


def may_write(actor: Actor, meeting: Meeting) -> Verdict:
    """While it goes on."""
    if not meeting.is_open:
        return Verdict(False, _("The meeting is closed: its minute does not change."))
    return may_lead(actor)


def is_on(entity: Entity | None) -> bool:
    """Whether the town has weekly meetings here: a switch of the modality."""
    return entity is not None and modality.is_on(entity, "meeting")
