"""The thresholds of each town, for colours and alarms: those of the house, with what the town says otherwise.

They lie on the entity itself, so that a list over three towns paints each term as its town wants and asks nothing.
"""

from __future__ import annotations

from dataclasses import asdict, fields

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.alarm_events import ThresholdsChanged
from consistori.deadlines.policies import may_publish_calendars
from consistori.deadlines.rules.nearness import Thresholds, thresholds
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, Verdict, ensure
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, scope_or_none
from consistori.trail import act, announce

FAULTS = {
    "reach": _(
        "A number cannot be: soon, from 1 to 90 days and from 50 to 100 %; stuck, from 7 to 365 days."
    ),
    "order_of_days": _("Soon comes first, then the risk, then the last days: the days must go down."),
    "order_of_parts": _("The part of the risk must be the bigger one, and 100 at most."),
}
_AT_FIELD = {
    "reach": "soon_days",
    "order_of_days": "risk_working_days",
    "order_of_parts": "risk_part",
}


def limits_of(entity: Entity) -> Thresholds:
    """Those of a town."""
    return thresholds().adapted(entity.thresholds)


def limits_for(entity_id: int | None) -> Thresholds:
    """Those of a town of the scope by its key; of the house, where there is none. No statement."""
    scope = scope_or_none()
    entity = next((one for one in scope.entities if one.pk == entity_id), None) if scope else None
    return limits_of(entity) if entity is not None else thresholds()


def may_change_limits(actor: Actor) -> Verdict:
    """Whoever answers for the terms: the secretary, and the administrator."""
    if may_publish_calendars(actor):
        return Verdict(True)
    return Verdict(
        False, _("The days of the alarms are changed by the secretary or the administrator: ask them.")
    )


@act
def change_limits(wanted: Thresholds, *, by: Actor) -> Thresholds:
    """Say from when the terms of this town are soon, at risk and in their last days, and when a case is stuck.

    What is as the house says is not kept: if the house changes, so does the town. Raises `BadInput` at its field.
    """
    ensure(may_change_limits(by))
    if wanted.fault:
        raise BadInput(FAULTS[wanted.fault], field=_AT_FIELD[wanted.fault])
    entity = Entity.objects.select_for_update().get(pk=current_entity().pk)
    if wanted == limits_of(entity):
        raise AlreadyDone(_("They are so already."))
    before, house = asdict(limits_of(entity)), thresholds()
    names = [one.name for one in fields(Thresholds)]
    own = {name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(house, name)}
    entity.thresholds = own
    entity.save(update_fields=["thresholds"])
    current_entity().thresholds = own
    now_said = asdict(wanted)
    announce(
        ThresholdsChanged(
            changed=[f"{n}: {before[n]} → {now_said[n]}" for n in names if before[n] != now_said[n]]
        ),
        by=by,
    )
    return wanted
