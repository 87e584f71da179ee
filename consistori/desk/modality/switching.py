"""Turning one switch of a town, by its own people. A switch shows or hides; no row of the town is touched."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from consistori.desk.modality_events import ModalityNamed, SwitchTurnedOff, SwitchTurnedOn
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, Verdict, ensure
from consistori.tenancy.modality import PRESETS, is_on
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

LABELS: dict[str, Any] = {
    "series_compulsory": _("Every new case has its class"),
    "steps": _("Steps of the cases"),
    "guides": _("Guides beside the case"),
    "deadlines": _("Deadlines"),
    "tasks": _("Tasks"),
    "calendar": _("Shared calendar"),
    "meeting": _("Weekly meeting"),
}
"""The switches of the method, in the order in which they are worth turning on."""


def switch_id(name: str) -> UUID:
    """By which the trail finds what was done with a switch; the same in every town."""
    return uuid5(NAMESPACE_URL, f"consistori:switch:{name}")


def may_turn(actor: Actor) -> Verdict:
    """The secretary and the administrator of the town."""
    here = actor.entity_id == current_entity().pk
    if actor.is_system or (here and actor.holds(Role.SECRETARY, Role.ADMINISTRATOR)):
        return Verdict(True)
    return Verdict(False, _("How the town hall works is changed by the secretary or the administrator."))


@act
def turn_switch(name: str, *, on: bool, by: Actor) -> Entity:
    """Show or hide something of the method in the town of the scope. Raises `AlreadyDone`, `BadInput`."""
    ensure(may_turn(by))
    if name not in LABELS:
        raise BadInput(_("Unknown switch: %(name)s") % {"name": name}, field="switch")
    entity = _locked()
    if is_on(entity, name) == on:
        raise AlreadyDone(_("It was so already: somebody turned it before."))
    entity.switches.pop(name, None)
    if is_on(entity, name) != on:
        entity.switches[name] = on
    entity.save(update_fields=["switches"])
    fact = SwitchTurnedOn if on else SwitchTurnedOff
    announce(fact(switch_id=switch_id(name), switch=name, label=str(LABELS[name])), by=by)
    return entity


@act
def name_complete(*, by: Actor) -> Entity:
    """Call the town complete when all the method is on. What is shown and what is hidden stays as it is."""
    ensure(may_turn(by))
    entity = _locked()
    if entity.modality != Entity.Modality.BASIC:
        raise AlreadyDone(_("The town hall is already in the complete modality."))
    if off := [str(label) for name, label in LABELS.items() if not is_on(entity, name)]:
        raise BadInput(_("These are still off: %(names)s.") % {"names": ", ".join(off)})
    before, shown = (
        entity.get_modality_display(),
        {name: is_on(entity, name) for name in PRESETS["complete_plus"]},
    )
    others = {name: value for name, value in entity.switches.items() if name not in shown}
    preset = PRESETS["complete"]
    entity.modality = Entity.Modality.COMPLETE
    entity.switches = others | {name: value for name, value in shown.items() if value != (name in preset)}
    entity.save(update_fields=["modality", "switches"])
    after = entity.get_modality_display()
    announce(ModalityNamed(before=str(before), after=str(after)), by=by)
    return entity


def _locked() -> Entity:
    """The town of the scope as it is now, for whoever turns something of it: two at once do not undo each other."""
    rows = Entity.objects.select_for_update(of=("self",)).select_related("parent")
    return rows.get(pk=current_entity().pk)
